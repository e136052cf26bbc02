using Conformance.Running.Cases;
using Conformance.Running.Relays;

namespace Conformance.Running;

/// <summary>The settings of a run.</summary>
internal sealed record RunSettings
{
    /// <summary>The relay.</summary>
    public required RelayTarget Target { get; init; }

    /// <summary>The cases.</summary>
    public required Selection Selection { get; init; }

    /// <summary>How many cases are played at once.</summary>
    public required int Jobs { get; init; }

    /// <summary>The bounds of a case.</summary>
    public CaseSettings Case { get; init; } = new();

    /// <summary>The facts that the user declared about the relay.</summary>
    public DeclaredProfile Profile { get; init; } = DeclaredProfile.Plain;

    /// <summary>The weakest level whose cases fail the run.</summary>
    public string FailOn { get; init; } = "should";

    /// <summary>Known failures, the baseline, and the limit of failures.</summary>
    public Gating.RunGating Gating { get; init; } = Conformance.Gating.RunGating.None;

    /// <summary>How often a case is played.</summary>
    public PlayCount Plays { get; init; } = PlayCount.Once;

    /// <summary>Adds the gate's part to the run's line: shard, skipped rules, reporters.</summary>
    public Func<Results.RunInfo, Results.RunInfo> Describe { get; init; } = static info => info;

    /// <summary>How long a relay may take to get ready.</summary>
    public TimeSpan ReadyPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a relay that died is restarted for the remaining cases.</summary>
    public int MaxRestarts { get; init; } = RelayPool.MaxRestarts;

    /// <summary>The folder that runs are written to.</summary>
    public required string Out { get; init; }

    /// <summary>The run's name; <see langword="null"/> for the relay's.</summary>
    public string? Name { get; init; }

    /// <summary>The mock's port; <see langword="null"/> for the target's default.</summary>
    public int? MockPort { get; init; }

    /// <summary>
    /// A folder of goldens of the user's; <see langword="null"/> for the ones beside the cases, which hold for the bundled relay only.
    /// </summary>
    public string? Golden { get; init; }

    /// <summary>The command as it was typed, without secrets.</summary>
    public required string Command { get; init; }

    /// <summary>The command that repeats one case, by its id.</summary>
    public required Func<string, string> Repro { get; init; }

    /// <summary>This program's version.</summary>
    public required string Version { get; init; }
}
