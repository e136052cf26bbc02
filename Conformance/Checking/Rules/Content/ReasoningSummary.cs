using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>The summary of reasoning items.</summary>
internal sealed class ReasoningSummary : ResponseRule
{
    public override CheckInfo Info { get; } = new(
        "reasoning-summary",
        "V28",
        Severity.Error,
        "A reasoning item has a `summary` array, which may be empty.",
        "Codex drops the item otherwise: LiteLLM sends null, Volcengine sends none (agentclientprotocol/codex-acp#266).");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        from place in walk.Events
        where place.Type is StreamGrammar.ItemAdded or StreamGrammar.ItemDone
        where place.Item.Member("type").Text() == "reasoning"
        where !place.Item.Member("summary").IsArray()
        select At(
            place, "A reasoning item has no `summary` array.", "an array", place.Item.Member("summary").Shown(), member: "item.summary");
}
