using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>Items and parts start empty.</summary>
internal sealed class AddedEmpty : StreamRule
{
    private static readonly string[] Lists = ["content", "summary"];
    private static readonly string[] Texts = ["arguments", "input"];

    public override CheckInfo Info { get; } = new(
        "added-empty",
        "V52",
        Severity.Error,
        "An item is empty when it is added (`content` and `summary` are [], `arguments` and `input` are \"\"), and so is a part (its text "
            + "is \"\", its annotations are []).",
        "The event grammar: the content of an item is sent in the events that follow. Clients that start from the added item and append "
            + "the deltas (aether, openai-node's parts) show the text twice.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
    [
        .. walk.Items.Where(item => item.Type is "message" or "reasoning" or "function_call" or "custom_tool_call").SelectMany(JudgeItem),
        .. walk.References.Where(reference => reference.Shape.Role == EventRole.PartAdded)
            .SelectMany(reference => JudgePart(reference.Event)),
    ];

    private IEnumerable<Finding> JudgeItem(ItemTrack item)
    {
        foreach (var name in Lists.Where(name => item.Added.Item.Member(name).Elements().Count > 0))
        {
            yield return At(
                item.Added,
                $"An item has a non-empty `{name}` when it is added.",
                "[]",
                item.Added.Item.Member(name).Shown(),
                member: $"item.{name}");
        }

        foreach (var name in Texts.Where(name => item.Added.Item.Member(name).Text() is { Length: > 0 }))
        {
            yield return At(
                item.Added,
                $"A call has a non-empty `{name}` when it is added.",
                "\"\"",
                item.Added.Item.Member(name).Shown(),
                member: $"item.{name}");
        }
    }

    private IEnumerable<Finding> JudgePart(EventView added)
    {
        if (PartTrack.TextOf(added.Value).Text() is { Length: > 0 } already)
        {
            yield return At(
                added,
                "A part has a non-empty text when it is added.",
                "\"\"",
                already,
                member: $"part.{(added.Value.Member("refusal").IsPresent() ? "refusal" : "text")}");
        }

        if (added.Value.Member("annotations") is { ValueKind: JsonValueKind.Array } annotations && annotations.GetArrayLength() > 0)
        {
            yield return At(added, "A part has annotations when it is added.", "[]", annotations.Shown(), member: "part.annotations");
        }
    }
}
