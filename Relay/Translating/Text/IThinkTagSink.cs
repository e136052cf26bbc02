namespace Relay.Translating.Text;

/// <summary>Receives the output of <see cref="ThinkTagSplitter"/>: escaped text, which may be empty.</summary>
internal interface IThinkTagSink
{
    void AppendText(ReadOnlySpan<byte> token);

    void AppendReasoning(ReadOnlySpan<byte> token);

    /// <summary>Ends the reasoning: a closing tag was read, or the text ended inside the tags.</summary>
    void CloseReasoning();
}
