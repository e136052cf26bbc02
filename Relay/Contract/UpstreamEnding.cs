namespace Relay.Contract;

/// <summary>How the upstream's answer ended, as far as bytes can tell; the translator decides what that means for the response.</summary>
/// <param name="Kind">The way it ended.</param>
/// <param name="Failure">The failure, for <see cref="UpstreamEndingKind.Failed"/>; else <see langword="null"/>.</param>
public readonly record struct UpstreamEnding(UpstreamEndingKind Kind, ApiError? Failure = null)
{
    /// <summary>
    /// The time of the end in seconds since 1970, for <c>completed_at</c>, because the translator has no clock.
    /// <see langword="null"/> leaves that member null.
    /// </summary>
    public long? At { get; init; }

    /// <summary>Whether there was no answer to translate: the upstream refused, or could not be reached.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>Whether a stream broke off, which an older system may take for its end.</summary>
    public bool IsCutStream { get; init; }

    /// <summary>The sentinel <c>[DONE]</c> was seen.</summary>
    public static UpstreamEnding Done { get; } = new(UpstreamEndingKind.Done);

    /// <summary>The body ended cleanly by the rules of HTTP, without the sentinel.</summary>
    public static UpstreamEnding Closed { get; } = new(UpstreamEndingKind.Closed);

    /// <summary>The grace time after a finish reason ran out (Q89).</summary>
    public static UpstreamEnding GraceOver { get; } = new(UpstreamEndingKind.GraceOver);

    /// <summary>The upstream refused to answer because of its content filter, and the policy treats that as an answer (Q129).</summary>
    public static UpstreamEnding Filtered { get; } = new(UpstreamEndingKind.Filtered);

    /// <summary>A named failure.</summary>
    public static UpstreamEnding Failed(ApiError failure) => new(UpstreamEndingKind.Failed, failure);
}
