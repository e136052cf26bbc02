using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Identity;

/// <summary>The numbers of the items.</summary>
internal sealed class OutputIndex : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "output-index",
        "V08",
        Severity.Error,
        "The `output_index` of a new item is the number of items added before it.",
        "openai-node throws; the Vercel AI SDK requires a number; aether uses it as the key of tool calls.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        walk.Items.Where(item => item.OutputIndex is { } index && index != item.Order)
            .Select(item => At(
                item.Added,
                "The `output_index` of a new item is not the next one.",
                $"{item.Order}",
                $"{item.OutputIndex}",
                member: "output_index"));
}
