using Relay.Contract;

namespace Relay.Profiles;

/// <summary>Decides whether a failed call is made again, and after which delay (Q126–Q128).</summary>
internal interface IRetryRules
{
    /// <summary>Returns the delay before the next call; <see langword="null"/> when there is none.</summary>
    /// <param name="made">The number of retries so far.</param>
    /// <param name="failure">The failure of the last call.</param>
    /// <param name="response">The rejection's status and headers; <see langword="null"/> when no answer came.</param>
    TimeSpan? WaitBefore(int made, ApiError failure, HttpResponseMessage? response);
}
