namespace Conformance.Fuzzing;

/// <summary>Watches a session of generated cases, such as the console. Called by one thread at a time.</summary>
internal interface IFuzzWatcher
{
    /// <summary>A case was played.</summary>
    /// <param name="cases">How many cases were played so far.</param>
    /// <param name="plays">How often the relay was asked so far.</param>
    /// <param name="failures">How many different failures were found so far.</param>
    /// <param name="elapsed">The time since the start.</param>
    void Played(long cases, long plays, int failures, TimeSpan elapsed);

    /// <summary>A failure was found that no case before it showed.</summary>
    void Found(FuzzFailure failure);
}
