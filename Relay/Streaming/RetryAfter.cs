using System.Globalization;
using System.Net.Http.Headers;

namespace Relay.Streaming;

/// <summary>When an upstream wants to be asked again, in whichever form it says so (Q127): milliseconds, seconds, fractions of them, a date.</summary>
internal static class RetryAfter
{
    private const double MostMilliseconds = int.MaxValue;

    /// <summary>Reads the wait.</summary>
    /// <param name="headers">The headers of a refusal.</param>
    /// <param name="now">What dates are counted from.</param>
    /// <returns>The wait, zero for a date in the past, or <see langword="null"/> when nothing usable is said.</returns>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var seconds = First(headers, "Retry-After");
        return Span(First(headers, "retry-after-ms"), unit: 1) ?? Span(seconds, unit: 1000) ?? UntilDate(seconds, now);
    }

    private static string? First(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault()?.Trim() : null;

    private static TimeSpan? Span(string? number, double unit) =>
        double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && double.IsFinite(count)
            ? TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(count * unit), MostMilliseconds))
            : null;

    private static TimeSpan? UntilDate(string? text, DateTimeOffset now)
    {
        if (!RetryConditionHeaderValue.TryParse(text, out var parsed) || parsed.Date is not { } date)
        {
            return null;
        }

        return date > now ? date - now : TimeSpan.Zero;
    }
}
