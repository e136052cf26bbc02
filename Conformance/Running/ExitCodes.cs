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

    // The worst first: what says nothing about a relay must not hide behind what does.
    private static readonly int[] Worst = [Cancelled, WrongUsage, Harness, Unexpected, NothingSelected, AsExpected];

    /// <summary>The code of several runs: that of the worst.</summary>
    public static int OfAll(IReadOnlyCollection<int> codes) => Array.Find(Worst, codes.Contains);

    /// <summary>The code of a run. A broken harness beats a failed case: what the run says about the relay is then in doubt.</summary>
    public static int Of(RunResult run, int selected, bool cancelled, bool stopped)
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

        // What was asked for and never judged says nothing, and must not look like a pass.
        if (run.Cases.Count > 0 && run.Cases.All(result => result.Verdict is Verdict.NotApplicable or Verdict.DidNotRun))
        {
            return NothingSelected;
        }

        return RunGate.Fails(run) ? Unexpected : AsExpected;
    }
}
