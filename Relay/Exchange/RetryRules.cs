using System.Net;
using System.Security.Cryptography;
using Relay.Contract;
using Relay.Options;
using Relay.Profiles;

namespace Relay.Exchange;

/// <summary>The relay's own rules for retries: an exhausted quota is not retried, and any form of a delay counts.</summary>
internal sealed class RetryRules(RelayRetries retries, TimeProvider time) : IRetryRules
{
    // A 429 for an exhausted quota (Q128): waiting does not refill an account.
    private static readonly string[] Quota =
        ["insufficient_quota", "usage_not_included", "usage_limit_reached", "billing_hard_limit_reached"];

    public TimeSpan? WaitBefore(int made, ApiError failure, HttpResponseMessage? response)
    {
        if (made >= retries.Max || !IsWorthIt(failure, response))
        {
            return null;
        }

        return (ReadDelay(failure, response) ?? Backoff(made)) is var wait && wait <= retries.Cap ? wait : null;
    }

    // Some vendors write the delay only in the error message (Q127).
    private TimeSpan? ReadDelay(ApiError failure, HttpResponseMessage? response)
    {
        if (response is null)
        {
            return null;
        }

        return RetryAfter.Read(response.Headers, time.GetUtcNow()) ?? failure.RetryAfter ?? Hint(failure, response);
    }

    private static TimeSpan? Hint(ApiError failure, HttpResponseMessage? response) =>
        response?.StatusCode is HttpStatusCode.TooManyRequests ? RetryAfter.ReadHint(failure.Message) : null;

    private static bool IsWorthIt(ApiError failure, HttpResponseMessage? response) => response is null
        ? failure == Failures.ConnectionLost || failure == Failures.Unreachable
        : (int)response.StatusCode is 429 or >= 500 && failure.Status is 429 or >= 500 && !IsQuota(failure) && !IsDeclined(response);

    private static bool IsQuota(ApiError failure) =>
        Quota.Contains(failure.Code, StringComparer.Ordinal) || Quota.Contains(failure.Type, StringComparer.Ordinal);

    // OpenAI's SDKs obey this header, too.
    private static bool IsDeclined(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("x-should-retry", out var values)
            && values.ToString().Equals("false", StringComparison.OrdinalIgnoreCase);

    // The full delay is random: clients that were rejected together do not return together.
    private TimeSpan Backoff(int made)
    {
        var longest = Math.Min(retries.Base.TotalMilliseconds * Math.Pow(2, made), retries.Cap.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)longest + 1));
    }
}
