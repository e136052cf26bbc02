using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>The output that the response ends with.</summary>
internal sealed class OutputMismatch : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "output-mismatch",
        "V20",
        Severity.Error,
        "The `output` of the terminal response contains the done items in the order of their index. At the start, it is empty.",
        "openai-node, @openai/agents and OpenAI's .NET client read the final output; ChatGPT's own backend sends it empty "
            + "(bytedance/deer-flow#1928).");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) => [.. AtStart(walk), .. AtEnd(walk)];

    private IEnumerable<Finding> AtStart(StreamWalk walk) =>
        from happened in walk.Events
        where happened.IsLifecycle && !happened.IsTerminal && (walk.Items is not [var first, ..] || happened.Index < first.Added.Index)
        let output = happened.Response.Member("output")
        where output.Elements().Count > 0
        select At(happened, "The response has output before its first item.", "[]", output.Shown(), member: "response.output");

    private IEnumerable<Finding> AtEnd(StreamWalk walk)
    {
        if (walk.Terminal is not { } terminal || !terminal.Response.Member("output").IsArray())
        {
            yield break; // response-members and member-type judge that.
        }

        var done = walk.DoneItems.Where(item => item.Index < terminal.Index).ToList();
        var isFailed = terminal.Type == StreamGrammar.Failed;
        var output = WithoutOpenItems(walk, terminal);
        if (output.Count != done.Count && !isFailed)
        {
            yield return At(
                terminal,
                "The final `output` has a different number of items than were done.",
                $"{done.Count}",
                $"{output.Count}",
                member: "response.output");
            yield break;
        }

        for (var i = 0; i < Math.Min(output.Count, done.Count); i++)
        {
            // A failed response may include unfinished items. Its finished items must equal the streamed ones.
            var isSame = output[i].Same(done[i].Item) || (isFailed && !output[i].Member("id").Same(done[i].Item.Member("id")));
            if (!isSame)
            {
                var difference = JsonDifference.Find(done[i].Item, output[i], $"output[{i}]");
                yield return At(
                    terminal,
                    "An item in the final `output` differs from its done event.",
                    difference?.Left,
                    difference?.Right,
                    member: $"response.{difference?.Path ?? "output"}");
            }
        }
    }

    /// <summary>The output, for a response that was cut off without the items that were still open then: it may show them or not.</summary>
    private static IReadOnlyList<JsonElement> WithoutOpenItems(StreamWalk walk, EventView terminal)
    {
        var output = terminal.Response.Member("output").Elements();
        var open = walk.Items.Where(item => item.Done is null && item.Id is not null)
            .Select(item => item.Id)
            .ToHashSet(StringComparer.Ordinal);
        return terminal.Type == "response.incomplete" ? [.. output.Where(item => !open.Contains(item.Member("id").Text()))] : output;
    }
}
