namespace Relay.Translating.Text;

/// <summary>Takes what <see cref="ThinkTagSplitter"/> finds, as escaped text, which may be empty.</summary>
internal interface IThinkSink
{
    void Text(ReadOnlySpan<byte> token);

    void Thinking(ReadOnlySpan<byte> token);

    /// <summary>A closing tag was read, or the text ended inside.</summary>
    void ThinkingClosed();
}
