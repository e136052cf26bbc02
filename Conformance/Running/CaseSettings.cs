namespace Conformance.Running;

/// <summary>The bounds within which a case is played.</summary>
internal sealed record CaseSettings
{
    /// <summary>How long the answer to one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What is known of the relay, as far as judging depends on it.</summary>
    public Checking.RelayTraits Relay { get; init; } = Checking.RelayTraits.Bundled;

    /// <summary>How the relay is addressed and by which sign the mock recognises the case.</summary>
    public Wiring.RelayAccess Access { get; init; } = Wiring.RelayAccess.Plain;

    /// <summary>The features the relay lacks.</summary>
    public IReadOnlySet<string> Lacks { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Which variations of a case are played.</summary>
    public Varying.VarySettings Vary { get; init; } = Varying.VarySettings.Off;

    /// <summary>How long a relay has to let go of its upstream after its client's answer has ended.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How much of one answer is read.</summary>
    public Recording.AnswerLimits Limits { get; init; } = Recording.AnswerLimits.Default;

    /// <summary>The most bytes of bodies that a run records and judges at once.</summary>
    public long MemoryLimit { get; init; } = Recording.RunMemory.DefaultLimit;

    /// <summary>How much of what was recorded is written to disk.</summary>
    public Results.EvidenceLimits Evidence { get; init; } = Results.EvidenceLimits.Default;

    /// <summary>How long to wait for a relay's process to be seen dead after its connection broke.</summary>
    public TimeSpan DeathWatch { get; init; } = TimeSpan.FromMilliseconds(500);
}
