using System.Net;
using System.Security.Cryptography;
using Relay.Contract;
using Relay.Options;
using Relay.Policies;

namespace Relay.Exchange;

/// <summary>Decides whether a refused call is made again, and after which wait (Q126–Q128).</summary>
internal sealed class RetryRules(RelayRetries retries, RetrySet rules, TimeProvider time)
{
    // Waiting does not fill an account.
    private static readonly string[] Quota =
        ["insufficient_quota", "usage_not_included", "usage_limit_reached", "billing_hard_limit_reached"];

    /// <summary>How long to wait before the next call; <see langword="null"/> when there is none.</summary>
    /// <param name="made">Calls made again so far.</param>
    /// <param name="failure">How the last one failed.</param>
    /// <param name="response">The refusal's status and headers; <see langword="null"/> when no answer came.</param>
    public TimeSpan? WaitBefore(int made, ApiError failure, HttpResponseMessage? response)
    {
        if (made >= retries.Max || !IsWorthIt(failure, response))
        {
            return null;
        }

        return (Said(failure, response) ?? Backoff(made)) is var wait && wait <= retries.Cap ? wait : null;
    }

    private TimeSpan? Said(ApiError failure, HttpResponseMessage? response)
    {
        if (response is null)
        {
            return null;
        }

        return rules is RetrySet.CodexCore ? RetryAfter.ReadWholeSeconds(response.Headers) : RetryAfter.Read(response.Headers, time.GetUtcNow()) ?? Hint(failure, response);
    }

    private static TimeSpan? Hint(ApiError failure, HttpResponseMessage? response) =>
        response?.StatusCode is HttpStatusCode.TooManyRequests ? RetryAfter.ReadHint(failure.Message) : null;

    private bool IsWorthIt(ApiError failure, HttpResponseMessage? response) => response is null
        ? failure == Failures.ConnectionLost || failure == Failures.Unreachable
        : (int)response.StatusCode is 429 or >= 500 && (rules is RetrySet.CodexCore || (!IsQuota(failure) && !IsDeclined(response)));

    private static bool IsQuota(ApiError failure) =>
        Quota.Contains(failure.Code, StringComparer.Ordinal) || Quota.Contains(failure.Type, StringComparer.Ordinal);

    // What OpenAI's own SDKs obey.
    private static bool IsDeclined(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("x-should-retry", out var values) && values.ToString().Equals("false", StringComparison.OrdinalIgnoreCase);

    private TimeSpan Backoff(int made)
    {
        var longest = Math.Min(retries.Base.TotalMilliseconds * Math.Pow(2, made), retries.Cap.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(rules is RetrySet.CodexCore ? Jittered(longest) : RandomNumberGenerator.GetInt32((int)longest + 1));
    }

    // codex-core waits this long, a tenth less or more. The contract has full jitter: clients that were refused together do not come again together.
    private static double Jittered(double milliseconds)
    {
        var tenth = (int)(milliseconds / 10);
        return milliseconds - tenth + RandomNumberGenerator.GetInt32((2 * tenth) + 1);
    }
}
