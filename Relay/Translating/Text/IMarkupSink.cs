using Relay.ChatCompletions;

namespace Relay.Translating.Text;

/// <summary>Takes what <see cref="MarkupHealer"/> finds.</summary>
internal interface IMarkupSink
{
    /// <summary>Text, escaped; it may be empty.</summary>
    void AppendText(ReadOnlySpan<byte> token);

    /// <summary>A whole call, as slices of the payload.</summary>
    void AddCall(in ToolCallDelta call, ReadOnlySpan<byte> payload);
}
