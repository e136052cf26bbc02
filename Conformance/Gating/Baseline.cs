using Conformance.Results;

namespace Conformance.Gating;

/// <summary>An earlier run whose failures are expected. Pure.</summary>
internal sealed class Baseline
{
    private readonly RunResult _run;
    private readonly Dictionary<string, CaseResult> _failing;
    private readonly HashSet<string> _broken;
    private readonly string _note;

    /// <summary>Makes a baseline of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The run as the user named it.</param>
    public Baseline(RunResult run, string name)
    {
        _run = run;
        _failing = run.Cases.Where(RunComparison.IsFailing).ToDictionary(static result => result.Id, StringComparer.Ordinal);
        _broken = run.Rules.Where(RunComparison.IsBroken).Select(static rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        _note = $"also fails in the baseline {name}";
    }

    /// <summary>The ids of its cases.</summary>
    public IEnumerable<string> Ids => _run.Cases.Select(static result => result.Id);

    /// <summary>Returns the case with the failures marked that the baseline has too.</summary>
    public CaseResult Mark(CaseResult result)
    {
        if (result.Verdict == Verdict.HarnessError)
        {
            return result;
        }

        var fails = result.Verdict == Verdict.Failed && _failing.ContainsKey(result.Id);
        return result with
        {
            Known = result.Known ?? (fails ? _note : null),
            Findings = [.. result.Findings.Select(finding => finding.Severity == Severity.Error && finding.Known is null
                && (finding.Kind == FindingKind.Rule ? _broken.Contains(finding.Check) : fails)
                    ? finding with { Known = _note }
                    : finding)],
        };
    }

    /// <summary>The differences of a run from the baseline. A case that exists and was not selected now is not gone.</summary>
    public IEnumerable<GateFinding> Compare(RunResult run, IReadOnlyCollection<string> catalog) =>
        RunComparison.Compare(_run, run)
            .Where(change => change.Kind != ChangeKind.Added
                && (change.Kind != ChangeKind.Gone || (!change.IsRule && !catalog.Contains(change.Id))))
            .Select(Finding);

    private static GateFinding Finding(RunChange change) => new()
    {
        Kind = change.Kind switch
        {
            ChangeKind.New => GateFindingKind.New,
            ChangeKind.Fixed => GateFindingKind.Fixed,
            ChangeKind.Changed => GateFindingKind.Changed,
            ChangeKind.Gone => GateFindingKind.Gone,
            _ => throw new System.Diagnostics.UnreachableException(),
        },
        Subject = change.Id,
        Message = $"{(change.IsRule ? "rule " : "")}{change.Id}: {change.Before ?? "not in the baseline"} in the "
            + $"baseline, {change.After ?? "no longer exists"} now.",

        // The case or the rule fails the run itself; this finding is only a note.
        Fails = false,
    };
}
