using Scenarios.Model;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading;

/// <summary>Reads <c>vary</c> and holds each variation to cases that it can be made from.</summary>
internal static class VariationReader
{
    private const string NonStream = "non-stream";

    public static IReadOnlyList<string> Read(YamlNode? node, IReadOnlyList<Turn> turns, NodeReader nodes)
    {
        if (node is null)
        {
            return [];
        }

        List<string> words = [];
        foreach (var entry in nodes.List(node, "vary"))
        {
            if (nodes.Word(entry, "vary", FormatWords.Variations) is not { } word)
            {
                continue;
            }

            if (words.Contains(word))
            {
                nodes.Report(entry.Place, "duplicate-value", $"'{word}' stands already in the list");
            }
            else if (word == NonStream && turns.Count > 0 && WhyNotWhole(turns) is { } reason)
            {
                nodes.Report(entry.Place, "cannot-vary", $"the answer cannot be asked for as one body: {reason}");
            }

            words.Add(word);
        }

        return words;
    }

    private static string? WhyNotWhole(IReadOnlyList<Turn> turns) => turns switch
    {
        [{ Client.Http: not null }] => "the client asks another endpoint",
        [{ Client.Stream: false }] => "the client does not ask for a stream",
        [{ Upstream: [{ Body: not null }] }] => "the upstream answers with a body, not with steps",
        [{ Upstream: [var exchange] }] => StepTree.All(exchange.Steps).FirstOrDefault(step => !HasWholeForm(step)) is { } odd
            ? $"step {odd.Number} ('{odd.Word}') has no counterpart in a body"
            : null,
        [_] => "it takes exactly one exchange with the upstream",
        _ => "it takes exactly one turn",
    };

    private static bool HasWholeForm(UpstreamStep step) => step is
        TextStep or ReasoningStep or RefusalStep or ToolStep or DeltaStep or FinishStep or UsageStep or DoneStep
        or CommentStep or WaitStep or FlushStep or BurstStep or RepeatStep;
}
