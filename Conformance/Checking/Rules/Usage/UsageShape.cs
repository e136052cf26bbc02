using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Usage;

/// <summary>The count of tokens.</summary>
internal sealed class UsageShape : StreamRule
{
    private static readonly string[][] Numbers =
    [
        ["input_tokens"], ["input_tokens_details", "cached_tokens"], ["output_tokens"], ["output_tokens_details", "reasoning_tokens"], ["total_tokens"],
    ];

    public override CheckInfo Info { get; } = new(
        "usage-shape",
        "V24",
        Severity.Error,
        "A completed or incomplete response has `usage` with five integers, both details objects among them; a total that is not the sum is a warning.",
        "Codex fails with “failed to parse ResponseCompleted” when a details object lacks its number, and asks again; the AI SDK needs the object. xAI's own numbers do not add up.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk)
    {
        if (walk.Terminal is not { } terminal || !terminal.Response.IsObject())
        {
            return [];
        }

        var usage = terminal.Response.Member("usage");
        return usage.IsObject() ? [.. JudgeNumbers(terminal, usage), .. JudgeSum(terminal, usage)] : JudgeAbsence(terminal, usage);
    }

    private IEnumerable<Finding> JudgeAbsence(EventView terminal, JsonElement usage)
    {
        if (terminal.Type != StreamGrammar.Failed || usage.HasValue())
        {
            yield return At(terminal, "The final response has no `usage` object.", "an object", usage.Shown());
        }
    }

    private IEnumerable<Finding> JudgeNumbers(EventView terminal, JsonElement usage) =>
        from path in Numbers
        let number = path.Aggregate(usage, (json, name) => json.Member(name))
        where number.Integer() is null or < 0
        select At(terminal, $"`usage.{string.Join('.', path)}` is no number of tokens.", "an integer from 0", number.Shown());

    private IEnumerable<Finding> JudgeSum(EventView terminal, JsonElement usage)
    {
        var (input, output, total) = (usage.Member("input_tokens").Integer(), usage.Member("output_tokens").Integer(), usage.Member("total_tokens").Integer());
        if (input >= 0 && output >= 0 && total >= 0 && (Int128)input.Value + output.Value != total.Value)
        {
            yield return At(terminal, "`usage.total_tokens` is not the sum of input and output.", $"{(Int128)input.Value + output.Value}", $"{total}", Severity.Warning);
        }
    }
}
