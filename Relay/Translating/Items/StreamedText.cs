using Relay.Json;
using Relay.ResponsesWire;

namespace Relay.Translating.Items;

/// <summary>Writes the text of one open part as deltas and keeps it for the events that close the part.</summary>
internal sealed class StreamedText(EventWriter events, params DeltaFrame[] frames)
{
    private readonly SurrogateGuard _surrogates = new();

    public EscapedText Text { get; } = new();

    public void Append(ReadOnlySpan<byte> token)
    {
        var whole = _surrogates.Pass(token);
        if (!whole.IsEmpty)
        {
            Emit(whole);
        }
    }

    /// <summary>Appends text with its logprobs, which are separated by commas.</summary>
    public void Append(ReadOnlySpan<byte> token, ReadOnlySpan<byte> logprobs)
    {
        var whole = _surrogates.Pass(token);
        Text.Append(whole);
        events.Delta(frames[0], whole, logprobs);
    }

    /// <summary>Ends the text and writes half a surrogate pair that was held back as U+FFFD.</summary>
    public void Finish()
    {
        var rest = _surrogates.Finish();
        if (!rest.IsEmpty)
        {
            Emit(rest);
        }
    }

    private void Emit(ReadOnlySpan<byte> token)
    {
        Text.Append(token, events.Lasting);
        foreach (var frame in frames)
        {
            events.Delta(frame, token);
        }
    }
}
