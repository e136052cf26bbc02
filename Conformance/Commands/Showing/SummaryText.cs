using Conformance.Results;
using Conformance.Running;

namespace Conformance.Commands.Showing;

/// <summary>A run in one line.</summary>
internal static class SummaryText
{
    public static (Tone Tone, string Text) Of(RunResult run)
    {
        int Count(Verdict verdict) => run.Cases.Count(result => result.Verdict == verdict);
        var told = run.Cases.Count(result => result.Verdict == Verdict.Failed && !RunGate.Fails(run.Info, result));
        List<string> parts = [$"{Count(Verdict.Passed)} passed", $"{Count(Verdict.Failed)} failed{(told > 0 ? $" ({told} do not fail the run)" : "")}"];
        Add(parts, Count(Verdict.NonStrict), "non-strict");
        Add(parts, Count(Verdict.NotApplicable), "not applicable");
        Add(parts, Count(Verdict.HarnessError), "harness errors");
        Add(parts, run.Rules.Count(rule => rule.Fails), "rules broken");
        Add(parts, run.Info.Selected - run.Cases.Count + Count(Verdict.DidNotRun), "not run");
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
