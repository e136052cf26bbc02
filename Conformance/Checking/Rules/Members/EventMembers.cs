using Conformance.Checking.Shapes;
using Conformance.Checking.Walking;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Members;

/// <summary>Members that events must have.</summary>
internal sealed class EventMembers : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "event-members",
        "V39",
        Severity.Error,
        "Every event has the members that its type requires; a missing `logprobs` is a warning.",
        "OpenAI's types. openai-node throws on an added item without `output_index`; no observed client requires `logprobs`.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) =>
        from place in ShapeFaults.Find(turn, walk)
        where place.Fault is { Kind: FaultKind.Missing, Owner: ShapeOwner.Event }
        select At(
            place.Event, place.Fault.Message, place.Fault.Expected, "nothing", ShapeFaults.Weigh(turn, place.Fault), place.Fault.Path);
}
