namespace Relay.Options;

/// <summary>How long the relay waits for what. Every clock ends in its own named failure; zero switches a clock off.</summary>
public sealed record RelayClocks
{
    /// <summary>Until a connection to the upstream stands: <c>connect_timeout</c>.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// From the request to the first byte of the answer's body: <c>first_byte_timeout</c>. Reasoning models take minutes.
    /// </summary>
    public TimeSpan FirstByte { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Without any byte, comments included: <c>transport_idle_timeout</c>.</summary>
    public TimeSpan TransportIdle { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Without anything of the answer, whatever heartbeats arrive: <c>idle_timeout</c> (Q160).</summary>
    public TimeSpan ProgressIdle { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>
    /// For stragglers after a finish reason, when neither sentinel nor end of body come (Q89). Ends the response, not in failure.
    /// </summary>
    public TimeSpan FinishGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Silence towards the client after which a comment is sent.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a failure can still become an HTTP status; after that the stream is opened, whatever the upstream does (Q158).
    /// </summary>
    public TimeSpan EarlyHeaders { get; init; } = TimeSpan.FromSeconds(1);
}
