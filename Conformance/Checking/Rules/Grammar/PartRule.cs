using Conformance.Checking.Walking;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>
/// A rule about the order of one kind of parts. Events that do not reach an open item are <c>orphan-delta</c>'s business.
/// </summary>
internal abstract class PartRule(string indexMember) : StreamRule
{
    /// <summary>Whether the parts of this list of this item are the rule's business.</summary>
    protected abstract bool Concerns(ItemTrack item, PartFamily family);

    protected sealed override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) => Faults(turn, walk)
        .OrderBy(fault => fault.Place.Index)
        .Select(fault => At(fault.Place, fault.Message, fault.Expected, fault.Received, member: fault.Member));

    private IEnumerable<PartFault> Faults(RecordedTurn turn, StreamWalk walk)
    {
        // The rule dialect reports items of another dialect, once.
        var foreign = walk.References.Where(reference => !turn.Relay.SpeaksOpenResponses && DialectEvents.IsOpenResponses(reference.Event))
            .Select(reference => reference.Item)
            .ToHashSet();
        var ofRule = walk.References.Where(reference => reference.Landed && !foreign.Contains(reference.Item)
            && Concerns(reference.Item!, reference.Shape.Family));
        foreach (var item in ofRule.GroupBy(reference => reference.Item!))
        {
            var sequence = new PartSequence(indexMember);
            foreach (var reference in item)
            {
                if (sequence.Advance(reference.Event) is { } fault)
                {
                    yield return fault;
                }
            }

            foreach (var fault in item.Key.Done is { } done ? sequence.Finish(done) : [])
            {
                yield return fault;
            }
        }
    }
}
