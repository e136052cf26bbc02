namespace Relay.Translating.Text;

/// <summary>Receives the output of <see cref="MarkupHealer"/>.</summary>
internal interface IMarkupSink
{
    /// <summary>Appends escaped text, which may be empty.</summary>
    void AppendText(ReadOnlySpan<byte> token);

    /// <summary>Adds the complete calls of a block.</summary>
    /// <param name="calls">The calls, at least one.</param>
    /// <param name="block">The escaped text of the block, with the white space before it.</param>
    void AddCalls(IReadOnlyList<MarkupCall> calls, ReadOnlySpan<byte> block);
}
