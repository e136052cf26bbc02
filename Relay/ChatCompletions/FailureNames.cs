namespace Relay.ChatCompletions;

/// <summary>
/// Contains the names of a failure: clients act on <see cref="Code"/> (compact, wait, give up), retry layers on <see cref="Status"/>.
/// </summary>
internal readonly record struct FailureNames(string Code, string Type, int Status)
{
    private const int NotSaid = 502;

    /// <summary>
    /// Completes the names of a vendor's failure. The vendor's names are kept, except that a rate limit has only one name.
    /// </summary>
    /// <param name="status">The HTTP status; <see langword="null"/> if there is none.</param>
    /// <param name="code">The vendor's code; <see langword="null"/> if there is none.</param>
    /// <param name="type">The vendor's type; <see langword="null"/> if there is none.</param>
    public static FailureNames Complete(int? status, string? code, string? type)
    {
        code = IsRateLimit(code) ? "rate_limit_exceeded" : code;
        type = IsRateLimit(type) ? "rate_limit_error" : type;
        var said = status ?? GetImpliedStatus(code, type);
        var usual = Usual(said);
        return new FailureNames(code ?? (IsCode(type) ? type! : usual.Code), type ?? usual.Type, MapStatus(said));
    }

    private static bool IsRateLimit(string? word) =>
        word is not null
            && (word.Contains("rate_limit", StringComparison.OrdinalIgnoreCase)
                || word.Equals("too_many_requests", StringComparison.OrdinalIgnoreCase));

    // Some vendors send only one name, as the type.
    private static bool IsCode(string? type) => type is "insufficient_quota" or "context_length_exceeded" or "overloaded_error";

    /// <summary>Returns the status of an error inside a 200 response; some names state whose fault it was (Q121, Q130).</summary>
    private static int GetImpliedStatus(string? code, string? type) => (code, type) switch
    {
        ("insufficient_quota" or "rate_limit_exceeded", _) or (_, "insufficient_quota" or "rate_limit_error") => 429,
        ("invalid_api_key", _) or (_, "authentication_error") => 401,
        ("context_length_exceeded" or "content_filter" or "invalid_prompt", _)
            or (_, "context_length_exceeded" or "invalid_request_error") => 400,
        (_, "overloaded_error") => 503,
        _ => NotSaid,
    };

    private static (string Code, string Type) Usual(int status) => status switch
    {
        400 or 415 or 422 => ("upstream_rejected", "invalid_request_error"),
        401 => ("invalid_api_key", "authentication_error"),
        402 => ("insufficient_quota", "insufficient_quota"),
        403 => ("permission_denied", "permission_error"),
        404 => ("not_found", "invalid_request_error"),
        413 => ("request_too_large", "invalid_request_error"),
        429 => ("rate_limit_exceeded", "rate_limit_error"),
        503 => ("upstream_overloaded", "server_error"),
        _ => ("upstream_error", "server_error"),
    };

    // Statuses that mean the same to the client are kept. Others would blame the client for the relay's configuration.
    private static int MapStatus(int status) =>
        status is 400 or 401 or 402 or 403 or 404 or 408 or 409 or 413 or 415 or 422 or 429 or (>= 500 and <= 599) ? status : NotSaid;
}
