using System.Text.Json;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Transport;

/// <summary>The HTTP answer around the stream.</summary>
internal sealed class HttpStatus : ICheck
{
    private static readonly string[] Strings = ["type", "param", "code"];

    public CheckInfo Info { get; } = new(
        "http-status",
        "V33",
        Severity.Error,
        "A stream has status 200 and `text/event-stream`. A body has a 2xx status and is one JSON object. An error before either is an "
            + "HTTP status with `{\"error\": {\"message\", \"type\", \"param\", \"code\"}}`.",
        "Clients throw on any other status before they read the body. @ai-sdk/open-responses shows the message only if `param` and `code` "
            + "are strings (a profile finding). codex-relay answers 200 to everything.");

    public RuleScope Scope => RuleScope.Answer;

    public IEnumerable<Finding> Examine(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var answer = turn.Answer;
        // It concerns the whole answer, so it is reported before findings of the stream.
        return Judge(turn, answer).Select(finding => finding with { Offset = 0 });
    }

    private IEnumerable<Finding> Judge(RecordedTurn turn, RecordedStream answer) =>
        answer.Status switch
        {
            null when answer.End == StreamEnd.HungUp => [],
            null => [Info.Find("The relay gave no answer.", "an HTTP answer", "none")],
            >= 400 => IsOfTheApi(turn) ? JudgeError(answer) : [],
            _ when turn.Wire is { Events.Count: > 0 } => JudgeStream(answer),
            _ when AskedForStream(turn) && answer.End != StreamEnd.HungUp => JudgeNoStream(answer),
            _ when answer.End == StreamEnd.Closed && ResponseBody.IsAskedFor(turn) => JudgeBody(answer),
            _ => [],
        };

    /// <summary>Health and metrics are the relay's own; they have no shape of OpenAI's.</summary>
    private static bool IsOfTheApi(RecordedTurn turn) => turn.Turn.Client.Http?.Path.StartsWith("/v1/", StringComparison.Ordinal) ?? true;

    private static bool AskedForStream(RecordedTurn turn) =>
        turn.Request.Member("stream").ValueKind == JsonValueKind.True || turn.Turn.Client is { Http: not null, Stream: true };

    private IEnumerable<Finding> JudgeStream(RecordedStream answer)
    {
        if (answer.Status != 200)
        {
            yield return Info.Find("The status of a stream is not 200.", "200", $"{answer.Status}");
        }

        if (!IsEventStream(answer))
        {
            yield return Info.Find(
                "The content type of a stream is not text/event-stream.",
                "text/event-stream",
                answer.GetHeader("content-type") ?? "none",
                Severity.Warning);
        }
    }

    private IEnumerable<Finding> JudgeNoStream(RecordedStream answer)
    {
        if (!IsEventStream(answer))
        {
            yield return Info.Find(
                "The client requested a stream, but the answer is not a stream.",
                "text/event-stream",
                $"{answer.Status} {answer.GetHeader("content-type")}");
        }
    }

    private IEnumerable<Finding> JudgeBody(RecordedStream answer)
    {
        if (StrictJson.Read(
            System.Text.Encoding.UTF8.GetString(answer.Body.Span)) is { Json: not { ValueKind: JsonValueKind.Object } } body)
        {
            yield return Info.Find("The body of a successful answer is not one JSON object.", "a response object", body.Problem
                ?? System.Text.Encoding.UTF8.GetString(answer.Body.Span));
        }
        else if (answer.GetHeader("content-type") is not { } type || !type.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            yield return Info.Find(
                "The content type of a response is not application/json.",
                "application/json",
                answer.GetHeader("content-type") ?? "none",
                Severity.Warning);
        }
    }

    private IEnumerable<Finding> JudgeError(RecordedStream answer)
    {
        if (IsEventStream(answer))
        {
            yield return Info.Find("A stream has an error status.", "200", $"{answer.Status}");
            yield break;
        }

        var body = StrictJson.Read(System.Text.Encoding.UTF8.GetString(answer.Body.Span)).Json ?? default;
        var error = body.Member("error");
        if (string.IsNullOrEmpty(error.Member("message").Text()))
        {
            yield return Info.Find("The body of an error has no `error.message`.", "a JSON object with error.message", body.Shown()) with
            {
                Member = "error.message",
            };
            yield break;
        }

        string[] missing = [.. Strings.Where(name => error.Member(name).Text() is null)];
        if (missing.Length > 0)
        {
            yield return Info.Find(
                "The body of an error lacks strings that some clients require.",
                string.Join(", ", missing),
                error.Shown(),
                Severity.Profile) with { Member = $"error.{missing[0]}" };
        }
    }

    private static bool IsEventStream(RecordedStream answer) =>
        answer.GetHeader("content-type") is { } type && type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);
}
