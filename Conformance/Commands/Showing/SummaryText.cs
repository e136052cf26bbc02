using Conformance.Results;
using Conformance.Running;

namespace Conformance.Commands.Showing;

/// <summary>Summarises a run in one line: the cases' outcomes, and the rules.</summary>
internal static class SummaryText
{
    public static (Tone Tone, string Text) Create(RunResult run)
    {
        var end = run.End;
        var time = end is null ? "" : $" in {end.DurationMs / 1000:0.0} s";
        var tone = end?.ExitCode == ExitCodes.AsExpected ? Tone.Good : Tone.Bad;
        return (tone, FormatCases(run) + FormatRules(run) + FormatKnown(run) + time + (end is { Partial: true } ? " (partial)" : ""));
    }

    private static string FormatCases(RunResult run)
    {
        int Count(Verdict verdict) => run.Cases.Count(result => result.Verdict == verdict);
        List<string> parts = [$"{Count(Verdict.Passed)} right", FormatWrong(run)];
        Add(parts, Count(Verdict.NonStrict), "tolerated");
        Add(parts, run.Cases.Count(result => result.Flaky), "flaky");
        Add(parts, Count(Verdict.NotApplicable), "not applicable");
        Add(parts, Count(Verdict.HarnessError), Count(Verdict.HarnessError) == 1 ? "harness error" : "harness errors");
        Add(parts, Count(Verdict.DidNotRun) + Math.Max(0, run.Info.Selected - run.Cases.Count), "did not run");
        return $"{Math.Max(run.Info.Selected, run.Cases.Count)} {(run.Info.Selected == 1 ? "case" : "cases")}: {string.Join(", ", parts)}";
    }

    private static string FormatWrong(RunResult run)
    {
        var wrong = run.Cases.Where(result => result.Verdict == Verdict.Failed).ToList();
        List<string> apart = [];
        Add(apart, wrong.Count(result => result.Known is not null), "known");
        Add(
            apart,
            wrong.Count(result => result.Known is null && !RunGate.Fails(run.Info, result)),
            $"weaker than --fail-on {run.Info.FailOn}");
        return $"{wrong.Count} wrong" + (apart.Count > 0 ? $" ({string.Join(", ", apart)})" : "");
    }

    /// <summary>
    /// Returns the number of compared plays in other presentations and the number that differ; <see langword="null"/> if none was played.
    /// </summary>
    public static string? FormatVariations(RunResult run)
    {
        var plays = run.Cases.Sum(static result => result.Variations);
        var differ = run.Cases.Count(static result =>
            result.Findings.Any(static finding => finding is { Variation: not null, Severity: Severity.Error }));
        return plays == 0
            ? null
            : $"variations: {plays} plays of {run.Cases.Count(static result => result.Variations > 0)} cases, {differ} differ";
    }

    /// <summary>Returns the rules, as far as they are judged; a file of results may hold none.</summary>
    private static string FormatRules(RunResult run)
    {
        if (run.Rules.Count == 0)
        {
            return "";
        }

        var broken = run.Rules.Count(IsBroken);
        List<string> apart = [];
        Add(apart, run.Rules.Count(rule => IsBroken(rule) && rule.Known is not null), "known");
        Add(apart, run.Rules.Count(rule => IsBroken(rule) && rule.Known is null && !rule.Fails), "not failing the run");
        var warned = run.Rules.Count(rule => rule.Cases.Count > 0 && rule.Severity != Severity.Error);
        return $"; rules: {broken} of {run.Rules.Count} broken" + (apart.Count > 0 ? $" ({string.Join(", ", apart)})" : "")
            + (warned > 0 ? $"; {warned} {(broken > 0 ? "more " : "")}with warnings only" : "");
    }

    /// <summary>Returns the entries of the list of known failures that no longer apply.</summary>
    private static string FormatKnown(RunResult run)
    {
        List<string> parts = [];
        Add(parts, run.End?.Gate.Count(static finding => finding.Kind == GateFindingKind.UnexpectedPass) ?? 0, "unexpected passes");
        Add(parts, run.End?.Gate.Count(static finding => finding.Kind == GateFindingKind.StaleEntry) ?? 0, "stale entries");
        return parts.Count > 0 ? "; known failures: " + string.Join(", ", parts) : "";
    }

    /// <summary>Returns whether some answer breaks a rule in a way that is an error.</summary>
    public static bool IsBroken(RuleResult rule) => rule.Cases.Count > 0 && rule.Severity == Severity.Error;

    private static void Add(List<string> parts, int count, string words)
    {
        if (count > 0)
        {
            parts.Add($"{count} {words}");
        }
    }
}
