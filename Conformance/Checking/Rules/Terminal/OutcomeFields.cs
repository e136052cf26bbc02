using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Terminal;

/// <summary>Why a response ended as it did.</summary>
internal sealed class OutcomeFields : ResponseRule
{
    public override CheckInfo Info { get; } = new(
        "outcome-fields",
        "V23",
        Severity.Error,
        "An incomplete response has `incomplete_details.reason`, a failed one `error` with `code` and `message`; everywhere else both are "
            + "null, and no `error` event precedes a success.",
        "Codex reads both; a reason that OpenAI does not define (`max_output_tokens`, `max_messages`, `content_filter`, `steered`) is a "
            + "warning.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        [
            .. ErrorsBeforeSuccess(walk),
            .. walk.Events.Where(happened => happened.IsLifecycle && happened.Response.IsObject()).SelectMany(Judge),
        ];

    private IEnumerable<Finding> ErrorsBeforeSuccess(StreamWalk walk) =>
        walk.Terminal is { } terminal && terminal.Type != StreamGrammar.Failed
            ? walk.Events.Where(happened => happened.Type == "error" && happened.Index < terminal.Index)
                .Select(happened => At(
                    happened, "An `error` event is sent, but the response does not fail.", StreamGrammar.Failed, terminal.Type))
            : [];

    private IEnumerable<Finding> Judge(EventView happened)
    {
        var reason = happened.Response.Member("incomplete_details");
        var error = happened.Response.Member("error");
        var findings = new[]
        {
            happened.Type == "response.incomplete"
                ? JudgeReason(happened, reason.Member("reason"))
                : JudgeNull(happened, "incomplete_details", reason),
            happened.Type == StreamGrammar.Failed ? JudgeError(happened, error) : JudgeNull(happened, "error", error),
        };
        return findings.OfType<Finding>();
    }

    private Finding? JudgeReason(EventView happened, JsonElement reason) => reason.Text() switch
    {
        null or "" => At(
            happened,
            "An incomplete response has no reason.",
            "incomplete_details.reason",
            happened.Response.Member("incomplete_details").Shown(),
            member: "response.incomplete_details.reason"),
        "max_output_tokens" or "max_messages" or "content_filter" or "steered" => null,
        { } other => At(
            happened,
            "OpenAI does not define this reason for an incomplete response.",
            "max_output_tokens, max_messages, content_filter or steered",
            other,
            Severity.Warning,
            "response.incomplete_details.reason"),
    };

    private Finding? JudgeError(EventView happened, JsonElement error) =>
        !error.IsObject() ? At(
            happened,
            "A failed response has no `error` object.",
            "error with `code` and `message`, both non-empty strings",
            error.Shown(),
            member: "response.error")
        : (Fault("code", error.Member("code")) ?? Fault("message", error.Member("message"))) is { } fault ? At(
            happened, fault, "error with `code` and `message`, both non-empty strings", error.Shown(), member: "response.error")
        : null;

    private static string? Fault(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.Text() is { Length: > 0 } => null,
        JsonValueKind.String => $"`error.{name}` is empty; a non-empty string is required.",
        JsonValueKind.Undefined => $"A failed response has no `error.{name}`.",
        JsonValueKind.Null => $"`error.{name}` is null; a string is required.",
        JsonValueKind.Number => $"`error.{name}` is a number; a string is required.",
        JsonValueKind.Array => $"`error.{name}` is an array; a string is required.",
        JsonValueKind.Object => $"`error.{name}` is an object; a string is required.",
        _ => $"`error.{name}` is a boolean; a string is required.",
    };

    private Finding? JudgeNull(EventView happened, string member, JsonElement value) =>
        value.HasValue() ? At(
            happened,
            $"`{member}` is set, but the response ended with another status.",
            "null",
            value.Shown(),
            member: $"response.{member}") : null;
}
