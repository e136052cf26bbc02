using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds several calls at one index.</summary>
internal sealed class SameIndexCalls : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q11", "Q12", "Q18", "Q19", "Q113"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        foreach (var same in reading.Calls.Where(static call => call.Opener.Index.Integer() is not null)
            .GroupBy(static call => (call.Opener.Delta.Index, call.Opener.Index.Integer()))
            .Where(static same => same.Count() > 1))
        {
            var second = same.ElementAt(1);
            yield return new QuirkSighting(second.Id is null
                ? "Q12"
                : "Q11", second.Opener.Offset, $"a second call opens at index {same.Key.Item2}");
        }

        foreach (var delta in reading.Deltas.Where(static delta => delta.CallElements.Count > 1))
        {
            var indexes = delta.CallElements.Select(static element => element.Member("index").Integer()).OfType<long>().ToList();
            if (indexes.Count > indexes.Distinct().Count())
            {
                yield return new QuirkSighting("Q18", delta.Offset, "one chunk has two elements of one index");
            }

            if (delta.CallElements.Count(static element => ArgumentValues.IsWhole(element.Member("function").Member("arguments"))
                && element.Member("function").Member("name").Text() is { Length: > 0 }) > 1)
            {
                yield return new QuirkSighting("Q19", delta.Offset, $"one chunk brings {delta.CallElements.Count} whole calls");
            }
        }

        var choices = reading.Calls.GroupBy(static call => call.Opener.Index.Integer())
            .FirstOrDefault(static same => same.Select(static call => call.Opener.Delta.Index).Distinct().Count() > 1);
        if (choices is not null)
        {
            yield return new QuirkSighting("Q113", choices.ElementAt(1).Opener.Offset, "two choices have a call at one index");
        }
    }
}
