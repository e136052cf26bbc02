namespace Conformance.Results;

/// <summary>Says what fails a run. The console, the exit code, JUnit and every other output ask here.</summary>
public static class RunGate
{
    private static readonly string[] Levels = ["must", "should", "may", "info"];

    /// <summary>Whether a level is at least as strong as the weakest one that fails a run.</summary>
    /// <param name="failOn">The weakest level that fails a run.</param>
    /// <param name="level">The level of a case.</param>
    public static bool IsStrongEnough(string failOn, string level) => Array.IndexOf(Levels, level) <= Array.IndexOf(Levels, failOn);

    /// <summary>
    /// Whether a case fails the run: its outcome is wrong, it is strong enough, the failure is not a known one, and outcomes count (no
    /// <c>--only-rules</c>).
    /// A flaky case counts as passed, unless <c>--fail-on-flaky</c> was given.
    /// </summary>
    public static bool Fails(RunInfo info, CaseResult result)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(result);

        if (info.OnlyRules || !IsStrongEnough(info.FailOn, result.Level))
        {
            return false;
        }

        return (result.Verdict == Verdict.Failed && result.Known is null) || (info.FailOnFlaky && result.Flaky && result.Known is null);
    }

    /// <summary>Whether anything of a run fails it.</summary>
    public static bool Fails(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);

        return run.Cases.Any(result => Fails(run.Info, result)) || run.Rules.Any(rule => rule.Fails)
            || (run.End?.Gate.Any(finding => finding.Fails) ?? false);
    }
}
