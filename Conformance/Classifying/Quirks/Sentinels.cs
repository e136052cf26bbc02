using Conformance.Classifying.Streams;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds sentinels that are spelt otherwise, doubled, or not the last event.</summary>
internal sealed class Sentinels : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q90", "Q91", "Q92"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        if (reading.Sentinel is { } sentinel)
        {
            var line = reading.Stream.Body.Span[sentinel.Frame.Lines[0].Start..sentinel.Frame.Lines[0].End];
            if (!sentinel.IsPlainSentinel || !line.SequenceEqual("data: [DONE]"u8) || !sentinel.Frame.IsWhole)
            {
                yield return new QuirkSighting("Q90", sentinel.Offset, $"the sentinel is {reading.GetExcerpt(sentinel.Offset)}");
            }

            var behind = reading.Events.SkipWhile(happened => happened != sentinel).Skip(1).ToList();
            if (behind.Find(static happened => !happened.IsSentinel) is { } late)
            {
                yield return new QuirkSighting("Q91", late.Offset, "data follows the sentinel");
            }

            if (behind.Find(static happened => happened.IsSentinel) is { } second)
            {
                yield return new QuirkSighting("Q92", second.Offset, "there are two sentinels");
            }
        }
        else if (reading.Frames.FirstOrDefault(static frame => frame.Lines is [{ HasColon: false, Field: "[DONE]" or "DONE" }]) is { } bare)
        {
            yield return new QuirkSighting("Q90", bare.Start, $"the sentinel is {reading.GetExcerpt(bare.Start)}");
        }

        var finishes = reading.Deltas.Where(static delta => delta.Reason is not null && delta.Index is 0 or null)
            .Where(static delta => delta.Reason is not null)
            .ToList();
        if (finishes.Count > 1)
        {
            yield return new QuirkSighting("Q92", finishes[1].Offset, "there are two finish chunks");
        }
    }
}
