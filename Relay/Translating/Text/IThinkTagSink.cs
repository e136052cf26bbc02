namespace Relay.Translating.Text;

/// <summary>Takes what <see cref="ThinkTagSplitter"/> finds, as escaped text, which may be empty.</summary>
internal interface IThinkTagSink
{
    void AppendText(ReadOnlySpan<byte> token);

    void AppendReasoning(ReadOnlySpan<byte> token);

    /// <summary>A closing tag was read, or the text ended inside.</summary>
    void CloseReasoning();
}
