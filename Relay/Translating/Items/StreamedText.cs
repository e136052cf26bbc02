using Relay.Json;
using Relay.ResponsesWire;

namespace Relay.Translating.Items;

/// <summary>The text of one open part: what comes in goes out as a delta at once, and is kept for the events that close the part.</summary>
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

    /// <summary>Appends with logprobs, comma between them.</summary>
    public void Append(ReadOnlySpan<byte> token, ReadOnlySpan<byte> logprobs)
    {
        var whole = _surrogates.Pass(token);
        Text.Append(whole);
        events.Delta(frames[0], whole, logprobs);
    }

    /// <summary>No more text: half a character that still waits is let go.</summary>
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
        Text.Append(token);
        foreach (var frame in frames)
        {
            events.Delta(frame, token);
        }
    }
}
