using Conformance.Results;

namespace Conformance.Gating;

/// <summary>
/// Everything a run's gate depends on besides its cases: known failures, a baseline, rules that are left out, a limit of failures. Pure.
/// </summary>
internal sealed record RunGating
{
    /// <summary>A gate that knows nothing.</summary>
    public static RunGating None { get; } = new();

    /// <summary>The known failures.</summary>
    public KnownList Known { get; init; } = KnownList.Empty;

    /// <summary>The run that this one is compared with.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>The ids of all cases there are, selected or not.</summary>
    public IReadOnlySet<string> Catalog { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The run stops after so many failures; <see langword="null"/> for no limit.</summary>
    public int? MaxFailures { get; init; }

    /// <summary>Returns the case without the findings of skipped rules, its expected failures marked.</summary>
    public CaseResult Mark(RunInfo info, CaseResult result)
    {
        if (info.SkippedRules.Count > 0)
        {
            result = result with { Findings = [.. result.Findings.Where(finding => finding.Kind == FindingKind.Outcome
                || !info.SkippedRules.Contains(finding.Check, StringComparer.Ordinal))] };
        }

        result = Known.Mark(result);
        return Baseline?.Mark(result) ?? result;
    }

    /// <summary>Returns why the run stops after this number of failures; <see langword="null"/> when it continues.</summary>
    public string? StopsAfter(int failures) =>
        failures >= MaxFailures ? $"The run stopped after {failures} {(failures == 1 ? "failure" : "failures")} (--max-failures)." : null;

    /// <summary>Returns the findings of the known failures and the baseline about a finished run.</summary>
    /// <param name="run">The run, its end not needed.</param>
    /// <param name="isPartial">Whether cases that were selected did not run.</param>
    public IReadOnlyList<GateFinding> Conclude(RunResult run, bool isPartial)
    {
        var isWhole = !isPartial && run.Info.Shard is null && run.Info.Selected == run.Info.Available;
        return [.. KnownVerdicts.Examine(Known, run, Catalog, isWhole), .. Baseline?.Compare(run, Catalog) ?? []];
    }
}
