using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Expecting.Answers;

/// <summary>Why a response failed. Relays name causes in codes of their own; clients act on a few of them only.</summary>
public enum FailureCause
{
    /// <summary>None of the other causes, or a code that names none.</summary>
    Other,

    /// <summary>The upstream's answer ended before it was complete.</summary>
    Truncated,

    /// <summary>The upstream could not be reached, or the connection to it broke.</summary>
    Transport,

    /// <summary>The upstream was silent for too long.</summary>
    Timeout,

    /// <summary>Too many requests; a client waits and asks again.</summary>
    RateLimit,

    /// <summary>The account is used up; asking again does not help.</summary>
    Quota,

    /// <summary>The conversation is longer than the model's context; an agent compacts its history.</summary>
    ContextLength,

    /// <summary>The request was refused for what it says.</summary>
    InvalidRequest,

    /// <summary>A content filter refused the prompt or the answer.</summary>
    ContentFilter,

    /// <summary>The upstream has no capacity.</summary>
    Overloaded,
}

/// <summary>Reads and compares causes. Pure.</summary>
internal static class FailureCauses
{
    private static readonly (FailureCause Cause, string[] Signs)[] BySign =
    [
        (FailureCause.ContextLength, [
            "context_length",
            "context_window",
            "context length",
            "context window",
            "maximum context",
            "prompt is too long",
            "input is too long",
            "prompt_too_long",
        ]),
        (FailureCause.Quota, [
            "insufficient_quota",
            "insufficient_balance",
            "exceeded_current_quota",
            "billing",
            "current quota",
            "insufficient balance",
            "out of credits",
            "payment required",
        ]),
        (FailureCause.RateLimit, ["rate_limit", "rate limit", "ratelimit", "too_many_requests", "too many requests"]),
        (FailureCause.ContentFilter, [
            "content_filter",
            "content filter",
            "content_policy",
            "content policy",
            "content management policy",
            "data_inspection",
            "sensitive_content",
            "responsibleai",
        ]),
        (FailureCause.Overloaded, ["overloaded", "slow_down", "no_capacity", "at capacity", "over capacity"]),
        (FailureCause.Timeout, ["timeout", "timed_out", "timed out", "gave no answer within", "deadline"]),
        (FailureCause.Truncated, [
            "truncat",
            "upstream_empty",
            "empty answer",
            "ended early",
            "ended before",
            "closed before",
            "before the end",
            "incomplete stream",
            "unexpected end",
            "unexpected eof",
            "without a finish",
        ]),
        (FailureCause.Transport, [
            "connection", "unreachable", "econn", "socket", "connect error", "network", "bad_gateway", "bad gateway",
        ]),
        (FailureCause.InvalidRequest, [
            "invalid_request", "invalid_prompt", "invalid_value", "bad_request", "bad request", "not_found", "unsupported", "validation",
        ]),
    ];

    /// <summary>The words of the format, in the order of the enum.</summary>
    public static IReadOnlyList<string> Words { get; } =
        [.. Enum.GetValues<FailureCause>().Select(GetWord)];

    /// <summary>A cause in the words of the format, such as <c>rate_limit</c>.</summary>
    public static string GetWord(FailureCause cause) => JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.ToString());

    /// <summary>The cause a word names; <see langword="null"/> when it names none.</summary>
    public static FailureCause? Parse(string? word) =>
        Enum.GetValues<FailureCause>().Where(cause => GetWord(cause) == word).Select(cause => (FailureCause?)cause).FirstOrDefault();

    /// <summary>The cause an error names: by its code, else its type, else the HTTP status, else its message.</summary>
    /// <param name="status">The HTTP status of an answer that is no stream; <see langword="null"/> inside a stream.</param>
    /// <param name="error">The error object, or whatever stands in its place.</param>
    public static FailureCause Read(int? status, JsonElement error)
    {
        var code = error.Member("code");
        var message = error.Member("message").Text() ?? error.Text();
        return ByAccess(status, code.Text())
            ?? BySigns(code.Text())
            ?? ByStatus(code.Integer() ?? (long.TryParse(code.Text(), out var number) ? number : null))
            ?? (status is null or >= 400 ? ByStatus(status, definite: true) : null)
            ?? BySigns(error.Member("type").Text())
            ?? BySigns(message)
            ?? ByStatus(status)
            ?? FailureCause.Other;
    }

    /// <summary>
    /// Whether a cause may stand for the expected one. A cause that a client acts on must be that cause; one that no client acts on may be
    /// named as any other such.
    /// </summary>
    /// <param name="expected">The expected cause.</param>
    /// <param name="received">The cause the relay names.</param>
    /// <param name="isClientsMistake">Whether the request itself is wrong, so that nothing may have reached the upstream.</param>
    public static bool Accepts(FailureCause expected, FailureCause received, bool isClientsMistake) => expected switch
    {
        _ when expected == received => true,
        FailureCause.Other or FailureCause.Truncated or FailureCause.Transport or FailureCause.Timeout =>
            received is FailureCause.Other or FailureCause.Truncated or FailureCause.Transport or FailureCause.Timeout,
        FailureCause.ContentFilter => received is FailureCause.InvalidRequest or FailureCause.Other,
        FailureCause.InvalidRequest => !isClientsMistake && received is FailureCause.Other or FailureCause.ContentFilter,
        _ => false,
    };

    /// <summary>A key that is wrong or not allowed is a fault of whoever set up the relay: no cause that a client acts on.</summary>
    private static FailureCause? ByAccess(int? status, string? code) =>
        status is 401 or 403 || code is "invalid_api_key" or "unauthorized" or "permission_denied" or "authentication_error"
            ? FailureCause.Other
            : null;

    private static FailureCause? BySigns(string? text) => string.IsNullOrEmpty(text)
        ? null
        : BySign.Where(pair => pair.Signs.Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase)))
            .Select(pair => (FailureCause?)pair.Cause)
            .FirstOrDefault();

    /// <param name="status">A status, of HTTP or as a vendor's code.</param>
    /// <param name="definite">Whether only statuses count that can mean one thing.</param>
    private static FailureCause? ByStatus(long? status, bool definite = false) => status switch
    {
        429 => FailureCause.RateLimit,
        402 => FailureCause.Quota,
        529 => FailureCause.Overloaded,
        _ when definite => null,
        408 or 504 => FailureCause.Timeout,
        502 => FailureCause.Transport,
        503 => FailureCause.Overloaded,
        400 or 404 or 405 or 409 or 413 or 415 or 422 => FailureCause.InvalidRequest,
        _ => null,
    };
}
