namespace Conformance.Fuzzing.Requesting;

/// <summary>Watches a run of generated requests, such as the console. Called by one thread at a time.</summary>
internal interface IRequestWatcher
{
    /// <summary>Reports that requests were sent.</summary>
    /// <param name="requests">The number of requests so far.</param>
    /// <param name="failures">The number of different failures so far.</param>
    /// <param name="elapsed">The time since the start.</param>
    void ReportRequests(long requests, int failures, TimeSpan elapsed);

    /// <summary>Reports a failure that no earlier request showed.</summary>
    void ReportFailure(RequestFailure failure);
}
