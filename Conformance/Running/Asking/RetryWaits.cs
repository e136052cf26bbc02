using System.Globalization;
using Scenarios.Model;

namespace Conformance.Running.Asking;

/// <summary>Computes how long a script itself asks the relay to wait before it asks again.</summary>
/// <remarks>A relay that obeys <c>Retry-After</c> must not run out of the case's time because of it.</remarks>
internal static class RetryWaits
{
    /// <summary>
    /// Returns the sum of the <c>Retry-After</c> seconds of a turn's answers, without the last answer: no request may follow it.
    /// </summary>
    public static TimeSpan Sum(Turn turn) =>
        turn.Upstream.SkipLast(1)
            .SelectMany(static exchange => exchange.Headers)
            .Where(static header => header.Key.Equals("retry-after", StringComparison.OrdinalIgnoreCase))
                .Aggregate(TimeSpan.Zero, static (sum, header) => sum + Seconds(header.Value));

    private static TimeSpan Seconds(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, 60))
            : TimeSpan.Zero;
}
