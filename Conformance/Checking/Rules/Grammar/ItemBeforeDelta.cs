using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>Checks that an item is added before its parts and deltas.</summary>
internal sealed class ItemBeforeDelta : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "item-before-delta",
        "V29",
        Severity.Error,
        "An item is added before its first delta.",
        "As for `orphan-delta`: openai-node throws, Codex drops the text, openai-python raises IndexError.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        walk.References.Where(reference => reference.Fault == ReferenceFault.TooEarly)
            .Select(reference => At(
                reference.Event,
                "The event is sent before its item is added.",
                $"output_item.added of {reference.Item!.Id} first",
                $"it follows at event {reference.Item.Added.Index}"));
}
