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

        foreach (var (before, next) in stream.Pieces.Zip(stream.Pieces.Skip(1)))
        {
            if (next.At - before.At >= Silence)
            {
                yield return new QuirkSighting("Q160", next.Offset, $"nothing comes for {(next.At - before.At).TotalSeconds:0.#} s");
            }
        }

        if (stream.SilenceAtEnd >= Silence && reading.Sentinel is null)
        {
            yield return new QuirkSighting("Q160", stream.Body.Length, $"nothing comes for {stream.SilenceAtEnd.TotalSeconds:0.#} s");
        }
    }
}
