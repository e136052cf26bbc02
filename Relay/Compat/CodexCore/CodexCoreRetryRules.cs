using System.Globalization;
using System.Net.Http.Headers;
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

        var asked = response is null ? null : ReadWholeSeconds(response.Headers);
        return (asked ?? Backoff(made)) is var wait && wait <= retries.Cap ? wait : null;
    }

    private static bool IsWorthRetrying(ApiError failure, HttpResponseMessage? response) =>
        response is null
            ? failure == Failures.ConnectionLost || failure == Failures.Unreachable || failure == Failures.NotAnAnswer
            : (int)response.StatusCode is 429 or >= 500;

    // It reads digits, which a plus may precede, and nothing else: no fraction, no date, no milliseconds.
    private static TimeSpan? ReadWholeSeconds(HttpResponseHeaders headers)
    {
        var value = headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault()?.Trim() : null;
        var digits = value is ['+', .. var rest] ? rest : value;
        return uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    // It waits this long, plus or minus a tenth.
    private TimeSpan Backoff(int made)
    {
        var milliseconds = Math.Min(retries.Base.TotalMilliseconds * Math.Pow(2, made), retries.Cap.TotalMilliseconds);
        var tenth = (int)(milliseconds / 10);
        return TimeSpan.FromMilliseconds(milliseconds - tenth + RandomNumberGenerator.GetInt32((2 * tenth) + 1));
    }
}
