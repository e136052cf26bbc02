using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>What all answers of a host have in common.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Slow">A pause before each write, or <see langword="null"/>.</param>
/// <param name="Judged">Whether somebody tells what the client has seen.</param>
internal sealed record PlaySettings(TimeProvider Time, TimeSpan? Slow, bool Judged)
{
    /// <summary>Whether the last exchange of a turn is played again to further requests when it was a failure.</summary>
    public bool RepeatsFailures { get; init; }

    /// <summary>The gates of the host.</summary>
    public Gates Gates { get; init; } = new();

    /// <summary>The vendor whose refusals are played where an exchange names none; <see langword="null"/> for none.</summary>
    public StrictVendor? As { get; init; }

    /// <summary>Whether a chat request that matches no case is answered with its own last user text.</summary>
    public bool EchoesUnmatched { get; init; }

    /// <summary>After so long a hold opens by itself when nobody tells what the client has seen.</summary>
    public static readonly TimeSpan UnjudgedHold = TimeSpan.FromMilliseconds(300);
}
