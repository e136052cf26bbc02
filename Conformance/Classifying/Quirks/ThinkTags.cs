using Conformance.Classifying.Streams;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds think tags in the text.</summary>
internal sealed class ThinkTags : IQuirkDetector
{
    private static readonly (string Opening, string Closing)[] Tags =
    [
        ("<think>", "</think>"),
        ("<thinking>", "</thinking>"),
        ("<thought>", "</thought>"),
        ("<reasoning>", "</reasoning>"),
        ("<seed:think>", "</seed:think>"),
        ("[THINK]", "[/THINK]"),
        ("<|begin_of_thought|>", "<|end_of_thought|>"),
        ("<|START_THINKING|>", "<|END_THINKING|>"),
        ("<|channel|>analysis<|message|>", EndOfChannel),
    ];

    // Every channel ends with this mark, so it does not identify reasoning by itself.
    private const string EndOfChannel = "<|end|>";

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q72", "Q73", "Q74", "Q75", "Q76", "Q77"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var pieces = reading.Texts.ToList();
        var text = string.Concat(pieces.Select(static piece => piece.Text));
        var open = FindFirst(text, Tags.Select(static tag => tag.Opening));
        var close = FindFirst(text, Tags
            .Where(tag => open.At < 0 ? tag.Closing != EndOfChannel : tag.Opening == open.Tag)
            .Select(static tag => tag.Closing));
        if (open.At < 0 && close.At < 0)
        {
            yield break;
        }

        var isFirst = open.At >= 0 && string.IsNullOrWhiteSpace(text[..open.At]);
        var place = FindPlace(pieces, Math.Max(0, open.At >= 0 ? open.At : close.At));
        if (open.At < 0)
        {
            yield return new QuirkSighting("Q74", place, $"the text has {close.Tag} without the tag that opens");
        }
        else if (!isFirst)
        {
            yield return new QuirkSighting("Q77", place, $"{open.Tag} stands inside the text");
        }
        else
        {
            yield return new QuirkSighting("Q72", place, $"the text begins with {open.Tag}");
        }

        if (isFirst && close.At < 0)
        {
            yield return new QuirkSighting("Q75", place, $"{open.Tag} is never closed");
        }

        if (IsCut(pieces, open) || IsCut(pieces, close))
        {
            yield return new QuirkSighting("Q73", place, "a think tag comes in several deltas");
        }

        if (reading.Deltas.Any(static delta => delta.Reasoning is { Length: > 0 }))
        {
            yield return new QuirkSighting("Q76", place, "think tags stand beside a reasoning field");
        }
    }

    private static (int At, string Tag) FindFirst(string text, IEnumerable<string> tags) =>
        tags.Select(tag => (At: text.IndexOf(tag, StringComparison.Ordinal), tag))
            .Where(static one => one.At >= 0)
            .OrderBy(static one => one.At)
            .FirstOrDefault((-1, ""));

    private static bool IsCut(List<(ChoiceDelta Delta, string Text)> pieces, (int At, string Tag) tag) =>
        tag.At >= 0 && GetNumber(pieces, tag.At) != GetNumber(pieces, tag.At + tag.Tag.Length - 1);

    private static int? FindPlace(List<(ChoiceDelta Delta, string Text)> pieces, int at) => pieces[GetNumber(pieces, at)].Delta.Offset;

    private static int GetNumber(List<(ChoiceDelta Delta, string Text)> pieces, int at)
    {
        var number = 0;
        for (var before = pieces[0].Text.Length; before <= at && number < pieces.Count - 1; before += pieces[number].Text.Length)
        {
            number++;
        }

        return number;
    }
}
