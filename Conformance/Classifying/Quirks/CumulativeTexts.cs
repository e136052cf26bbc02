using Conformance.Classifying.Streams;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds text that is sent again: each delta with the ones before, or the whole at the end.</summary>
internal sealed class CumulativeTexts : IQuirkDetector
{
    private const int ShortestWhole = 4;

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q54", "Q57"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var texts = reading.Texts.ToList();
        if (texts.Count > 1 && texts.Zip(texts.Skip(1)).All(static pair => pair.Second.Text.Length > pair.First.Text.Length
            && pair.Second.Text.StartsWith(pair.First.Text, StringComparison.Ordinal)))
        {
            yield return new QuirkSighting("Q54", texts[1].Delta.Offset, "each delta holds the text before it");
        }

        var before = string.Concat(texts.SkipLast(1).Select(static piece => piece.Text));
        if (texts.Count > 2 && before.Length >= ShortestWhole && texts[^1].Text == before)
        {
            yield return new QuirkSighting("Q57", texts[^1].Delta.Offset, "the last delta is the whole text again");
        }
    }
}
