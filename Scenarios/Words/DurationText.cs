using System.Globalization;
using System.Text.RegularExpressions;

namespace Scenarios.Words;

/// <summary>Times as the format writes them.</summary>
internal static partial class DurationText
{
    /// <summary>The shape for the schema.</summary>
    public const string Pattern = $"^{Body}$";

    private const string Body = "[0-9]{1,9}(\\.[0-9]{1,6})?(ms|s)";

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static bool TryParse(string text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        if (!Shape().IsMatch(text))
        {
            return false;
        }

        var isMilliseconds = text.EndsWith("ms", StringComparison.Ordinal);
        var number = double.Parse(text.AsSpan(0, text.Length - (isMilliseconds ? 2 : 1)), CultureInfo.InvariantCulture);
        time = isMilliseconds ? TimeSpan.FromMilliseconds(number) : TimeSpan.FromSeconds(number);
        return time <= Longest;
    }

    [GeneratedRegex($@"\A{Body}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
