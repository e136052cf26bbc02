using Relay.ChatCompletions;

namespace Relay.Translating.Text;

/// <summary>Receives the output of <see cref="MarkupHealer"/>.</summary>
internal interface IMarkupSink
{
    /// <summary>Appends escaped text, which may be empty.</summary>
    void AppendText(ReadOnlySpan<byte> token);

    /// <summary>Adds a complete call, as slices of the payload.</summary>
    void AddCall(in ToolCallDelta call, ReadOnlySpan<byte> payload);
}
