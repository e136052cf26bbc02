using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Content;

/// <summary>The status of items.</summary>
internal sealed class ItemStatus : ResponseRule
{
    public override CheckInfo Info { get; } = new(
        "item-status",
        "V19",
        Severity.Error,
        "A done item has status `completed`. Only the last item of a response that is not completed may be `incomplete` (otherwise a "
            + "warning in the dialect openai). A reasoning item may have no status.",
        "Open Responses; @ai-sdk/openai loses calls without a status, @openai/agents breaks. OpenAI's own reasoning items have none.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk)
    {
        var done = walk.DoneItems;
        return
        [
            .. walk.Items.Where(item => !walk.IsBody && Concerns(item.Type)).Select(item => JudgeAdded(turn, item)).OfType<Finding>(),
            .. done.Select((place, order) => Concerns(place.Item.Member("type").Text())
                ? JudgeDone(turn, walk, place, order == done.Count - 1)
                : null).OfType<Finding>(),
        ];
    }

    private Finding? JudgeAdded(RecordedTurn turn, ItemTrack item)
    {
        var status = item.Added.Item.Member("status");
        if (MayLack(turn, item.Type, status.HasValue()) || status.Text() == "in_progress")
        {
            return null;
        }

        var weight = status.HasValue() && status.Text() is null ? Severity.Error : Severity.Warning;
        return At(item.Added, "A new item's status is not `in_progress`.", "in_progress", status.Shown(), weight, "item.status");
    }

    private Finding? JudgeDone(RecordedTurn turn, StreamWalk walk, EventView done, bool isLast)
    {
        var status = done.Item.Member("status");
        return status.Text() switch
        {
            null when MayLack(turn, done.Item.Member("type").Text(), status.HasValue()) => null,
            "completed" => null,
            "incomplete" when walk.Terminal?.Type == "response.completed" =>
                At(done, "An item is incomplete in a completed response.", "completed", "incomplete", member: "item.status"),
            // Calls that are received side by side are cut side by side; Open Responses alone forbids that.
            "incomplete" when !isLast =>
                At(done, "An incomplete item is not the last one.", "completed", "incomplete", OpenResponsesOnly(turn), "item.status"),
            "incomplete" => null,
            // A response that is still under way has items that are.
            "in_progress" when walk.IsBody && walk.Terminal is null => null,
            _ => At(
                done, "A done item's status is neither `completed` nor `incomplete`.", "completed", status.Shown(), member: "item.status"),
        };
    }

    // Hosted tools have further states of their own.
    private static bool Concerns(string? type) => type is "message" or "reasoning" or "function_call" or "custom_tool_call";

    private static bool MayLack(RecordedTurn turn, string? type, bool isThere) =>
        !isThere && !turn.Relay.SpeaksOpenResponses && type is ("reasoning" or "custom_tool_call");
}
