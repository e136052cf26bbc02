namespace Relay.Translating;

/// <summary>How the upstream's answer ended, as far as bytes can tell; the translator decides what that means for the response.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Failure">What failed, for <see cref="UpstreamEndingKind.Failed"/>; else <see langword="null"/>.</param>
public readonly record struct UpstreamEnding(UpstreamEndingKind Kind, UpstreamFailure? Failure = null)
{
    /// <summary>When, in seconds since 1970, for <c>completed_at</c>; <see langword="null"/> leaves that null. The translator has no clock of its own.</summary>
    public long? At { get; init; }

    /// <summary>The sentinel <c>[DONE]</c> was seen.</summary>
    public static UpstreamEnding Done { get; } = new(UpstreamEndingKind.Done);

    /// <summary>The body ended in HTTP's own way, without the sentinel.</summary>
    public static UpstreamEnding Closed { get; } = new(UpstreamEndingKind.Closed);

    /// <summary>The grace time after a finish reason ran out (Q89).</summary>
    public static UpstreamEnding GraceOver { get; } = new(UpstreamEndingKind.GraceOver);

    /// <summary>A named failure.</summary>
    public static UpstreamEnding Failed(UpstreamFailure failure) => new(UpstreamEndingKind.Failed, failure);
}

/// <summary>The kinds of endings.</summary>
public enum UpstreamEndingKind
{
    /// <summary>The sentinel was seen.</summary>
    Done,

    /// <summary>The body ended without the sentinel.</summary>
    Closed,

    /// <summary>The grace time after a finish reason ran out.</summary>
    GraceOver,

    /// <summary>A named failure.</summary>
    Failed,
}

/// <summary>A failure with the name clients see. Never holds a key, an address or a raw upstream body (V38).</summary>
/// <param name="Code">The error code, such as <c>upstream_truncated</c>, <c>idle_timeout</c>, <c>rate_limit_exceeded</c>.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Type">The error type, such as <c>server_error</c>, <c>rate_limit_error</c>, <c>invalid_request_error</c>.</param>
/// <param name="Status">The HTTP status when nothing has been sent yet.</param>
/// <param name="Param">The request's member at fault, or <see langword="null"/>.</param>
public sealed record UpstreamFailure(string Code, string Message, string Type = "server_error", int Status = 502, string? Param = null);
