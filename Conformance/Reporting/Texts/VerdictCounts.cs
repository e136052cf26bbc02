using Conformance.Results;

namespace Conformance.Reporting.Texts;

/// <summary>Counts the cases of each verdict, worst first; a verdict without cases is included with zero.</summary>
internal static class VerdictCounts
{
    /// <summary>The order in which verdicts are shown everywhere.</summary>
    public static IReadOnlyList<Verdict> Order { get; } =
        [Verdict.Failed, Verdict.HarnessError, Verdict.DidNotRun, Verdict.NonStrict, Verdict.Passed, Verdict.NotApplicable];

    public static IReadOnlyList<KeyValuePair<Verdict, int>> Count(RunResult run) =>
        [.. Order.Select(verdict => KeyValuePair.Create(verdict, run.Cases.Count(result => result.Verdict == verdict)))];

    /// <summary>Returns the verdict's word as it stands in <c>results.jsonl</c>.</summary>
    public static string GetKey(Verdict verdict) => verdict switch
    {
        Verdict.Passed => "passed",
        Verdict.NonStrict => "non_strict",
        Verdict.Failed => "failed",
        Verdict.NotApplicable => "not_applicable",
        Verdict.HarnessError => "harness_error",
        Verdict.DidNotRun => "did_not_run",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, message: null),
    };

    /// <summary>Returns the verdict's words for people, the same on the terminal and on all pages.</summary>
    public static string GetWords(Verdict verdict) => verdict switch
    {
        Verdict.Passed => "right",
        Verdict.NonStrict => "tolerated",
        Verdict.Failed => "wrong",
        _ => GetKey(verdict).Replace('_', ' '),
    };

    /// <summary>Returns the number of cases with a result. A case that did not run has a line but no result.</summary>
    public static int WithResult(RunResult run) => run.Cases.Count(static result => result.Verdict != Verdict.DidNotRun);

    /// <summary>Returns whether the run stopped before every selected case had a result.</summary>
    public static bool IsPartial(RunResult run) => run.End is null or { Partial: true };
}
