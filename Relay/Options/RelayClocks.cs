namespace Relay.Options;

/// <summary>Contains the timeouts. Each ends in a failure with its own code; zero disables a timeout.</summary>
public sealed record RelayClocks
{
    /// <summary>Until the upstream accepts the connection: <c>connect_timeout</c>.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// From the request to the first byte of the answer's body: <c>first_byte_timeout</c>. Reasoning models take minutes.
    /// </summary>
    public TimeSpan FirstByte { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Without any byte from the upstream, comments included: <c>transport_idle_timeout</c>.</summary>
    public TimeSpan TransportIdle { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Without progress of the answer, even if heartbeats arrive: <c>idle_timeout</c> (Q160).</summary>
    public TimeSpan ProgressIdle { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>
    /// After a finish reason, for the sentinel or the end of the body (Q89). Ends the response without a failure.
    /// </summary>
    public TimeSpan FinishGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long nothing is sent to the client before a comment is.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a failure can still become an HTTP status; then the stream is opened in any case (Q158).
    /// </summary>
    public TimeSpan EarlyHeaders { get; init; } = TimeSpan.FromSeconds(1);
}
