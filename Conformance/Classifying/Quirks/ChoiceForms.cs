using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds chunks without choices, choices without deltas, and several choices.</summary>
internal sealed class ChoiceForms : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q108", "Q109", "Q110", "Q111", "Q112"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        if (reading.Chunks.FirstOrDefault() is { } first && first.Json.Member("choices").Elements().Count == 0
            && !first.Json.Member("usage").IsObject())
        {
            yield return new QuirkSighting("Q108", first.Offset, "the first chunk has no choices");
        }

        foreach (var happened in reading.Events.Where(static happened => happened is { IsSentinel: false, IsError: false }))
        {
            if (happened.Json.IsNull() || (happened.Json.IsObject() && !happened.Json.Member("choices").HasValue()
                && !happened.Json.Member("type").IsPresent()))
            {
                yield return new QuirkSighting("Q110", happened.Offset, happened.Json.IsNull()
                    ? "a chunk is null"
                    : "choices are missing or null");
            }
        }

        foreach (var delta in reading.Deltas.Where(static delta => !delta.Delta.IsPresent()))
        {
            yield return new QuirkSighting("Q109", delta.Offset, "a choice has no delta");
        }

        var other = reading.Deltas.FirstOrDefault(static delta => delta.Index is > 0);
        if (other is not null && reading.Deltas.Any(static delta => delta.Index is 0))
        {
            yield return new QuirkSighting("Q111", other.Offset, $"choice {other.Index} stands between those of choice 0");
        }

        if (reading.Chunks.Select(chunk => ChoiceDelta.Read(chunk).ToList())
            .FirstOrDefault(static choices => choices.Count > 0 && choices.TrueForAll(static choice => choice.Index is > 0)) is { } alone)
        {
            yield return new QuirkSighting("Q112", alone[0].Offset, $"a chunk has choice {alone[0].Index} alone");
        }
    }
}
