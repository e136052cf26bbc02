using System.Globalization;
using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>The page's words for values.</summary>
internal static class Wording
{
    /// <summary>Returns a number with its noun, such as <c>1 case</c> or <c>12 cases</c>; the nouns are the strings <c>KEY.one</c> and <c>KEY.many</c>.</summary>
    public static string Count(int count, string noun) => count == 1
        ? ReportResources.String($"{noun}.one")
        : string.Create(CultureInfo.InvariantCulture, $"{count} {ReportResources.String($"{noun}.many")}");

    /// <summary>Returns a sentence with its numbers put in.</summary>
    public static string Say(string key, params ReadOnlySpan<int> numbers)
    {
        var text = ReportResources.String(key);
        for (var place = 0; place < numbers.Length; place++)
        {
            text = text.Replace(string.Create(CultureInfo.InvariantCulture, $"{{{place}}}"), numbers[place].ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Returns the page's word for a verdict.</summary>
    public static string Verdict(Verdict verdict) => ReportResources.String($"verdict.{VerdictCounts.Key(verdict)}");

    /// <summary>Returns a severity in lower case.</summary>
    public static string Severity(Severity severity) => severity switch
    {
        Results.Severity.Error => "error",
        Results.Severity.Warning => "warning",
        Results.Severity.Profile => "profile",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, message: null),
    };
}
