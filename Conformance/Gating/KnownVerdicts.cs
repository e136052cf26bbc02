using Conformance.Results;
using Scenarios.Words;

namespace Conformance.Gating;

/// <summary>Finds entries of known failures that a run no longer confirms.</summary>
internal static class KnownVerdicts
{
    private const int MaxNamed = 3;

    /// <summary>The entries that no longer hold, in the order of the file.</summary>
    /// <param name="list">The known failures.</param>
    /// <param name="run">The run, its end not needed.</param>
    /// <param name="catalog">The ids of all cases.</param>
    /// <param name="isWhole">
    /// Whether the run played all cases. Only then does a rule without findings contradict its entry.
    /// </param>
    public static IEnumerable<GateFinding> Examine(KnownList list, RunResult run, IReadOnlyCollection<string> catalog, bool isWhole) =>
        list.Entries.Select(entry => entry.Rule is { } rule ? OfRule(entry, rule, run, isWhole) : OfCases(entry, run, catalog))
            .OfType<GateFinding>();

    /// <summary>Whether a case of the run is one that an entry can be held against: it was judged, and always in the same way.</summary>
    public static bool IsJudged(CaseResult result) =>
        result is { Verdict: Verdict.Passed or Verdict.NonStrict or Verdict.Failed, Flaky: false };

    /// <summary>Returns whether the case fails as the entry describes.</summary>
    public static bool IsMatch(KnownEntry entry, CaseResult result) => entry.Check is null
        ? result.Verdict == Verdict.Failed
        : result.Findings.Any(finding => finding.Severity == Severity.Error && KnownList.Covers(entry, result.Id, finding));

    /// <summary>Whether a rule is broken by an error somewhere in the run.</summary>
    public static bool IsBroken(string rule, RunResult run) =>
        run.Cases.Any(result => result.Findings.Any(finding => finding is { Kind: FindingKind.Rule, Severity: Severity.Error }
            && finding.Check == rule));

    private static GateFinding? OfRule(KnownEntry entry, string rule, RunResult run, bool isWhole)
    {
        var row = run.Rules.FirstOrDefault(row => row.Id == rule);
        if (!isWhole || row is null or { Streams: 0 } || IsBroken(rule, run))
        {
            return null;
        }

        return Finding(
            GateFindingKind.UnexpectedPass,
            entry,
            $"unexpected pass: the rule {rule} now holds in all {row.Streams} answers; delete the entry, or run relayconf known update");
    }

    private static GateFinding? OfCases(KnownEntry entry, RunResult run, IReadOnlyCollection<string> catalog)
    {
        if (!catalog.Any(entry.Case!.Matches))
        {
            var hint = WordSuggestion.Find(entry.Case.Text, catalog) is { } near
                ? $"did you mean {near}?"
                : "relayconf list shows the cases.";
            return Finding(
                GateFindingKind.StaleEntry,
                entry,
                $"stale entry: no case matches '{entry.Case}'; {hint} Correct or delete the entry, or run relayconf known update");
        }

        if (entry.Check is { } check && run.Info.SkippedRules.Contains(check))
        {
            return null;
        }

        var judged = run.Cases.Where(result => entry.Case.Matches(result.Id) && IsJudged(result)).ToList();
        var passing = judged.FindAll(result => !IsMatch(entry, result));
        return passing.Count == 0 ? null : Finding(
            GateFindingKind.UnexpectedPass, entry, $"unexpected pass: {Sentence(entry, judged, passing)}, or run relayconf known update");
    }

    private static string Sentence(KnownEntry entry, List<CaseResult> judged, List<CaseResult> passing)
    {
        var ids = string.Join(", ", passing.Take(MaxNamed).Select(result => result.Id))
            + (passing.Count > MaxNamed ? $" and {passing.Count - MaxNamed} more" : "");
        if (judged.Count > 1)
        {
            return $"{passing.Count} of the {judged.Count} cases "
                + $"of '{entry.Case}' {(entry.Check is { } with ? $"do not fail with {with}" : "do not fail")} now ({ids}); "
                + "narrow the pattern";
        }

        if (entry.Check is not { } check)
        {
            return $"{ids} now passes; delete the entry";
        }

        var instead = passing[0].Verdict == Verdict.Failed ? ", but with another check" : "";
        return $"{ids} no longer fails with {check}{instead}; delete the entry";
    }

    private static GateFinding Finding(GateFindingKind kind, KnownEntry entry, string message) => new()
    {
        Kind = kind,
        Subject = entry.Name,
        Message = $"{entry.Place}: {message}.",
        File = entry.Place.File,
        Line = entry.Place.Line,
        Fails = true,
    };
}
