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

    /// <summary>The code of a run. A broken harness beats a failed case: what the run says about the relay is then in doubt.</summary>
    public static int Of(IReadOnlyCollection<CaseResult> cases, int selected, bool cancelled, bool stopped)
    {
        if (cancelled)
        {
            return Cancelled;
        }

        if (selected == 0)
        {
            return NothingSelected;
        }

        if (stopped || cases.Any(result => result.Verdict == Verdict.HarnessError))
        {
            return Harness;
        }

        return cases.Any(result => result.Verdict == Verdict.Failed && Levels.IsRed(result.Level)) ? Unexpected : AsExpected;
    }
}
