using Scenarios.Model;

namespace MockUpstream;

/// <summary>How a mock upstream listens.</summary>
public sealed record MockUpstreamOptions
{
    /// <summary>The port; 0 for one the system picks.</summary>
    public int Port { get; init; }

    /// <summary>The address to listen on; loopback unless told otherwise.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>A pause before each write so that a person can watch a stream (<c>serve --slow</c>); <see langword="null"/> for none.</summary>
    public TimeSpan? Slow { get; init; }

    /// <summary>
    /// Whether a <c>hold</c> step waits for the judge (<see langword="true"/>), or opens by itself after a short pause because nobody watches
    /// the other side (<c>serve</c>).
    /// </summary>
    public bool Judged { get; init; } = true;

    /// <summary>
    /// Whether a request after the last exchange of a turn gets that exchange again when it was a failure: relays differ in how often they ask again.
    /// </summary>
    public bool RepeatsFailures { get; init; }

    /// <summary>The vendor whose refusals are played before every answer whose case names no other; <see langword="null"/> for none.</summary>
    public StrictVendor? As { get; init; }

    /// <summary>The clock of every timestamp.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
