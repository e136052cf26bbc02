using Conformance.Checking.Walking;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Framing;

/// <summary>The <c>event:</c> line.</summary>
internal sealed class EventName : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "event-name",
        "V05",
        Severity.Error,
        "The `event:` line equals the data's `type`; a missing line is a warning unless the relay declares the dialect open-responses.",
        "Open Responses requires it. Clients read the type in the data, so a missing line is tolerated, but a different name misleads "
            + "programs that route by it.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) =>
        walk.Events.Where(happened => happened.Type.Length > 0).Select(happened => Judge(turn, happened)).OfType<Finding>();

    private Finding? Judge(RecordedTurn turn, EventView happened) => happened.Wire.Name switch
    {
        null or "" => At(happened, "The event has no `event:` line.", happened.Type, "none", OpenResponsesOnly(turn)),
        { } name when name != happened.Type => At(happened, "The `event:` line differs from the `type` in the data.", happened.Type, name),
        _ => null,
    };
}
