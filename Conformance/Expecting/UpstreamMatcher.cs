using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Expecting.Outcomes;
using Conformance.Expecting.Patterns;
using Conformance.Results;
using Conformance.Turns;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Expecting;

/// <summary>
/// Holds what reached the mock against what had to: requests, headers, their number, the gap between them, and whether the relay went away.
/// </summary>
internal static class UpstreamMatcher
{
    /// <summary>The divergences; empty when all is as expected.</summary>
    public static IEnumerable<Finding> Compare(RecordedTurn turn, PatternMatcher matcher) =>
        [.. Count(turn), .. Patterns(turn, matcher), .. Gone(turn), .. Gap(turn)];

    private static IEnumerable<Finding> Patterns(RecordedTurn turn, PatternMatcher matcher) =>
        turn.SkipsRequestPatterns ? [] : [.. Requests(turn, matcher), .. RequestHeaders(turn, matcher)];

    private static IEnumerable<Finding> Count(RecordedTurn turn)
    {
        var wanted = Liberal(turn, turn.Turn.Expect.Upstream?.Requests)
            ?? new RequestCount(turn.Turn.Upstream.Count, turn.Turn.Upstream.Count);
        // A request that a strict vendor refused used no answer up: a relay may try again with less.
        var answered = Answered(turn).Count;
        var there = turn.Upstream.Exchanges.Count is var all && all < wanted.Min ? all : answered;
        if (all < wanted.Min || answered > wanted.Max)
        {
            yield return Divergence(
                CheckIds.UpstreamRequests,
                there < wanted.Min
                    ? "The relay sent too few requests to the upstream."
                    : wanted.Max == 0 ? Unwanted(turn) : "The relay sent too many requests to the upstream.",
                wanted.Min == wanted.Max ? Plural(wanted.Min) : wanted.Max == int.MaxValue
                    ? $"at least {Plural(wanted.Min)}"
                    : string.Create(CultureInfo.InvariantCulture, $"{wanted.Min} to {wanted.Max} requests"),
                Plural(there));
        }
    }

    private static string Unwanted(RecordedTurn turn) =>
        turn.Turn.Expect.Outcomes.Any(static outcome => outcome.Http is { ValueKind: JsonValueKind.Object } http
            && http.TryGetProperty("status", out var status)
            && status.ValueKind == JsonValueKind.Number
            && status.GetDouble() >= 400)
            ? "The relay sent a request to the upstream that it must reject itself."
            : "The relay sent a request to the upstream that it must answer itself.";

    private static List<ExchangeRecord> Answered(RecordedTurn turn) =>
        [.. turn.Upstream.Exchanges.Where(static exchange => exchange.Refused is null)];

    /// <summary>Relays differ in how often they ask again after a failure, unless the case names one number of requests.</summary>
    private static RequestCount? Liberal(RecordedTurn turn, RequestCount? named)
    {
        if (turn.Relay.KeepsGoldens || (named is { } exact && exact.Min == exact.Max))
        {
            return named;
        }

        var mayRetry = turn.Turn.Upstream is [.., var last] && ExchangeFailure.MayBeRetried(last);
        return mayRetry ? new RequestCount(named?.Min ?? turn.Turn.Upstream.Count, int.MaxValue) : named;
    }

    private static IEnumerable<Finding> Requests(RecordedTurn turn, PatternMatcher matcher)
    {
        var patterns = turn.Turn.Expect.Requests;
        var exchanges = Answered(turn) is { Count: > 0 } answered ? answered : turn.Upstream.Exchanges;
        for (var index = 0; index < patterns.Count && index < exchanges.Count; index++)
        {
            var body = Json(exchanges[index].Request.Body);
            var pattern = patterns[index];
            if (!turn.Relay.KeepsGoldens)
            {
                (pattern, body) = (ChatRequestLiberties.Normalise(
                    pattern, turn.Relay.MapsModels), ChatRequestLiberties.Normalise(body, turn.Relay.MapsModels));
            }

            if (matcher.Compare(pattern, body) is { } mismatch)
            {
                yield return Divergence(
                    CheckIds.ChatRequest,
                    $"Request {index + 1} to the upstream differs from the expected "
                        + $"one{(mismatch.Path.Length == 0 ? "" : " at " + mismatch.Path)}.",
                    $"{mismatch.Path} = {mismatch.Expected}", $"{mismatch.Path} = {mismatch.Received}");
            }
        }
    }

    private static IEnumerable<Finding> RequestHeaders(RecordedTurn turn, PatternMatcher matcher)
    {
        if (turn.Turn.Expect.RequestHeaders is not { } pattern || turn.Upstream.Exchanges is not [var first, ..])
        {
            yield break;
        }

        var headers = new JsonObject();
        foreach (var group in first.Request.Headers.GroupBy(header => header.Key.ToLowerInvariant(), StringComparer.Ordinal))
        {
            headers[group.Key] = string.Join(", ", group.Select(header => header.Value));
        }

        if (matcher.Compare(pattern, JsonSerializer.SerializeToElement(headers, JsonFormat.Relaxed)) is { } mismatch)
        {
            yield return Divergence(
                CheckIds.ChatRequestHeaders, $"The request to the upstream differs from the expected one in the header {mismatch.Path}.",
                $"{mismatch.Path} = {mismatch.Expected}", $"{mismatch.Path} = {mismatch.Received}");
        }
    }

    private static IEnumerable<Finding> Gone(RecordedTurn turn)
    {
        if (turn.Turn.Expect.Upstream?.Aborted is not { } wanted || turn.Upstream.Exchanges is not [.., var last])
        {
            yield break;
        }

        var gone = last.PeerGoneAt is not null;
        if (gone != wanted)
        {
            yield return Divergence(
                CheckIds.UpstreamAborted,
                wanted
                    ? "The relay did not close the upstream connection."
                    : "The relay closed the upstream connection before the answer was complete.",
                wanted ? "the upstream connection aborted" : "the upstream answer read to its end",
                gone ? "it was aborted" : "it stayed open until the case ended");
        }
    }

    private static IEnumerable<Finding> Gap(RecordedTurn turn)
    {
        if (turn.Turn.Expect.Upstream?.MinimumGap is not { } wanted)
        {
            yield break;
        }

        for (var index = 1; index < turn.Upstream.Exchanges.Count; index++)
        {
            var ticks = turn.Upstream.Exchanges[index].Request.At - turn.Upstream.Exchanges[index - 1].Request.At;
            var gap = TimeSpan.FromSeconds((double)ticks / turn.TicksPerSecond);
            if (gap < wanted)
            {
                yield return Divergence(
                    CheckIds.UpstreamGap,
                    $"Request {index + 1} was sent too soon after the previous one.",
                    $"at least {Milliseconds(wanted)}",
                    Milliseconds(gap));
            }
        }
    }

    private static JsonElement Json(ReadOnlyMemory<byte> body)
    {
        var text = Encoding.UTF8.GetString(body.Span);
        return Reading.StrictJson.Read(text).Json ?? JsonSerializer.SerializeToElement(text, JsonFormat.Relaxed);
    }

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");

    private static string Plural(int count) => count == 1 ? "1 request" : string.Create(CultureInfo.InvariantCulture, $"{count} requests");

    private static Finding Divergence(string check, string message, string expected, string received) =>
        new() { Check = check, Severity = Severity.Error, Message = message, Expected = expected, Received = received };
}
