namespace Relay.Contract;

/// <summary>A failure with the name clients see. Never holds a key, an address or a raw upstream body (V38).</summary>
/// <param name="Code">The error code, such as <c>upstream_truncated</c>, <c>idle_timeout</c>, <c>rate_limit_exceeded</c>.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Type">The error type, such as <c>server_error</c>, <c>rate_limit_error</c>, <c>invalid_request_error</c>.</param>
/// <param name="Status">The HTTP status when nothing has been sent yet.</param>
/// <param name="Param">The request's member at fault, or <see langword="null"/>.</param>
public sealed record UpstreamFailure(string Code, string Message, string Type = "server_error", int Status = 502, string? Param = null)
{
    /// <summary>The status the upstream refused with, where that is what failed.</summary>
    public int? UpstreamStatus { get; init; }
}
