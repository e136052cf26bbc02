using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>The events of the response between its first and its last.</summary>
internal sealed class LifecycleOrder : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "lifecycle-order",
        "V49",
        Severity.Error,
        "`response.in_progress` is sent at most once, and it and `response.queued` come before the first item. An `error` event is sent at "
            + "most once, and only the terminal event follows it.",
        "The event grammar. A user interface that shows the state returns to “in progress” in the middle of an answer, and a client that "
            + "throws at `error` loses the events that follow it.");

    // The rule terminal-once covers events after the terminal event.
    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        new[] { Again(walk, StreamGrammar.InProgress), Again(walk, StreamGrammar.Error), Late(walk), AfterError(walk) }
            .SelectMany(findings => findings)
                .Where(finding => walk.Terminal is null || finding.Event < walk.Terminal.Index);

    private IEnumerable<Finding> Again(StreamWalk walk, string type) =>
        walk.Events.Where(happened => happened.Type == type)
            .Skip(1)
            .Select(happened => At(happened, $"`{type}` is sent a second time.", "once", type));

    private IEnumerable<Finding> Late(StreamWalk walk) => walk.Items is [var first, ..]
        ? walk.Events.Where(happened => happened.Type is StreamGrammar.InProgress or StreamGrammar.Queued
            && happened.Index > first.Added.Index
            && !IsAgain(walk, happened))
            .Select(happened => At(happened, $"`{happened.Type}` is sent after the first item.", "before the first item", happened.Type))
        : [];

    private IEnumerable<Finding> AfterError(StreamWalk walk)
    {
        // A response that does not fail after an error is outcome-fields' business.
        var error = walk.Events.FirstOrDefault(happened => happened.Type == StreamGrammar.Error);
        return error is null || walk.Terminal?.Type != StreamGrammar.Failed
            ? []
            : walk.Events.Where(happened => happened.Index > error.Index && !happened.IsDoneMarker && !IsClosing(happened))
                .Select(happened => At(
                    happened, "An event is sent between `error` and the terminal event.", StreamGrammar.Failed, happened.Type));
    }

    private static bool IsAgain(StreamWalk walk, EventView happened) =>
        happened.Type == StreamGrammar.InProgress
            && walk.Events.Any(earlier => earlier.Index < happened.Index && earlier.Type == StreamGrammar.InProgress);

    /// <summary>Returns whether an event closes an open item or part, which a relay may do before or after its <c>error</c>.</summary>
    private static bool IsClosing(EventView happened) =>
        happened.Type is StreamGrammar.Error or StreamGrammar.ItemDone || happened.Shape?.Role is EventRole.TextDone or EventRole.PartDone;
}
