using Conformance.Recording;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Turns;
using MockUpstream.Contract;

namespace Conformance.Running.Tracing;

/// <summary>Both sides of a turn in order of time, in microseconds since the client's request was handed over.</summary>
internal sealed class Timeline(RecordedTurn turn)
{
    public long ToMicroseconds(long timestamp) =>
        (long)((timestamp - turn.Answer.SentAt) * (1_000_000.0 / turn.TicksPerSecond));

    public IReadOnlyList<TimelineEntry> ListEntries() =>
        [.. Client().Concat(turn.Upstream.Exchanges.SelectMany(Upstream)).OrderBy(entry => entry.AtUs)];

    private IEnumerable<TimelineEntry> Client()
    {
        var answer = turn.Answer;
        yield return Entry(answer.SentAt, "client", "request", turn.RequestLine);
        if (answer.HeadersAt is { } headersAt)
        {
            yield return Entry(headersAt, "client", "headers", $"{answer.Status} {answer.GetHeader("content-type")}".TrimEnd());
        }

        foreach (var read in answer.Reads)
        {
            yield return Entry(read.At, "client", "read", $"{read.Length} bytes") with { Bytes = read.Length };
        }

        foreach (var seen in turn.Wire?.Events ?? [])
        {
            yield return Entry(seen.At, "client", "event", EventName.Format(seen)) with { Event = seen.Index, Bytes = seen.Length };
        }

        yield return Entry(answer.EndedAt, "client", "end", EndWord.Get(answer.End));
    }

    private IEnumerable<TimelineEntry> Upstream(ExchangeRecord exchange)
    {
        yield return Entry(exchange.Request.At, "upstream", "request", $"{exchange.Request.Method} {exchange.Request.Path}");
        foreach (var write in exchange.Writes)
        {
            yield return Entry(write.At, "upstream", "write", StepText(exchange, write)) with
            {
                Step = write.Step,
                Bytes = write.Bytes.Length,
            };
        }

        if (exchange.PeerGoneAt is { } gone)
        {
            yield return Entry(gone, "upstream", "peer-gone", "the relay closed the connection");
        }

        if (exchange.EndedAt is { } ended)
        {
            yield return Entry(ended, "upstream", "end", exchange.Refused is { } refused
                ? $"refused as {refused.Vendor} does ({refused.Refusal})"
                : exchange.Completed ? "played to the end" : $"stopped at step {exchange.StoppedAtStep}");
        }
    }

    private string StepText(ExchangeRecord exchange, SentWrite write) =>
        exchange.Exchange is { } index && Steps.Find(turn.Turn.Upstream[index], write.Step) is { } step ? step.Text : "body";

    private TimelineEntry Entry(long at, string lane, string kind, string text) =>
        new(ToMicroseconds(at), lane, kind, Step: null, Event: null, Bytes: null, text);
}

/// <summary>How an answer ended, as evidence names it.</summary>
internal static class EndWord
{
    public static string Get(StreamEnd end) => end switch
    {
        StreamEnd.Closed => "closed",
        StreamEnd.Broken => "broken",
        StreamEnd.TimedOut => "timed_out",
        StreamEnd.HungUp => "hung_up",
        StreamEnd.NoAnswer => "no_answer",
        StreamEnd.TooLarge => "too_large",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>An event's name in lists.</summary>
internal static class EventName
{
    public static string Format(Reading.WireEvent seen) =>
        seen.IsDoneMarker ? "[DONE]" : seen.Type.Length > 0 ? seen.Type : seen.Name ?? "";
}
