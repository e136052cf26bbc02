using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>Checks that events of an item refer to an item that was added.</summary>
internal sealed class OrphanDelta : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "orphan-delta",
        "V11",
        Severity.Error,
        "Each event of an item refers, by `item_id` and `output_index`, to an item of the right type that has been added and is not done.",
        "openai-node throws; Codex logs “OutputTextDelta without active item” and drops the text; openai-python raises IndexError; "
            + "OpenCode reports “text part not found” (BerriAI/litellm#41185).");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) => walk.References.Select(Judge).OfType<Finding>();

    private Finding? Judge(ItemReference reference) => reference.Fault switch
    {
        ReferenceFault.Unknown =>
            At(reference.Event, "The event refers to an item that was never added.", "an item that is open", Named(reference.Event)),
        ReferenceFault.TooLate =>
            At(reference.Event, "The event refers to an item that is already done.", "an item that is open", Named(reference.Event)),
        ReferenceFault.WrongKind => At(reference.Event, "The event does not match the type of its item.", reference.Shape.ItemType
            ?? "message or reasoning", reference.Item!.Type, member: "type"),
        ReferenceFault.OtherId => At(reference.Event, "The `item_id` is not the id of the item at this `output_index`.", reference.Item!.Id
            ?? "an id", reference.Event.Json.Member("item_id").Shown(), member: "item_id"),
        ReferenceFault.OtherIndex => At(
            reference.Event,
            "The `output_index` is not the index of the item with this id.",
            reference.Item!.OutputIndex?.ToString() ?? "an index",
            reference.Event.Json.Member("output_index").Shown(),
            member: "output_index"),
        _ => null,
    };

    private static string Named(EventView happened) =>
        $"item_id {happened.Json.Member("item_id").Shown()}, output_index {happened.Json.Member("output_index").Shown()}";
}
