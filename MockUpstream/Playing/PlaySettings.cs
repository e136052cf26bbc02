using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>The settings that all answers of a host share.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Slow">A pause before each write, or <see langword="null"/>.</param>
/// <param name="Judged">Whether a judge reports the events that the client has read.</param>
internal sealed record PlaySettings(TimeProvider Time, TimeSpan? Slow, bool Judged)
{
    /// <summary>Whether the last exchange of a turn is played again to further requests when it was a failure.</summary>
    public bool RepeatsFailures { get; init; }

    /// <summary>How long a write waits for the peer to read the one before it, where a case demands that.</summary>
    public TimeSpan ReadPatience { get; init; } = DefaultReadPatience;

    /// <summary>The gates of the host.</summary>
    public Gates Gates { get; init; } = new();

    /// <summary>The vendor whose refusals are played where an exchange names none; <see langword="null"/> for none.</summary>
    public StrictVendor? As { get; init; }

    /// <summary>Whether a chat request that matches no case is answered with its own last user text.</summary>
    public bool EchoesUnmatched { get; init; }

    /// <summary>
    /// A relay that holds back because its own client is slow reads again when it can; the upstream must not wait for that.
    /// </summary>
    public static readonly TimeSpan DefaultReadPatience = TimeSpan.FromMilliseconds(100);

    /// <summary>The time after which a hold opens by itself in plays without a judge.</summary>
    public static readonly TimeSpan UnjudgedHold = TimeSpan.FromMilliseconds(300);
}
