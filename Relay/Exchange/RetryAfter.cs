using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Relay.Contract;

namespace Relay.Exchange;

/// <summary>
/// When an upstream wants to be asked again, in whichever form it says so (Q127): milliseconds, seconds, fractions of them, a date.
/// </summary>
internal static partial class RetryAfter
{
    private const double MostMilliseconds = int.MaxValue;

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);

    // Nobody fills an account within seconds.
    private static readonly TimeSpan UsualQuota = TimeSpan.FromMinutes(1);

    /// <summary>Reads the wait.</summary>
    /// <param name="headers">The headers of a refusal.</param>
    /// <param name="now">What dates are counted from.</param>
    /// <returns>The wait, zero for a date in the past, or <see langword="null"/> when nothing usable is said.</returns>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var seconds = First(headers, "Retry-After");
        return Span(First(headers, "retry-after-ms"), unit: 1) ?? Span(seconds, unit: 1000) ?? UntilDate(seconds, now);
    }

    /// <summary>
    /// Returns the whole seconds to name for a failure that must name a wait: those of its error or its message, or else a usual wait.
    /// </summary>
    public static int GetSeconds(ApiError failure)
    {
        var wait = failure.RetryAfter ?? ReadHint(failure.Message) ?? (failure.Code == "insufficient_quota" ? UsualQuota : Usual);
        return (int)Math.Max(1, Math.Ceiling(wait.TotalSeconds));
    }

    /// <summary>
    /// Reads the wait out of a sentence: "try again in 11.054s", "28ms", "35 seconds", "1m30s"; where a rate limit is told without a
    /// header.
    /// </summary>
    public static TimeSpan? ReadHint(string message)
    {
        if (Find(message) is not { } hint)
        {
            return null;
        }

        var minutes = Span(hint.Groups["minutes"].Value, unit: 60_000);
        var rest = Span(hint.Groups["count"].Value, UnitOf(hint.Groups["unit"].ValueSpan));
        return minutes is null && rest is null ? null : (minutes ?? TimeSpan.Zero) + (rest ?? TimeSpan.Zero);
    }

    // The machine itself may stand still for as long as the search may take.
    private static Match? Find(string message)
    {
        try
        {
            return Hint().Match(message);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static double UnitOf(ReadOnlySpan<char> unit) =>
        unit.StartsWith("mi", StringComparison.OrdinalIgnoreCase) || unit.Equals("ms", StringComparison.OrdinalIgnoreCase) ? 1 : 1000;

    [GeneratedRegex(
        @"\b(?:try again|retry(?: again)?) (?:in|after) (?=\d)"
            + @"(?:(?<minutes>\d{1,6}) ?m(?:in(?:utes?)?)?\b ?|(?<minutes>\d{1,6})m(?=\d))?"
            + @"(?:(?<count>\d{1,9}(?:\.\d{1,9})?) ?(?<unit>ms|milliseconds?|s|secs?|seconds?)\b)?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 250)]
    private static partial Regex Hint();

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
