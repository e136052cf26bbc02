using Conformance.Recording;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Varying;

namespace Conformance.Running.Cases;

/// <summary>The bounds within which a case is played.</summary>
internal sealed record CaseSettings : TurnSettings
{
    /// <summary>The features that the relay does not have.</summary>
    public IReadOnlySet<string> Lacks { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Which variations of a case are played.</summary>
    public VarySettings Vary { get; init; } = VarySettings.Off;

    /// <summary>The most bytes of bodies that a run records and judges at once.</summary>
    public long MemoryLimit { get; init; } = RunMemory.DefaultLimit;

    /// <summary>How much of what was recorded is written to disk.</summary>
    public EvidenceLimits Evidence { get; init; } = EvidenceLimits.Default;

    /// <summary>How long to wait for a relay's process to be seen dead after its connection broke.</summary>
    public TimeSpan DeathWatch { get; init; } = TimeSpan.FromMilliseconds(500);
}
