namespace MockUpstream.Varying.Bodies;

/// <summary>One line of a body by its places.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The first byte of its line end; the end of the body when it has none.</param>
/// <param name="Next">The first byte of the next line.</param>
/// <param name="Colon">The byte of its first colon; -1 when it has none.</param>
/// <param name="Value">The first byte of its value, behind the colon and one space.</param>
/// <param name="IsData">Whether its field is <c>data</c>.</param>
internal readonly record struct BodyLine(int Start, int End, int Next, int Colon, int Value, bool IsData)
{
    public bool IsBlank => Start == End;
}

/// <summary>One event of a body, or one comment between events, with the blank lines behind it.</summary>
/// <param name="Lines">Its lines in order, blank ones among them; never empty.</param>
/// <param name="Json">The value of its only data line, when that is a JSON object without members of equal names.</param>
internal sealed record BodyFrame(IReadOnlyList<BodyLine> Lines, JsonSpan? Json)
{
    public int Start => Lines[0].Start;

    /// <summary>The first byte behind the frame.</summary>
    public int End => Lines[^1].Next;

    /// <summary>The only data line; <see langword="null"/> if there is not exactly one.</summary>
    public BodyLine? Data => Lines.Count(static line => line.IsData) == 1 ? Lines.First(static line => line.IsData) : null;

    /// <summary>Whether a blank line ends it, so that a reader dispatches it.</summary>
    public bool IsDispatched => Lines[^1].IsBlank;
}
