namespace Conformance.Fuzzing;

/// <summary>Watches a run of generated cases, such as the console. Called by one thread at a time.</summary>
internal interface IFuzzWatcher
{
    /// <summary>Reports that a case was played.</summary>
    /// <param name="cases">How many cases were played so far.</param>
    /// <param name="plays">How often the relay was asked so far.</param>
    /// <param name="failures">How many different failures were found so far.</param>
    /// <param name="elapsed">The time since the start.</param>
    void Played(long cases, long plays, int failures, TimeSpan elapsed);

    /// <summary>Reports that a case was written because it shows failures that no earlier case showed.</summary>
    /// <param name="failures">Its new failures, at least one.</param>
    void Found(IReadOnlyList<FuzzFailure> failures);
}
