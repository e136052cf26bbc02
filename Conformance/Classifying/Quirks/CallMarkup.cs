using System.Text.Json;
using System.Text.RegularExpressions;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>
/// Finds tool calls that stand as markup in the text or in the reasoning, and those that only the message of the last chunk has.
/// </summary>
internal sealed partial class CallMarkup : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q45", "Q46", "Q172"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var text = string.Concat(reading.Texts.Select(static piece => piece.Text));
        if (Markup().Match(text) is { Success: true } found)
        {
            yield return new QuirkSighting("Q45", OffsetOf(reading.Texts, found.Index), $"the text holds {found.Value}");
        }

        var reasoning = reading.Deltas.Select(static delta => (Delta: delta, Text: ReadReasoning(delta))).ToList();
        if (Markup().Match(string.Concat(reasoning.Select(static piece => piece.Text))) is { Success: true } thought)
        {
            yield return new QuirkSighting("Q172", OffsetOf(reasoning, thought.Index), $"the reasoning holds {thought.Value}");
        }

        if (reading.Calls.Count == 0
            && reading.Deltas.FirstOrDefault(static delta => delta.Message.Member("tool_calls").Elements().Count > 0) is { } last)
        {
            yield return new QuirkSighting("Q46", last.Offset, "only the message of a chunk has tool calls");
        }
    }

    private static string ReadReasoning(ChoiceDelta delta) => string.Concat(ReadReasoning(delta.Delta), ReadReasoning(delta.Message));

    private static string ReadReasoning(JsonElement owner) =>
        owner.Member("reasoning_content").Text()
            ?? owner.Member("reasoning").Text()
            ?? owner.Member("reasoning_text").Text()
            ?? string.Concat(owner.Member("content").Elements()
                .SelectMany(static part => part.Member("thinking").Elements())
                .Select(static piece => piece.Member("text").Text()));

    private static int? OffsetOf(IEnumerable<(ChoiceDelta Delta, string Text)> pieces, int place)
    {
        var before = 0;
        foreach (var (delta, text) in pieces)
        {
            before += text.Length;
            if (before > place)
            {
                return delta.Offset;
            }
        }

        return null;
    }

    [GeneratedRegex(
        @"<tool_calls?>|<function[=_]|<\|tool_calls?|<minimax:tool_call>|<invoke name=|<[|\uFF5C]?DSML|<\|python_tag\|>|\[TOOL_CALLS\]"
            + @"|<\|channel\|>commentary to=",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Markup();
}
