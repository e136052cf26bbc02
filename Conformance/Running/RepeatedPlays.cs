using System.Globalization;
using Conformance.Results;
using Conformance.Running.Cases;
using Scenarios.Model;

namespace Conformance.Running;

/// <summary>Plays a case several times if that is configured, and combines the plays into one result.</summary>
/// <remarks>
/// A case whose plays differ is flaky. If one play passed, the case passes and its result names the finding of the other one; otherwise it
/// fails.
/// A rule that is broken in any play stays broken in the result: another play does not repair it.
/// </remarks>
/// <param name="play">Plays a case once.</param>
/// <param name="count">How often.</param>
/// <param name="mark">Marks known failures; what is expected to fail is not played again.</param>
internal sealed class RepeatedPlays(
    Func<Scenario, CancellationToken, Task<CaseOutcome>> play, PlayCount count, Func<CaseResult, CaseResult> mark)
{
    /// <summary>Plays the case as often as needed.</summary>
    public async Task<CaseOutcome> RunAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        List<CaseOutcome> plays = [await play(scenario, cancellationToken)];
        while (IsOwn(plays[^1]) && IsPlayedAgain(plays))
        {
            plays.Add(await play(scenario, cancellationToken));
        }

        return plays.Count == 1 || !IsOwn(plays[^1]) ? plays[^1] : One(plays);
    }

    /// <summary>
    /// Whether an outcome belongs to the case. If the relay died during it, it does not yet, and the run plays the case again alone.
    /// </summary>
    private static bool IsOwn(CaseOutcome outcome) => outcome is { StopsTheRun: null, Death: null };

    private bool IsPlayedAgain(List<CaseOutcome> plays)
    {
        var last = plays[^1].Result;
        if (last.Verdict is Verdict.NotApplicable or Verdict.HarnessError or Verdict.DidNotRun)
        {
            return false;
        }

        return plays.Count < count.Repeat || (last.Verdict == Verdict.Failed && plays.Count <= count.Retries && mark(last).Known is null);
    }

    private static CaseOutcome One(List<CaseOutcome> plays)
    {
        var shown = Shown(plays);
        var differ = plays.Select(static outcome => Signature(outcome.Result)).Distinct(StringComparer.Ordinal).Count() > 1;
        var result = shown.Result with
        {
            Attempts = plays.Count,
            Flaky = differ || shown.Result.Flaky,
            Reason = differ ? Words(plays) : shown.Result.Reason,
            DurationMs = plays.Sum(static outcome => outcome.Result.DurationMs),
            Findings = [.. shown.Result.Findings, .. RulesOfOthers(plays, shown)],
        };
        return shown with { Result = result };
    }

    /// <summary>Returns the play that decides: a harness error, else the last play that passed, else the last one.</summary>
    private static CaseOutcome Shown(List<CaseOutcome> plays) =>
        plays.Find(static outcome => outcome.Result.Verdict == Verdict.HarnessError)
        ?? plays.FindLast(static outcome => outcome.Result.Verdict is Verdict.Passed or Verdict.NonStrict)
        ?? plays[^1];

    private static string Signature(CaseResult result) => string.Join(' ',
        result.Findings.Where(static finding => finding.Severity == Severity.Error)
            .Select(static finding => finding.Check)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Prepend(result.Verdict.ToString()));

    private static IEnumerable<Finding> RulesOfOthers(List<CaseOutcome> plays, CaseOutcome shown)
    {
        var seen = shown.Result.Findings.Where(static finding => finding.Kind == FindingKind.Rule)
            .Select(static finding => finding.Check)
            .ToHashSet(StringComparer.Ordinal);
        for (var index = 0; index < plays.Count; index++)
        {
            foreach (var finding in plays[index].Result.Findings
                .Where(finding => finding is { Kind: FindingKind.Rule, Severity: Severity.Error } && seen.Add(finding.Check)))
            {
                // Its place is in a stream that is not shown.
                yield return finding with
                {
                    Event = null,
                    Offset = null,
                    After = null,
                    Message = string.Create(CultureInfo.InvariantCulture, $"In play {index + 1} of {plays.Count}: {finding.Message}"),
                };
            }
        }
    }

    private static string Words(List<CaseOutcome> plays)
    {
        var failed = plays.FindAll(static outcome => outcome.Result.Verdict == Verdict.Failed);
        var head = string.Create(CultureInfo.InvariantCulture, $"flaky: {plays.Count} plays, {failed.Count} failed");
        var first = failed.SelectMany(static outcome => outcome.Result.Findings)
            .FirstOrDefault(static finding => finding is { Kind: FindingKind.Outcome, Severity: Severity.Error });
        return first is null
            ? head + (failed.Count == 0 ? ", and they differ in the broken rules" : "")
            : $"{head}; check={first.Check}: {first.Message}";
    }
}
