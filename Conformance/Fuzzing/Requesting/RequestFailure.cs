namespace Conformance.Fuzzing.Requesting;

/// <summary>One way in which the relay fails at requests, with the first request that showed it.</summary>
/// <param name="Number">The number of that request within its seed.</param>
/// <param name="Endpoint">The method and the path, without ids.</param>
/// <param name="Fault">What is wrong with the answer.</param>
/// <param name="File">The file that the request was written to.</param>
internal sealed record RequestFailure(long Number, string Endpoint, RequestFault Fault, string File)
{
    /// <summary>The number of requests that failed this way.</summary>
    public int Times { get; init; } = 1;
}
