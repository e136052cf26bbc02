namespace Relay.ChatCompletions;

/// <summary>
/// Contains the names of a failure: clients act on <see cref="Code"/> (compact, wait, give up), retry layers on <see cref="Status"/>.
/// </summary>
internal readonly record struct FailureNames(string Code, string Type, int Status)
{
    private const int NotSaid = 502;

    /// <summary>
    /// Completes the names of a vendor's failure. The code follows the cause that names and words show; otherwise the vendor's names are
    /// kept.
    /// </summary>
    /// <param name="status">The HTTP status; <see langword="null"/> if there is none.</param>
    /// <param name="code">The vendor's code; <see langword="null"/> if there is none.</param>
    /// <param name="type">The vendor's type; <see langword="null"/> if there is none.</param>
    /// <param name="message">The vendor's words.</param>
    public static FailureNames Complete(int? status, string? code, string? type, string message)
    {
        var kind = FailureSigns.Find(status, $"{code} {type}", message);
        var said = GetStatus(kind, status) ?? GetImpliedStatus(code, type);
        var usual = GetUsual(said);
        code = GetCode(kind, code, type) ?? (IsCode(type) ? type! : usual.Code);

        // A type that blames the vendor for what the client has to change, or the other way round, is replaced.
        var isMoved = status is not null && MapStatus(said) / 100 != status / 100;
        type = isMoved || (kind is FailureKind.RateLimit && IsRateLimit(type)) ? null : type;
        return new FailureNames(code, type ?? usual.Type, MapStatus(said));
    }

    /// <summary>Returns the code of a cause; the vendor's code if the cause has none.</summary>
    private static string? GetCode(FailureKind kind, string? code, string? type) => kind switch
    {
        FailureKind.ContextLength => "context_length_exceeded",
        FailureKind.Quota => "insufficient_quota",
        FailureKind.RateLimit => "rate_limit_exceeded",
        FailureKind.Overloaded => GetOverloadedCode(code ?? type),
        FailureKind.ContentFilter => "content_filter",
        FailureKind.ModelNotFound => "model_not_found",
        FailureKind.InvalidKey => code ?? "invalid_api_key",
        FailureKind.Timeout => code ?? "upstream_timeout",
        _ => code,
    };

    // Any other code would not say that the client may ask again.
    private static string GetOverloadedCode(string? code) =>
        code is not null && (code.Contains("overload", StringComparison.OrdinalIgnoreCase) || code is "slow_down")
            ? code
            : "upstream_overloaded";

    /// <summary>Returns the status of a cause: what cannot succeed is a 400, and what may succeed later is not.</summary>
    private static int? GetStatus(FailureKind kind, int? status) => kind switch
    {
        FailureKind.ContextLength or FailureKind.ContentFilter => 400,
        FailureKind.Quota or FailureKind.RateLimit => 429,
        FailureKind.Overloaded => status is 429 or >= 500 ? status : 503,
        FailureKind.ModelNotFound => status is 400 ? 400 : 404,
        FailureKind.InvalidKey => 401,
        FailureKind.Timeout => status is null or 500 or 502 ? 504 : status,
        _ => status,
    };

    // This type has only one name.
    private static bool IsRateLimit(string? word) =>
        word is not null
            && (word.Contains("rate_limit", StringComparison.OrdinalIgnoreCase)
                || word.Equals("too_many_requests", StringComparison.OrdinalIgnoreCase));

    // Some vendors send only one name, as the type.
    private static bool IsCode(string? type) => type is "insufficient_quota" or "context_length_exceeded" or "overloaded_error";

    /// <summary>Returns the status of an error inside a 200 response; some names state whose fault it was (Q121, Q130).</summary>
    private static int GetImpliedStatus(string? code, string? type) => (code, type) switch
    {
        ("invalid_prompt", _) or (_, "invalid_request_error") => 400,
        _ => NotSaid,
    };

    private static (string Code, string Type) GetUsual(int status) => status switch
    {
        401 => ("invalid_api_key", "authentication_error"),
        403 => ("permission_denied", "permission_error"),
        404 => ("not_found", "invalid_request_error"),
        408 or 504 => ("upstream_error", "server_error"),
        413 => ("request_too_large", "invalid_request_error"),
        429 => ("rate_limit_exceeded", "rate_limit_error"),
        503 => ("upstream_overloaded", "server_error"),
        >= 400 and <= 498 => ("upstream_rejected", "invalid_request_error"),
        _ => ("upstream_error", "server_error"),
    };

    /// <summary>
    /// Returns the status for the client. Statuses on which clients act are kept. Any other refusal is permanent, and only a 400 keeps
    /// every client from asking again.
    /// </summary>
    private static int MapStatus(int status) => status switch
    {
        400 or 401 or 403 or 404 or 408 or 409 or 429 or (>= 500 and <= 599) => status,
        >= 400 and <= 498 => 400,
        _ => NotSaid,
    };
}
