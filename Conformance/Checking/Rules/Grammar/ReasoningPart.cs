using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>The content parts of reasoning.</summary>
internal sealed class ReasoningPart() : PartRule("content_index")
{
    public override CheckInfo Info { get; } = new(
        "reasoning-part",
        "V14",
        Severity.Error,
        "Reasoning text events are sent between `content_part.added` and `.done` of their part and carry its `content_index`.",
        "Codex drops deltas without `content_index`; openai-node throws when there is no part.");

    protected override bool Concerns(ItemTrack item, PartFamily family) => item.Type == "reasoning" && family == PartFamily.Content;
}
