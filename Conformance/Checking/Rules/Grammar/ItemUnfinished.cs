using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>Items are closed.</summary>
internal sealed class ItemUnfinished : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "item-unfinished",
        "V18",
        Severity.Error,
        "Every added item is done exactly once before the terminal event, and a completed call only after its complete arguments. A failed "
            + "response may leave items open, and a response cut off by a limit may leave calls open.",
        "Codex uses only done items, so it loses an item without one; both AI SDK providers lose tool calls. responses.js and LiteLLM "
            + "violate this rule.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) =>
        turn.Answer.End == StreamEnd.HungUp ? [] : [.. NeverDone(walk), .. DoneAgain(walk), .. CallsCutShort(walk)];

    private IEnumerable<Finding> NeverDone(StreamWalk walk) => walk.Terminal is { } terminal && terminal.Type != StreamGrammar.Failed
        // Half a call that a limit cut off may be left out as well as closed.
        ? walk.Items.Where(item => item.Done is null && item.Added.Index < terminal.Index
            && !(item.IsCall && terminal.Type == "response.incomplete"))
            .Select(item => At(
                terminal,
                "The response ends before an item is done.",
                $"output_item.done of item {item.Order} ({item.Type})",
                terminal.Type))
        : [];

    private IEnumerable<Finding> DoneAgain(StreamWalk walk) =>
        walk.Items.SelectMany(item => item.DoneAgain)
            .Select(done => At(done, "An item is done a second time.", received: done.Item.Member("id").Shown()));

    private IEnumerable<Finding> CallsCutShort(StreamWalk walk) =>
        from item in walk.Items
        where item.IsCall && item.Done is not null && item.Parts.All(part => part.TextDone is null)
        // A truncated call has no complete value to send.
        where item.Done!.Item.Member("status").Text() != "incomplete"
        select At(item.Done!, "A call is done without the event that carries its complete value.", item.Type == "function_call"
            ? "response.function_call_arguments.done"
            : "response.custom_tool_call_input.done");
}
