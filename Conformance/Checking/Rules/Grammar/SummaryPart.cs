using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>The summary parts of reasoning.</summary>
internal sealed class SummaryPart() : PartRule("summary_index")
{
    public override CheckInfo Info { get; } = new(
        "summary-part",
        "V13",
        Severity.Error,
        "Reasoning summary events are sent between `reasoning_summary_part.added` and `.done` of their part and carry its `summary_index`.",
        "openai-node throws; Codex ignores deltas without `summary_index`.");

    protected override bool Concerns(ItemTrack item, PartFamily family) => family == PartFamily.Summary;
}
