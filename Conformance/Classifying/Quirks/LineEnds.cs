using Conformance.Classifying.Streams;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds line ends other than a line feed, and a byte order mark.</summary>
internal sealed class LineEnds : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q136", "Q137", "Q138", "Q139"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        if (!reading.IsEventStream)
        {
            yield break;
        }

        if (reading.HasMark)
        {
            yield return new QuirkSighting("Q139", 0, "the body begins with a byte order mark");
        }

        var crlf = reading.Frames.FirstOrDefault(static frame => frame.HasCrlf);
        var lf = reading.Frames.FirstOrDefault(static frame => frame.HasLf);
        if (crlf is not null && lf is null)
        {
            yield return new QuirkSighting("Q136", crlf.Start, "lines end with CRLF");
        }

        if (reading.Frames.FirstOrDefault(static frame => frame.HasCr) is { } cr)
        {
            yield return new QuirkSighting("Q137", cr.Start, "lines end with CR");
        }
        else if (crlf is not null && lf is not null)
        {
            yield return new QuirkSighting("Q137", Math.Max(crlf.Start, lf.Start), "lines end in several ways");
        }

        var body = reading.Stream.Body;
        if (reading.Stream.Pieces.FirstOrDefault(piece => piece.Offset > 0
            && body.Span[piece.Offset - 1] == '\r'
            && piece.Offset < body.Length
            && body.Span[piece.Offset] == '\n') is { Offset: > 0 } cut)
        {
            yield return new QuirkSighting("Q138", cut.Offset, "a CRLF comes in two pieces");
        }
    }
}
