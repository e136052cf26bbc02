using System.Security.Cryptography;
using Relay.Contract;
using Relay.Exchange;
using Relay.Options;
using Relay.Profiles;

namespace Relay.Compat.CodexCore;

/// <summary>
/// Retries every 429 and 5xx, an exhausted quota included, and reads the delay from <c>Retry-After</c> in whole seconds only.
/// </summary>
internal sealed class CodexCoreRetryRules(RelayRetries retries) : IRetryRules
{
    public TimeSpan? WaitBefore(int made, ApiError failure, HttpResponseMessage? response)
    {
        if (made >= retries.Max || !IsWorthRetrying(failure, response))
        {
            return null;
        }

        var asked = response is null ? null : RetryAfter.ReadWholeSeconds(response.Headers);
        return (asked ?? Backoff(made)) is var wait && wait <= retries.Cap ? wait : null;
    }

    private static bool IsWorthRetrying(ApiError failure, HttpResponseMessage? response) =>
        response is null
            ? failure == Failures.ConnectionLost || failure == Failures.Unreachable
            : (int)response.StatusCode is 429 or >= 500;

    // It waits this long, plus or minus a tenth.
    private TimeSpan Backoff(int made)
    {
        var milliseconds = Math.Min(retries.Base.TotalMilliseconds * Math.Pow(2, made), retries.Cap.TotalMilliseconds);
        var tenth = (int)(milliseconds / 10);
        return TimeSpan.FromMilliseconds(milliseconds - tenth + RandomNumberGenerator.GetInt32((2 * tenth) + 1));
    }
}
