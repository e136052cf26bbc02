using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;

namespace Conformance.Checking.Rules.Transport;

/// <summary>The HTTP answer around the stream.</summary>
internal sealed class HttpStatus : ICheck
{
    private static readonly string[] Strings = ["type", "param", "code"];

    public CheckInfo Info { get; } = new(
        "http-status",
        "V33",
        Severity.Error,
        "A stream is a 200 with `text/event-stream`; a body is a 2xx with one JSON object, an error before it is an HTTP status with `{\"error\": {\"message\", \"type\", \"param\", \"code\"}}`.",
        "Clients throw on any other status before they read; @ai-sdk/open-responses shows the message only when `param` and `code` are strings (told as a profile). codex-relay answers 200 to everything.");

    public RuleScope Scope => RuleScope.Answer;

    public IEnumerable<Finding> Examine(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var answer = turn.Answer;
        // It is about the whole answer, so it stands before whatever the stream holds.
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
            yield return Info.Find("A stream comes with a status that is not 200.", "200", $"{answer.Status}");
        }

        if (!IsEventStream(answer))
        {
            yield return Info.Find("A stream comes with another content type.", "text/event-stream", answer.Header("content-type") ?? "none", Severity.Warning);
        }
    }

    private IEnumerable<Finding> JudgeNoStream(RecordedStream answer)
    {
        if (!IsEventStream(answer))
        {
            yield return Info.Find("A stream was asked for, and something else came.", "text/event-stream", $"{answer.Status} {answer.Header("content-type")}");
        }
    }

    private IEnumerable<Finding> JudgeBody(RecordedStream answer)
    {
        if (StrictJson.Read(System.Text.Encoding.UTF8.GetString(answer.Body.Span)) is { Json: not { ValueKind: JsonValueKind.Object } } body)
        {
            yield return Info.Find("The body of a successful answer is not one JSON object.", "a response object", body.Problem ?? System.Text.Encoding.UTF8.GetString(answer.Body.Span));
        }
        else if (answer.Header("content-type") is not { } type || !type.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            yield return Info.Find("A response comes with another content type.", "application/json", answer.Header("content-type") ?? "none", Severity.Warning);
        }
    }

    private IEnumerable<Finding> JudgeError(RecordedStream answer)
    {
        if (IsEventStream(answer))
        {
            yield return Info.Find("A stream comes with the status of an error.", "200", $"{answer.Status}");
            yield break;
        }

        var body = StrictJson.Read(System.Text.Encoding.UTF8.GetString(answer.Body.Span)).Json ?? default;
        var error = body.Member("error");
        if (string.IsNullOrEmpty(error.Member("message").Text()))
        {
            yield return Info.Find("The body of an error has no `error.message`.", "a JSON object with error.message", body.Shown()) with { Member = "error.message" };
            yield break;
        }

        string[] missing = [.. Strings.Where(name => error.Member(name).Text() is null)];
        if (missing.Length > 0)
        {
            yield return Info.Find("The body of an error lacks strings that some clients need.", string.Join(", ", missing), error.Shown(), Severity.Profile) with { Member = $"error.{missing[0]}" };
        }
    }

    private static bool IsEventStream(RecordedStream answer) =>
        answer.Header("content-type") is { } type && type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);
}
