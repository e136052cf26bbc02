using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>Checks that an item only has parts of the types that it may have.</summary>
internal sealed class PartType : ResponseRule
{
    private static readonly string[] Lists = ["content", "summary"];

    public override CheckInfo Info { get; } = new(
        "part-type",
        "V27",
        Severity.Error,
        "A message contains only `output_text` and `refusal` parts. Reasoning contains only `reasoning_text` in its content and "
            + "`summary_text` in its summary.",
        "Clients reject other parts. Codex drops a complete message that contains a refusal; this is a limitation of Codex and not a "
            + "finding.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) => [.. OfParts(walk), .. OfItems(walk)];

    private IEnumerable<Finding> OfParts(StreamWalk walk) =>
        from reference in walk.References
        where reference.Landed && reference.Shape.Role is EventRole.PartAdded or EventRole.PartDone
        let list = reference.Shape.Family == PartFamily.Summary ? "summary" : "content"
        from finding in Judge(reference.Event, reference.Item!.Type, list, reference.Event.Value)
        select finding with { Member = "part.type" };

    private IEnumerable<Finding> OfItems(StreamWalk walk) =>
        from done in walk.DoneItems
        from list in Lists
        from place in done.Item.Member(list).Elements().Select((part, index) => (Part: part, Index: index))
        from finding in Judge(done, done.Item.Member("type").Text() ?? "", list, place.Part)
        select finding with { Member = $"item.{list}[{place.Index}].type" };

    private IEnumerable<Finding> Judge(EventView place, string itemType, string list, JsonElement part)
    {
        string[] allowed = (itemType, list) switch
        {
            ("message", "content") => ["output_text", "refusal"],
            ("reasoning", "content") => ["reasoning_text"],
            ("reasoning", "summary") => ["summary_text"],
            _ => [],
        };
        var type = part.Member("type");
        if (allowed.Length > 0 && part.IsPresent() && !allowed.Contains(type.Text()))
        {
            yield return At(
                place,
                $"A part in the `{list}` of a {itemType} item has a type that is not allowed there.",
                string.Join(" or ", allowed),
                type.Shown());
        }
    }
}
