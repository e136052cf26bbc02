using System.Globalization;
using Conformance.Expecting.Answers;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Expecting;

/// <summary>Holds a turn against its bounds in time, each counted from the moment a named step's last byte was sent.</summary>
internal static class TimingMatcher
{
    /// <summary>The bounds that were broken.</summary>
    public static IEnumerable<Finding> Compare(RecordedTurn turn)
    {
        foreach (var bound in turn.Turn.Expect.Timing)
        {
            if (SentAt(turn, bound.Step) is not { } start)
            {
                yield return Broken(bound, $"step {bound.Step} was never sent");
                continue;
            }

            if (SubjectAt(turn, bound.Subject) is not { } end)
            {
                yield return Broken(bound, "it never happened");
                continue;
            }

            var taken = TimeSpan.FromSeconds((double)(end - start) / turn.TicksPerSecond);
            if (taken > bound.Max)
            {
                yield return Broken(bound, string.Create(CultureInfo.InvariantCulture, $"{taken.TotalMilliseconds:0} ms"));
            }
        }
    }

    private static long? SentAt(RecordedTurn turn, string step)
    {
        if (turn.Upstream.Exchanges is not [.., { Exchange: { } index } exchange])
        {
            return null;
        }

        var numbers = turn.Turn.Upstream[index].Steps.Flatten()
            .Where(one => string.Equals(one.Word, step, StringComparison.Ordinal)
                || string.Equals(Text(one.Number), step, StringComparison.Ordinal))
            .Select(one => one.Number)
            .ToHashSet();

        return exchange.Writes.LastOrDefault(write => numbers.Contains(write.Step))?.At;
    }

    private static long? SubjectAt(RecordedTurn turn, TimingSubject subject) => subject switch
    {
        TimingSubject.TerminalAfter => turn.Wire?.Events.FirstOrDefault(one => LifecycleEvents.IsTerminal(one.Type))?.At
            ?? (turn.Wire is null && turn.Answer.End == StreamEnd.Closed ? turn.Answer.EndedAt : null),
        TimingSubject.ClientClosedAfter => turn.Answer.End is StreamEnd.Closed or StreamEnd.Broken ? turn.Answer.EndedAt : null,
        TimingSubject.UpstreamReleasedAfter =>
            turn.Upstream.Exchanges is [.., ExchangeRecord last] ? last.PeerGoneAt ?? last.EndedAt : null,
        _ => throw new InvalidOperationException($"No such subject: {subject}."),
    };

    private static Finding Broken(TimeBound bound, string received) => new()
    {
        Check = bound.Subject switch
        {
            TimingSubject.TerminalAfter => CheckIds.LateTerminal,
            TimingSubject.ClientClosedAfter => CheckIds.LateClientClose,
            _ => CheckIds.LateUpstreamRelease,
        },
        Severity = Severity.Error,
        Message = bound.Subject switch
        {
            TimingSubject.TerminalAfter => $"The terminal event was not received in time after step {bound.Step}.",
            TimingSubject.ClientClosedAfter => $"The client connection was not closed in time after step {bound.Step}.",
            _ => $"The upstream connection was not closed in time after step {bound.Step}.",
        },
        Expected = string.Create(
            CultureInfo.InvariantCulture, $"at most {bound.Max.TotalMilliseconds:0} ms after step {bound.Step} ({bound.Place})"),
        Received = received,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
