using System.Text.Json;
using Conformance.Fuzzing.Requesting;
using Relay.Exchange;
using Relay.Policies;

namespace Conformance.Tests.Fuzzing.OverTheWire;

/// <summary>
/// The rules that hold for every answer, whatever the upstream, the preset and the policies. They say nothing about the content: that is
/// the contract's, and is judged under the defaults.
/// </summary>
internal static class AnswerCheck
{
    private const string Completed = "response.completed";
    private const string Failed = "response.failed";

    /// <summary>Returns what is wrong with an answer to a request for a stream.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="setting">The relay's setting.</param>
    /// <param name="upstreamStatus">The status of the upstream, which a refusal passes on.</param>
    public static IEnumerable<string> FindStreamFaults(WireReply reply, FuzzedSetting setting, int upstreamStatus)
    {
        if (reply.Fault is { } fault)
        {
            return [fault];
        }

        return reply.Status == 200 ? FindEventFaults(reply, setting) : FindRefusalFaults(reply, upstreamStatus);
    }

    /// <summary>Returns what is wrong with an answer to a request for one body.</summary>
    public static IEnumerable<string> FindBodyFaults(WireReply reply, int upstreamStatus)
    {
        if (reply.Fault is { } fault)
        {
            return [fault];
        }

        if (reply.Status != 200)
        {
            return FindRefusalFaults(reply, upstreamStatus);
        }

        return reply is { ContentType: "application/json", Json: { ValueKind: JsonValueKind.Object } response }
            && response.TryGetProperty("status", out var status) && status.GetString() is "completed" or "incomplete"
            ? []
            : [$"a body of status 200 that is no response that has ended well: {reply.Text}"];
    }

    /// <summary>Returns how a body differs from a stream of the same answer; empty when both say the same.</summary>
    public static IEnumerable<string> FindDifference(WireReply stream, WireReply body)
    {
        if (stream.Fault is not null || body.Fault is not null)
        {
            yield break;
        }

        if (stream.Status != 200)
        {
            if (stream.Status != body.Status || stream.Text != body.Text)
            {
                yield return $"stream and body are refused otherwise: {stream.Status} {stream.Text} and {body.Status} {body.Text}";
            }

            yield break;
        }

        if (ReadEvents.Read(stream.Body.Span).Terminals is not [.., var last])
        {
            yield break;
        }

        var response = last.Json.GetProperty("response");
        if (last.Type == Failed)
        {
            var (said, told) = (FailureOf(response), body.Status == 200 ? null : FailureOf(body.Json));
            if (said != told)
            {
                yield return $"stream and body fail otherwise: {said} and {body.Status} {body.Text}";
            }
        }
        else if (body.Status != 200 || ReadEvents.Scrub(response.GetRawText()) != ReadEvents.Scrub(body.Text))
        {
            yield return $"stream and body are not the same: {response.GetRawText()} and {body.Status} {body.Text}";
        }
    }

    private static string? FailureOf(JsonElement? owner) =>
        owner is { } json && json.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
            ? $"{error.GetProperty("code").GetString()}: {error.GetProperty("message").GetString()}"
            : null;

    private static IEnumerable<string> FindRefusalFaults(WireReply reply, int upstreamStatus)
    {
        if (reply.FindErrorShapeFault() is { } misshapen)
        {
            yield return $"{misshapen}: {reply.Text}";
        }
        else if (reply.Status is not (>= 400 and < 500 or >= 502 and <= 504) && reply.Status != upstreamStatus)
        {
            yield return $"an error with status {reply.Status}: {reply.Text}";
        }
    }

    private static List<string> FindEventFaults(WireReply reply, FuzzedSetting setting)
    {
        var read = ReadEvents.Read(reply.Body.Span);
        List<string> faults = [.. read.Faults];
        if (!reply.IsStream)
        {
            faults.Add($"a stream of type {reply.ContentType}");
        }

        var isMarked = setting.IsOwn && setting.Policies.DoneMarker is DoneMarker.On;
        if (read.IsMarked != isMarked)
        {
            faults.Add(isMarked ? "no marker [DONE] at the end" : "a marker [DONE] that the setting turns off");
        }

        if (!HasOneEnd(read, setting))
        {
            faults.Add($"its ends are {string.Join(", ", read.Events.Select(static each => each.Type))}");
        }

        faults.AddRange(FindNumberFaults(read, setting));
        faults.AddRange(read.Terminals.Where(static end => FailureOf(end.Json.GetProperty("response"))?
            .StartsWith(Failures.Internal.Code, StringComparison.Ordinal) == true).Select(static _ => "a failure inside the relay"));
        return faults;
    }

    // The chat clients in codex-api read on after a completion, and pass on what comes then: items and deltas, and one failure, after which
    // they stop. Everybody else ends with one terminal event.
    private static bool HasOneEnd(ReadEvents read, FuzzedSetting setting)
    {
        var ends = read.Terminals.Select(static end => end.Type).ToList();
        return setting.ReadsOnAfterCompletion
            ? ends is [Completed] or [Failed] or [Completed, Failed] && (ends[^1] == Completed || read.Events[^1].Type == Failed)
            : ends.Count == 1 && read.Events[^1].IsTerminal;
    }

    private static IEnumerable<string> FindNumberFaults(ReadEvents read, FuzzedSetting setting)
    {
        var next = 0L;
        foreach (var each in read.Events)
        {
            var number = each.Json.TryGetProperty("sequence_number", out var said) ? said.GetInt64() : default(long?);
            if (number != (setting.IsOwn ? next++ : null))
            {
                yield return $"the number of {each.Type} is {number}";
                yield break;
            }
        }
    }
}
