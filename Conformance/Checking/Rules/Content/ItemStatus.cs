using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>The status of items.</summary>
internal sealed class ItemStatus : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "item-status",
        "V19",
        Severity.Error,
        "A done item is `completed`; `incomplete` is only the last item of a response that is not completed itself. Reasoning may have no status.",
        "Open Responses; @ai-sdk/openai loses calls without a status, @openai/agents breaks. OpenAI's own reasoning items have none.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk)
    {
        var done = walk.DoneItems;
        return
        [
            .. walk.Items.Where(item => Concerns(item.Type)).Select(JudgeAdded).OfType<Finding>(),
            .. done.Select((place, order) => Concerns(place.Item.Member("type").Text()) ? JudgeDone(walk, place, order == done.Count - 1) : null).OfType<Finding>(),
        ];
    }

    private Finding? JudgeAdded(ItemTrack item)
    {
        var status = item.Added.Item.Member("status");
        return !MayLack(item.Type, status.HasValue()) && status.Text() != "in_progress"
            ? At(item.Added, "A new item's status is not `in_progress`.", "in_progress", status.Shown(), Severity.Warning)
            : null;
    }

    private Finding? JudgeDone(StreamWalk walk, EventView done, bool isLast)
    {
        var status = done.Item.Member("status");
        return status.Text() switch
        {
            null when MayLack(done.Item.Member("type").Text(), status.HasValue()) => null,
            "completed" => null,
            "incomplete" when walk.Terminal?.Type == "response.completed" => At(done, "An item is incomplete in a completed response.", "completed", "incomplete"),
            "incomplete" when !isLast => At(done, "An incomplete item is not the last one.", "completed", "incomplete"),
            "incomplete" => null,
            _ => At(done, "A done item's status is neither `completed` nor `incomplete`.", "completed", status.Shown()),
        };
    }

    // Hosted tools have further states of their own.
    private static bool Concerns(string? type) => type is "message" or "reasoning" or "function_call" or "custom_tool_call";

    private static bool MayLack(string? type, bool isThere) => !isThere && type is "reasoning" or "custom_tool_call";
}
