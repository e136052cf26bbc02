namespace Relay.Contract;

/// <summary>An error as clients see it, in OpenAI's error shape. It never holds a key, an address or a raw upstream body (V38).</summary>
/// <param name="Code">The error code, such as <c>upstream_truncated</c>, <c>idle_timeout</c>, <c>unsupported_parameter</c>.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Type">The error type, such as <c>server_error</c>, <c>rate_limit_error</c>, <c>invalid_request_error</c>.</param>
/// <param name="Status">The HTTP status, used when nothing has been sent yet.</param>
/// <param name="Param">
/// The member of the request at fault, such as <c>input[3].type</c>; empty or <see langword="null"/> when it is not one member.
/// </param>
public sealed record ApiError(string Code, string Message, string Type = "server_error", int Status = 502, string? Param = null)
{
    /// <summary>The status with which the upstream refused the request; <see langword="null"/> when it did not refuse.</summary>
    public int? UpstreamStatus { get; init; }

    /// <summary>The wait that the upstream named in its error; <see langword="null"/> when it named none there.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Creates the error of a request that the client has to change.</summary>
    /// <param name="code">The error code.</param>
    /// <param name="message">One sentence for people.</param>
    /// <param name="param">The member of the request at fault; empty when it is the request as a whole.</param>
    /// <param name="status">The HTTP status.</param>
    public static ApiError InvalidRequest(string code, string message, string param, int status = 400) =>
        new(code, message, "invalid_request_error", status, param);
}
