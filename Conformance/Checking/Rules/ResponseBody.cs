using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Turns;

namespace Conformance.Checking.Rules;

/// <summary>
/// An answer that is one response object (<c>stream: false</c>, <c>GET /v1/responses/{id}</c>, <c>/cancel</c>), walked as the stream that
/// would have ended in it:
/// each item of its output added and done, then its terminal event.
/// </summary>
internal static class ResponseBody
{
    /// <summary>How many events stand for an item, from the first event on.</summary>
    public const int EventsPerItem = 2;

    private static readonly ConditionalWeakTable<RecordedStream, Walked> Walks = [];

    /// <summary>Whether the request asks for a response object: it creates one, reads one or cancels one.</summary>
    public static bool IsAskedFor(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (turn.RequestLine.Split(' ') is not [var method, var target])
        {
            return false;
        }

        var segments = target.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments[(Array.IndexOf(segments, "responses") + 1)..] switch
        {
            _ when !segments.Contains("responses") => false,
            [] => method == "POST",
            [_] => method == "GET",
            [_, "cancel"] => method == "POST",
            _ => false,
        };
    }

    /// <summary>
    /// The walk through the body of a successful answer; <see langword="null"/> when the answer is a stream, an error, or no JSON object.
    /// </summary>
    public static StreamWalk? TryWalk(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return turn.Wire is null && turn.Answer.Status is >= 200 and < 300 && IsAskedFor(turn)
            ? Walks.GetValue(turn.Answer, static answer => new Walked(Walk(answer))).Walk
            : null;
    }

    private static StreamWalk? Walk(RecordedStream answer)
    {
        if (StrictJson.Read(Encoding.UTF8.GetString(answer.Body.Span)).Json is not { ValueKind: JsonValueKind.Object } response)
        {
            return null;
        }

        var events = new List<WireEvent>();
        foreach (var (item, index) in response.Member("output").Elements().Select((item, index) => (item, index)))
        {
            events.Add(Event(
                events.Count, answer, $$"""{"type":"response.output_item.added","output_index":{{index}},"item":{{item.GetRawText()}}}"""));
            events.Add(Event(
                events.Count, answer, $$"""{"type":"response.output_item.done","output_index":{{index}},"item":{{item.GetRawText()}}}"""));
        }

        events.Add(Event(events.Count, answer, $$"""{"type":"{{EventType(response)}}","response":{{response.GetRawText()}}}"""));
        return StreamWalk.OfBody(new WireStream(events, []));
    }

    private static string EventType(JsonElement response) => response.Member("status").Text() switch
    {
        "failed" => StreamGrammar.Failed,
        "incomplete" => "response.incomplete",
        "queued" => "response.queued",
        "in_progress" or "cancelled" => "response.in_progress",
        _ => "response.completed",
    };

    private static WireEvent Event(int index, RecordedStream answer, string json) => new()
    {
        Index = index,
        Offset = 0,
        Length = answer.Body.Length,
        At = answer.EndedAt,
        Data = json,
        // Deeper by two than the body, which the strict reader has limited.
        Json = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 512 }),
    };

    private sealed record Walked(StreamWalk? Walk);
}
