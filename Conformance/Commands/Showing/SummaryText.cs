using Conformance.Results;
using Conformance.Running;

namespace Conformance.Commands.Showing;

/// <summary>A run in one line.</summary>
internal static class SummaryText
{
    public static (Tone Tone, string Text) Of(RunResult run)
    {
        int Count(Verdict verdict) => run.Cases.Count(result => result.Verdict == verdict);
        var known = run.Cases.Count(static result => result is { Verdict: Verdict.Failed, Known: not null });
        var told = run.Cases.Count(result => result is { Verdict: Verdict.Failed, Known: null } && !RunGate.Fails(run.Info, result));
        List<string> why = [];
        Add(why, known, "known");
        Add(why, told, "do not fail the run");
        var flaky = run.Cases.Count(static result => result.Flaky && result.Verdict != Verdict.Failed);
        List<string> parts = [$"{Count(Verdict.Passed)} passed{(flaky > 0 ? $" ({flaky} flaky)" : "")}", $"{Count(Verdict.Failed)} failed{(why.Count > 0 ? $" ({string.Join(", ", why)})" : "")}"];
        Add(parts, Count(Verdict.NonStrict), "non-strict");
        Add(parts, Count(Verdict.NotApplicable), "not applicable");
        Add(parts, Count(Verdict.HarnessError), "harness errors");
        Add(parts, run.Rules.Count(rule => rule.Fails), "rules broken");
        Add(parts, run.Rules.Count(static rule => rule.Known is not null), "rules broken as known");
        Add(parts, run.End?.Gate.Count(static finding => finding.Kind == GateFindingKind.UnexpectedPass) ?? 0, "unexpected passes");
        Add(parts, run.End?.Gate.Count(static finding => finding.Kind == GateFindingKind.StaleEntry) ?? 0, "stale entries");
        Add(parts, run.Info.Selected - run.Cases.Count, "not run");
        var end = run.End;
        var time = end is null ? "" : $" in {end.DurationMs / 1000:0.0} s";
        var tone = end?.ExitCode == ExitCodes.AsExpected ? Tone.Good : Tone.Bad;
        return (tone, string.Join(", ", parts) + time + (end is { Partial: true } ? " (partial)" : ""));
    }

    private static void Add(List<string> parts, int count, string words)
    {
        if (count > 0)
        {
            parts.Add($"{count} {words}");
        }
    }
}
