using System.Globalization;
using System.Text.RegularExpressions;
using Conformance.Results;

namespace Conformance.Reporting.Texts;

/// <summary>Counts the members at which a rule is broken: its first example names one of them.</summary>
public static partial class RuleMembers
{
    /// <summary>
    /// Returns the words behind the first example, such as <c> … and 8 more members</c>; empty when the rule is broken at that member
    /// alone.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="rule">The rule's row.</param>
    public static string DescribeMembers(RunResult run, RuleResult rule)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(rule);

        if (rule.First?.Finding is not { Member.Length: > 0 } first)
        {
            return "";
        }

        var others = run.Cases.SelectMany(static result => result.Findings)
            .Where(finding => finding is { Kind: FindingKind.Rule, Member.Length: > 0 } && finding.Severity == first.Severity
                && string.Equals(finding.Check, rule.Id, StringComparison.Ordinal))
            .Select(static finding => RemoveNumbers(finding.Member!))
            .Where(member => member != RemoveNumbers(first.Member))
            .Distinct(StringComparer.Ordinal)
            .Count();
        return others switch
        {
            0 => "",
            1 => " … and 1 more member.",
            _ => string.Create(CultureInfo.InvariantCulture, $" … and {others} more members."),
        };
    }

    /// <summary>Returns a member is the same in an event and in a body, and in each element of a list.</summary>
    private static string RemoveNumbers(string member)
    {
        var path = member.StartsWith("response.", StringComparison.Ordinal) ? member["response.".Length..] : member;

        return Number().Replace(path, "[]");
    }

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
