using System.Text.RegularExpressions;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds tool calls that stand as markup in the text, and those that only the message of the last chunk has.</summary>
internal sealed partial class CallMarkup : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q45", "Q46"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var text = string.Concat(reading.Texts.Select(static piece => piece.Text));
        if (Markup().Match(text) is { Success: true } found)
        {
            yield return new QuirkSighting("Q45", OffsetOf(reading, found.Index), $"the text holds {found.Value}");
        }

        if (reading.Calls.Count == 0
            && reading.Deltas.FirstOrDefault(static delta => delta.Message.Member("tool_calls").Elements().Count > 0) is { } last)
        {
            yield return new QuirkSighting("Q46", last.Offset, "only the message of a chunk has tool calls");
        }
    }

    private static int? OffsetOf(StreamReading reading, int place)
    {
        var before = 0;
        foreach (var (delta, text) in reading.Texts)
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
        @"<tool_calls?>|<function[=_]|<\|tool_calls?|<minimax:tool_call>|<invoke name=|<[|\uFF5C]?DSML|<\|python_tag\|>|\[TOOL_CALLS\]",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Markup();
}
