using System.Text.Json;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds reasoning in <c>reasoning_details</c>, its signatures, and whether it grows.</summary>
internal sealed class ReasoningDetailQuirks : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q69", "Q70", "Q71"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var details = reading.Deltas.SelectMany(static delta =>
            delta.Delta.Member("reasoning_details").Elements().Select(element => (delta, element))).ToList();
        if (details.Count > 0)
        {
            yield return new QuirkSighting("Q69", details[0].delta.Offset, "reasoning comes in reasoning_details");
        }

        foreach (var (delta, element) in details)
        {
            if ((element.Member("signature").HasValue() || element.Member("data").HasValue()) && TextOf(element) is not { Length: > 0 })
            {
                yield return new QuirkSighting(
                    "Q70", delta.Offset, "an element of reasoning_details has a signature or encrypted content and no text");
            }
        }

        var texts = details.Select(static one => (one.delta, Text: TextOf(one.element)))
            .Where(static one => one.Text is { Length: > 0 })
            .ToList();
        if (texts.Count > 1 && texts.Zip(texts.Skip(1)).All(static pair => pair.Second.Text!.Length > pair.First.Text!.Length
            && pair.Second.Text.StartsWith(pair.First.Text, StringComparison.Ordinal)))
        {
            yield return new QuirkSighting("Q71", texts[1].delta.Offset, "each element holds the text before it");
        }
    }

    private static string? TextOf(JsonElement element) => element.Member("text").Text() ?? element.Member("summary").Text();
}
