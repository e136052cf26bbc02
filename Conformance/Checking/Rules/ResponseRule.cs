using Conformance.Checking.Walking;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules;

/// <summary>
/// A rule about the response object and its items, wherever they come: in the events of a stream, or as the body of an answer that is none.
/// </summary>
/// <remarks>
/// A body is walked as the stream that would have ended in it (<see cref="ResponseBody"/>); findings about it name members of the body and
/// no event.
/// </remarks>
internal abstract class ResponseRule : StreamRule
{
    public sealed override RuleScope Scope => RuleScope.Response;

    public sealed override IEnumerable<Finding> Examine(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return turn.Wire is not null ? base.Examine(turn)
            : ResponseBody.TryWalk(turn) is { } walk ? Examine(turn, walk).Select(finding => InBody(finding, walk))
            : [];
    }

    private static Finding InBody(Finding finding, StreamWalk walk) => finding with
    {
        Event = null,
        Offset = 0,
        Member = finding.Member is not { } member ? null
            : member.StartsWith("response.", StringComparison.Ordinal) ? member["response.".Length..]
            : finding.Event is { } index && index < walk.Items.Count * ResponseBody.EventsPerItem
                && member.StartsWith("item.", StringComparison.Ordinal)
                ? $"output[{index / ResponseBody.EventsPerItem}]{member["item".Length..]}"
            : member,
    };
}
