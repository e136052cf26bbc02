using Conformance.Checking;
using Conformance.Results;
using MockUpstream.Observing;

namespace Conformance.Running;

/// <summary>Says which upstream step the relay had last been sent when it wrote what a finding speaks of.</summary>
internal static class UpstreamOrder
{
    public static Finding Complete(Finding finding, RecordedTurn turn) => finding with
    {
        Turn = turn.Index + 1,
        After = finding.After ?? (TimeOf(finding, turn) is { } at ? LastStep(turn, at) : null),
    };

    private static long? TimeOf(Finding finding, RecordedTurn turn)
    {
        if (finding.Event is { } index && turn.Wire?.Events is { } events && index >= 0 && index < events.Count && events[index] is { } seen)
        {
            return seen.At;
        }

        if (finding.Offset is { } offset && turn.Answer.Reads.Count > 0)
        {
            return turn.Answer.Reads.LastOrDefault(read => read.Offset <= offset).At;
        }

        // An event that should have come and did not is missed at the end.
        return finding.Event is not null ? turn.Answer.EndedAt : null;
    }

    private static StepReference? LastStep(RecordedTurn turn, long at)
    {
        (ExchangeRecord Exchange, SentWrite Write)? last = null;
        foreach (var exchange in turn.Upstream.Exchanges)
        {
            foreach (var write in exchange.Writes)
            {
                if (write.At <= at && (last is null || write.At >= last.Value.Write.At))
                {
                    last = (exchange, write);
                }
            }
        }

        return last is { Write.Step: > 0, Exchange.Exchange: { } index } && Steps.Find(turn.Turn.Upstream[index], last.Value.Write.Step) is { } step
            ? Steps.Reference(step)
            : null;
    }
}
