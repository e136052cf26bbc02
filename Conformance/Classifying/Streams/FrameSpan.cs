namespace Conformance.Classifying.Streams;

/// <summary>The bytes of a body from one blank line to the next, the blank line included.</summary>
/// <param name="Start">The offset of the first byte.</param>
/// <param name="End">The offset behind the last byte.</param>
/// <param name="Lines">The lines with content, in order.</param>
/// <param name="IsWhole">Whether a blank line ends the frame.</param>
/// <param name="HasLf">Whether a line ends with a line feed alone.</param>
/// <param name="HasCrlf">Whether a line ends with a carriage return and a line feed.</param>
/// <param name="HasCr">Whether a line ends with a carriage return alone.</param>
internal sealed record FrameSpan(int Start, int End, IReadOnlyList<FrameLine> Lines, bool IsWhole, bool HasLf, bool HasCrlf, bool HasCr)
{
    /// <summary>The number of bytes of the frame.</summary>
    public int Length => End - Start;
}

/// <summary>One line of a frame.</summary>
/// <param name="Start">The offset of its first byte.</param>
/// <param name="End">The offset of its line end.</param>
/// <param name="Field">The field's name; empty for a comment.</param>
/// <param name="ValueStart">The offset of its value, behind the colon and one space.</param>
/// <param name="HasColon">Whether the line has a colon.</param>
internal readonly record struct FrameLine(int Start, int End, string Field, int ValueStart, bool HasColon)
{
    /// <summary>Whether a space follows the colon.</summary>
    public bool HasSpace => HasColon && ValueStart > Start + Field.Length + 1;
}
