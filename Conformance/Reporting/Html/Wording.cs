using System.Globalization;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>The page's words for values.</summary>
internal static class Wording
{
    /// <summary>
    /// Returns a number with its noun, such as <c>1 case</c> or <c>12 cases</c>; the nouns are the strings <c>KEY.one</c> and
    /// <c>KEY.many</c>.
    /// </summary>
    public static string Count(int count, string noun) => count == 1
        ? ReportResources.GetString($"{noun}.one")
        : string.Create(CultureInfo.InvariantCulture, $"{count} {ReportResources.GetString($"{noun}.many")}");

    /// <summary>Returns a sentence with its numbers inserted.</summary>
    public static string Format(string key, params ReadOnlySpan<int> numbers)
    {
        var text = ReportResources.GetString(key);
        for (var place = 0; place < numbers.Length; place++)
        {
            text = text.Replace(
                string.Create(CultureInfo.InvariantCulture, $"{{{place}}}"),
                numbers[place].ToString(CultureInfo.InvariantCulture),
                StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Returns the page's word for a verdict.</summary>
    public static string GetVerdict(Verdict verdict) => ReportResources.GetString($"verdict.{VerdictCounts.GetKey(verdict)}");

    /// <summary>Returns a severity in lower case.</summary>
    public static string GetSeverity(Severity severity) => severity switch
    {
        Results.Severity.Error => "error",
        Results.Severity.Warning => "warning",
        Results.Severity.Profile => "profile",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, message: null),
    };
}
