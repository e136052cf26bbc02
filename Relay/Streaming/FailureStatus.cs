using Relay.Translating;

namespace Relay.Streaming;

/// <summary>The HTTP status of an error that an upstream put into a 200: some of its names say whose fault it was (Q121, Q130).</summary>
internal static class FailureStatus
{
    private const int NotSaid = 502;

    public static UpstreamFailure Named(UpstreamFailure failure) => failure.Status == NotSaid ? failure with { Status = Of(failure) } : failure;

    private static int Of(UpstreamFailure failure) => failure switch
    {
        { Code: "insufficient_quota" or "rate_limit_exceeded" } or { Type: "rate_limit_error" } => 429,
        { Code: "invalid_api_key" } or { Type: "authentication_error" } => 401,
        { Code: "context_length_exceeded" or "content_filter" or "invalid_prompt" } or { Type: "invalid_request_error" } => 400,
        { Type: "overloaded_error" } => 503,
        _ => NotSaid,
    };
}
