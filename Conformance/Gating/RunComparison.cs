using Conformance.Results;

namespace Conformance.Gating;

/// <summary>Compares two runs: rules first, then cases, each in the order of their kinds and ids. Pure.</summary>
internal static class RunComparison
{
    /// <summary>Returns whether the runs have a case in common; otherwise they cannot be compared.</summary>
    public static bool ShareCases(RunResult before, RunResult after)
    {
        var ids = before.Cases.Select(static result => result.Id).ToHashSet(StringComparer.Ordinal);
        return after.Cases.Any(result => ids.Contains(result.Id));
    }

    /// <summary>Returns the differences. Only a new failure is a regression.</summary>
    public static IReadOnlyList<RunChange> Compare(RunResult before, RunResult after) =>
    [
        .. Rules(before, after).OrderBy(static change => change.Kind),
        .. Cases(before, after).OrderBy(static change => change.Kind).ThenBy(static change => change.Id, StringComparer.Ordinal),
    ];

    /// <summary>Whether a case fails in a run, whether or not the failure was expected.</summary>
    public static bool IsFailing(CaseResult? result) => result?.Verdict == Verdict.Failed;

    /// <summary>Whether a rule is broken in a run by an error, whether or not that was expected.</summary>
    public static bool IsBroken(RuleResult? rule) => rule is { Severity: Severity.Error, Cases.Count: > 0 };

    private static IEnumerable<RunChange> Rules(RunResult before, RunResult after)
    {
        var old = before.Rules.ToDictionary(static rule => rule.Id, StringComparer.Ordinal);
        foreach (var rule in after.Rules)
        {
            var known = old.Remove(rule.Id, out var earlier);
            if (Kind(rule, known ? earlier : null) is { } kind)
            {
                yield return new RunChange(kind, IsRule: true, rule.Id, known ? Words(earlier!) : null, Words(rule));
            }
        }

        foreach (var rule in old.Values.Where(static rule => rule.Streams > 0))
        {
            yield return new RunChange(ChangeKind.Gone, IsRule: true, rule.Id, Words(rule), After: null);
        }
    }

    private static ChangeKind? Kind(RuleResult rule, RuleResult? earlier) => (IsBroken(earlier), IsBroken(rule)) switch
    {
        (false, true) when rule.Fails => ChangeKind.New,
        (true, false) when rule.Streams > 0 => ChangeKind.Fixed,
        (true, true) when rule.Streams - rule.Held != earlier!.Streams - earlier.Held => ChangeKind.Changed,
        _ => earlier is null && rule.Streams > 0 ? ChangeKind.Added : null,
    };

    private static IEnumerable<RunChange> Cases(RunResult before, RunResult after)
    {
        var old = before.Cases.ToDictionary(static result => result.Id, StringComparer.Ordinal);
        foreach (var result in after.Cases)
        {
            var known = old.Remove(result.Id, out var earlier);
            if (Kind(after.Info, result, known ? earlier : null) is { } kind)
            {
                yield return new RunChange(kind, IsRule: false, result.Id, known ? Words(earlier!) : null, Words(result));
            }
        }

        foreach (var result in old.Values)
        {
            yield return new RunChange(ChangeKind.Gone, IsRule: false, result.Id, Words(result), After: null);
        }
    }

    private static ChangeKind? Kind(RunInfo info, CaseResult result, CaseResult? earlier)
    {
        if (IsFailing(earlier))
        {
            return result.Verdict switch
            {
                Verdict.Passed or Verdict.NonStrict => ChangeKind.Fixed,
                Verdict.Failed when FirstCheck(result) == FirstCheck(earlier!) => null,
                _ => ChangeKind.Changed,
            };
        }

        // A case that the first run does not have, and that fails, has nothing that excuses it.
        if (RunGate.Fails(info, result))
        {
            return ChangeKind.New;
        }

        return earlier is null ? ChangeKind.Added : null;
    }

    private static string? FirstCheck(CaseResult result) =>
        result.Findings.FirstOrDefault(static finding => finding is { Kind: FindingKind.Outcome, Severity: Severity.Error })?.Check;

    private static string Words(CaseResult result)
    {
        var verdict = result.Verdict switch
        {
            Verdict.Passed => result.Flaky ? "flaky" : "passed",
            Verdict.NonStrict => "tolerated",
            Verdict.Failed => FirstCheck(result) is { } check ? $"failed: {check}" : "failed",
            Verdict.NotApplicable => "not applicable",
            Verdict.HarnessError => "harness error",
            Verdict.DidNotRun => "did not run",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return result.Known is null ? verdict : verdict + " (known)";
    }

    private static string Words(RuleResult rule) => rule.Streams == 0
        ? "applied to no answer"
        : $"held in {rule.Held} of {rule.Streams} answers{(rule.Known is null ? "" : " (known)")}";
}
