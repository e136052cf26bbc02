using System.Text;
using Conformance.Expecting.Outcomes;
using Conformance.Results;
using Conformance.Turns;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Running.Tracing;

/// <summary>Creates the evidence of a case from its recordings.</summary>
internal static class EvidenceBuilder
{
    public static CaseEvidence Build(
        Scenario scenario,
        IReadOnlyList<RecordedTurn> turns,
        IReadOnlyList<IReadOnlyList<string>>? golden,
        IReadOnlyList<IReadOnlyList<string>> received) =>
        new(
            scenario.Source,
            [.. turns.Select((turn, index) => Turn(turn, golden?.ElementAtOrDefault(index), received.ElementAtOrDefault(index) ?? []))]);

    private static TurnEvidence Turn(RecordedTurn turn, IReadOnlyList<string>? golden, IReadOnlyList<string> received)
    {
        var timeline = new Timeline(turn);
        return new TurnEvidence
        {
            RequestLine = turn.RequestLine,
            Request = turn.Request,
            Exchanges = [.. turn.Upstream.Exchanges.Select(exchange => Exchange(exchange, timeline))],
            Status = turn.Answer.Status,
            Headers = turn.Answer.Headers,
            Body = turn.Answer.Body,
            BodyTotal = turn.Answer.Excess?.Bytes,
            End = EndWord.Get(turn.Answer.End),
            Events = [.. (turn.Wire?.Events ?? []).Select(seen => new EventEvidence(
                seen.Index, timeline.ToMicroseconds(seen.At), seen.Offset, seen.Length, EventName.Format(seen), seen.Data))],
            Timeline = timeline.ListEntries(),
            Golden = golden,
            Expected = turn.Turn.Expect.Outcomes is [var first, ..] ? OutcomeText.DescribeExpected(first) : [],
            Outcome = OutcomeText.DescribeReceived(turn),
            Received = received,
        };
    }

    private static ExchangeEvidence Exchange(ExchangeRecord exchange, Timeline timeline) => new()
    {
        RequestLine = $"{exchange.Request.Method} {exchange.Request.Path}",
        RequestHeaders = exchange.Request.Headers,
        RequestBody = Encoding.UTF8.GetString(exchange.Request.Body.Span),
        Status = exchange.Status,
        Headers = exchange.Headers,
        Writes = [.. exchange.Writes.Select(write => new WriteEvidence(
            timeline.ToMicroseconds(write.At), write.Step, write.Place.Line, write.Bytes) { Boundary = Word(write.Boundary) })],
    };

    private static string Word(WriteBoundary boundary) => boundary switch
    {
        WriteBoundary.Sent => WriteEvidence.Sent,
        WriteBoundary.Proven => "proven",
        WriteBoundary.NotProven => "not-proven",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
