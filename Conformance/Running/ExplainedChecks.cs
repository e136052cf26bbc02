using Conformance.Checking;
using Conformance.Reporting.Texts;

namespace Conformance.Running;

/// <summary>The explanations of all checks in the form the report takes, without Markdown.</summary>
internal static class ExplainedChecks
{
    /// <summary>By the check's id.</summary>
    public static IReadOnlyDictionary<string, CheckText> All { get; } = CheckIndex.All.ToDictionary(
        check => check.Id, Explain, StringComparer.Ordinal);

    private static CheckText Explain(CheckEntry check)
    {
        var page = check.Explanation;
        return new CheckText(Plain(check.Title), Plain(page.What), $"{Plain(page.Why)} Source: {Plain(page.Source)}", Plain(page.Clients));
    }

    private static string Plain(string markdown) => string.Join(
        ' ',
        markdown.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.StartsWith("- ", StringComparison.Ordinal) ? line[2..] : line));
}
