using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Usage;

/// <summary>The count of tokens.</summary>
internal sealed class UsageShape : ResponseRule
{
    private static readonly string[][] Numbers =
    [
        ["input_tokens"], ["input_tokens_details", "cached_tokens"], ["output_tokens"], ["output_tokens_details", "reasoning_tokens"],
        ["total_tokens"],
    ];

    // New in OpenAI's types; Open Responses and every client that was observed do without them.
    private static readonly string[][] OptionalNumbers = [["input_tokens_details", "cache_write_tokens"]];

    public override CheckInfo Info { get; } = new(
        "usage-shape",
        "V24",
        Severity.Error,
        "A completed or incomplete response has `usage` with five integers, including those in both details objects, unless the upstream "
            + "sent none. A total that is not the sum is a warning.",
        "Codex fails with “failed to parse ResponseCompleted” when a details object lacks its number, and retries; the AI SDK requires the "
            + "object. The numbers that xAI sends do not add up.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) =>
        walk.Events.Where(happened => happened.IsLifecycle && happened.Response.IsObject())
            .SelectMany(happened => Judge(turn, walk, happened));

    private IEnumerable<Finding> Judge(RecordedTurn turn, StreamWalk walk, EventView happened)
    {
        var usage = happened.Response.Member("usage");
        return usage.IsObject() ? [.. JudgeNumbers(happened, usage), .. JudgeSum(happened, usage)]
            : usage.HasValue() ? [At(
                happened, "The `usage` of the response is not an object.", "an object or null", usage.Shown(), member: "response.usage")]
            : happened == walk.Terminal ? JudgeAbsence(turn, happened, usage)
            : [];
    }

    private IEnumerable<Finding> JudgeAbsence(RecordedTurn turn, EventView terminal, JsonElement usage)
    {
        if (terminal.Type != StreamGrammar.Failed && UpstreamAnswer.Create(turn.Upstream).SentUsage)
        {
            yield return At(
                terminal,
                "The final response has no `usage` although the upstream sent a count of tokens.",
                "an object",
                usage.Shown(),
                member: "response.usage");
        }
    }

    private IEnumerable<Finding> JudgeNumbers(EventView happened, JsonElement usage)
    {
        foreach (var path in Numbers.Concat(OptionalNumbers.Where(path => Find(usage, path).IsPresent())))
        {
            var number = Find(usage, path);
            if (number.Integer() is null or < 0)
            {
                yield return At(
                    happened,
                    $"`usage.{string.Join('.', path)}` is not a number of tokens.",
                    "an integer from 0",
                    number.Shown(),
                    member: $"response.usage.{string.Join('.', path)}");
            }
        }
    }

    private static JsonElement Find(JsonElement usage, string[] path) => path.Aggregate(usage, (json, name) => json.Member(name));

    private IEnumerable<Finding> JudgeSum(EventView happened, JsonElement usage)
    {
        var (input, output, total) = (usage.Member("input_tokens")
            .Integer(), usage.Member("output_tokens").Integer(), usage.Member("total_tokens").Integer());
        if (input >= 0 && output >= 0 && total >= 0 && (Int128)input.Value + output.Value != total.Value)
        {
            yield return At(
                happened,
                "`usage.total_tokens` is not the sum of input and output.",
                $"{(Int128)input.Value + output.Value}",
                $"{total}",
                Severity.Warning,
                "response.usage.total_tokens");
        }
    }
}
