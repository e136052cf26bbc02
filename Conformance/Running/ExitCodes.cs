using Conformance.Results;

namespace Conformance.Running;

/// <summary>The exit codes, a public contract.</summary>
internal static class ExitCodes
{
    public const int AsExpected = 0;
    public const int Unexpected = 1;
    public const int WrongUsage = 2;
    public const int Harness = 3;
    public const int NothingSelected = 4;
    public const int Cancelled = 130;

    // The most serious code first: a run without a verdict about the relay must not look like one with a verdict.
    private static readonly int[] Worst = [Cancelled, WrongUsage, Harness, Unexpected, NothingSelected, AsExpected];

    /// <summary>Returns the exit code of several runs: the worst of their codes.</summary>
    public static int OfAll(IReadOnlyCollection<int> codes) => Array.Find(Worst, codes.Contains);

    /// <summary>
    /// Returns the exit code of a run. A harness error takes precedence over a failed case, because it puts the result in doubt.
    /// </summary>
    public static int FromRun(RunResult run, int selected, bool cancelled, bool stopped)
    {
        if (cancelled)
        {
            return Cancelled;
        }

        if (selected == 0)
        {
            return NothingSelected;
        }

        if (stopped || run.Cases.Any(result => result.Verdict == Verdict.HarnessError))
        {
            return Harness;
        }

        // A run in which no selected case was judged must not look like a pass.
        if (run.Cases.Count > 0 && run.Cases.All(result => result.Verdict is Verdict.NotApplicable or Verdict.DidNotRun))
        {
            return NothingSelected;
        }

        return RunGate.Fails(run) ? Unexpected : AsExpected;
    }
}
