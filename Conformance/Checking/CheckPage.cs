using System.Text;
using Conformance.Results;

namespace Conformance.Checking;

/// <summary>Creates the page <c>docs/checks.md</c> from the catalogue and the pages of the checks.</summary>
public static class CheckPage
{
    /// <summary>
    /// Returns the whole page as Markdown. Each check has a heading that is its id, so that <c>docs/checks.md#ID</c> leads to it.
    /// </summary>
    public static string Create()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Checks

            Each finding names its check by an id. There are two kinds of checks. A **rule** applies to every answer, independent of its case, and is judged over the whole run. An
            **outcome** check compares one case with its expectation and decides the verdict of the case.

            An **error** fails the check. A **warning** is only reported, because real services do the same. A **profile** finding affects some clients only. Code, scenarios and
            the [contract](contract.md) refer to a rule by its number.

            `relayconf explain ID` prints the same text on a terminal, and `relayconf check FILE` checks a [saved stream](check-a-stream.md) against the rules. In the good and bad answers,
            `…` inside a response stands for its usual members. A test runs the checks on both.

            This page is generated from `Conformance/Checking/Pages`. `./docs.sh` renews it.

            """);
        Table(page, "Rules", FindingKind.Rule);
        Table(page, "Outcomes", FindingKind.Outcome);
        page.Append(
            """

            V30 and V31 (a call names a declared tool; calls of custom tools are returned as custom) depend on the scenario, so its expectation checks them.

            """);
        foreach (var check in CheckIndex.All)
        {
            Section(page, check);
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void Table(StringBuilder page, string name, FindingKind kind)
    {
        var isRule = kind == FindingKind.Rule;
        page.Append($"\n## {name}\n\n").Append(isRule
            ? "| Number | Id | Severity | Rule |\n| --- | --- | --- | --- |\n"
            : "| Id | Severity | Check |\n| --- | --- | --- |\n");
        foreach (var check in CheckIndex.All.Where(check => check.Kind == kind))
        {
            page.Append(isRule ? $"| {check.Number} " : "")
                .Append($"| [`{check.Id}`](#{check.Id}) | {Name(check.Severity)} | {Cell(check.Title)} |\n");
        }
    }

    private static void Section(StringBuilder page, CheckEntry check)
    {
        var text = check.Explanation;
        page.Append($"\n### {check.Id}\n\n")
            .Append($"{(check.Number is { } number ? $"Rule {number}" : "Outcome")}, {Name(check.Severity)}. {check.Title}\n\n")
            .Append($"{text.What}\n\n**Why.** {text.Why}\n\n**Source.**\n\n{text.Source}\n\n")
            .Append($"**{(text.NamesVendors ? "Vendors" : "Clients")}.**\n\n{text.Clients}\n\n")
            .Append($"<details><summary>A good answer</summary>\n\n{text.Good.Text}\n\n</details>\n\n")
            .Append($"<details><summary>A bad answer</summary>\n\n{text.Bad.Text}\n\n</details>\n");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Name(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "profile",
    };
}
