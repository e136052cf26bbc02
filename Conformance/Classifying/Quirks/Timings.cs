using Conformance.Classifying.Streams;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds long silences. Nothing is found when the times are not known.</summary>
internal sealed class Timings : IQuirkDetector
{
    /// <summary>From here on a first token is slow.</summary>
    public static readonly TimeSpan SlowFirst = TimeSpan.FromSeconds(10);

    /// <summary>From here on a silence is one.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q158", "Q159", "Q160"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var stream = reading.Stream;
        if (stream.HeadersAfter >= SlowFirst)
        {
            yield return new QuirkSighting("Q159", null, $"the headers take {stream.HeadersAfter.TotalSeconds:0.#} s");
        }

        if (stream.Pieces is [var first, ..] && first.At >= SlowFirst)
        {
            yield return new QuirkSighting("Q158", 0, $"the first byte takes {first.At.TotalSeconds:0.#} s");
        }
        else if (stream.Pieces.Count == 0 && stream.SilenceAtEnd >= SlowFirst)
        {
            yield return new QuirkSighting("Q158", 0, "no byte comes");
        }

        // Comments keep a connection open and bring nothing.
        var (since, offset) = (TimeSpan.Zero, 0);
        foreach (var piece in stream.Pieces.Where(piece => HasContent(reading, piece)))
        {
            if (piece.At - since >= Silence)
            {
                yield return new QuirkSighting("Q160", offset, $"nothing comes for {(piece.At - since).TotalSeconds:0.#} s");
            }

            (since, offset) = (piece.At, piece.Offset);
        }

        var end = (stream.Pieces is [.., var last] ? last.At : TimeSpan.Zero) + stream.SilenceAtEnd;
        if (end - since >= Silence && reading.Sentinel is null && reading.Finish is null)
        {
            yield return new QuirkSighting("Q160", offset, $"nothing comes for {(end - since).TotalSeconds:0.#} s");
        }
    }

    private static bool HasContent(StreamReading reading, StreamPiece piece) =>
        !reading.IsEventStream || reading.Stream.Body.Span[piece.Offset..(piece.Offset + piece.Length)] is [not (byte)':', ..];
}
