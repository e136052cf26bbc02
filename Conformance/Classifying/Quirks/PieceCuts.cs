using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds where the pieces of a body are cut. Nothing is found when the pieces are not known.</summary>
internal sealed class PieceCuts : IQuirkDetector
{
    private const int Several = 3;

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q146", "Q147", "Q148", "Q157"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        if (!reading.IsEventStream || reading.Stream.Pieces.Count == 0)
        {
            yield break;
        }

        var body = reading.Stream.Body;
        var starts = reading.Frames.Select(static frame => frame.Start).ToHashSet();
        var cuts = reading.Stream.Pieces.Select(static piece => piece.Offset)
            .Where(offset => offset > 0 && offset < body.Length && !starts.Contains(offset))
            .ToList();
        if (cuts.Count > 0)
        {
            yield return new QuirkSighting("Q146", cuts[0], "an event comes in several pieces");
            yield return new QuirkSighting("Q148", cuts[0], "an event comes in several pieces");
        }

        if (cuts.Find(cut => (body.Span[cut] & 0b1100_0000) == 0b1000_0000) is > 0 and var inside)
        {
            yield return new QuirkSighting("Q147", inside, "a character comes in two pieces");
        }

        if (Utf8Fault.Find(body.Span, isCutOff: false) is not null && Utf8Fault.Find(body.Span, isCutOff: true) is null)
        {
            yield return new QuirkSighting("Q147", body.Length, "the body ends inside a character");
        }

        foreach (var piece in reading.Stream.Pieces)
        {
            var events = reading.Frames.Count(frame => frame.Start >= piece.Offset && frame.End <= piece.Offset + piece.Length);
            if (events > 1)
            {
                yield return new QuirkSighting("Q148", piece.Offset, $"one piece brings {events} events");
                break;
            }
        }

        if (reading.Stream.Pieces.Count == 1 && reading.Frames.Count >= Several)
        {
            yield return new QuirkSighting("Q157", 0, "the whole stream comes in one piece");
        }
    }
}
