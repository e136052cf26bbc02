using Conformance.Checking.Shapes;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Members;

/// <summary>A rule about members of responses, items and parts, in a stream and in a body.</summary>
internal abstract class MemberRule : ResponseRule
{
    /// <summary>Whether a fault is this rule's business.</summary>
    protected abstract bool Concerns(ShapeFault fault);

    protected sealed override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) =>
        from place in ShapeFaults.Find(turn, walk)
        where Concerns(place.Fault)
        select At(
            place.Event,
            place.Fault.Message,
            place.Fault.Expected,
            place.Fault.Value.Shown(),
            ShapeFaults.Weigh(turn, place.Fault),
            place.Fault.Path);
}
