namespace Conformance.Fuzzing;

/// <summary>Watches a run of generated cases, such as the console. Called by one thread at a time.</summary>
internal interface IFuzzWatcher
{
    /// <summary>Reports that a case was played.</summary>
    /// <param name="cases">The number of cases that were played so far.</param>
    /// <param name="plays">The number of requests to the relay so far.</param>
    /// <param name="failures">The number of different failures that were found so far.</param>
    /// <param name="elapsed">The time since the start.</param>
    void ReportPlay(long cases, long plays, int failures, TimeSpan elapsed);

    /// <summary>Reports that a case was written because it shows failures that no earlier case showed.</summary>
    /// <param name="failures">Its new failures, at least one.</param>
    void ReportFailures(IReadOnlyList<FuzzFailure> failures);
}
