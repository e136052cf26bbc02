using System.Text;
using Conformance.Results;

namespace Conformance.Checking;

/// <summary>The page <c>docs/checks.md</c>, made of the catalogue so that it cannot say anything else.</summary>
public static class CheckPage
{
    /// <summary>The whole page as Markdown.</summary>
    public static string Create()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # The rules that are always on

            Every answer of a relay is held against these, whatever its scenario expects. The number is how code, scenarios and the [contract](contract.md) cite a rule, the id is
            what findings, reports and known-failing lists say. An **error** fails the case; a **warning** is told, because real services do it too; a **profile** finding matters
            to some clients only. Findings come in the order of the events, so the first one is where the stream went wrong.

            This page is made from the code (`CheckCatalog`). After a change: `UPDATE_DOCS=1 dotnet test Conformance.Tests --filter "FullyQualifiedName~CheckPageTests"`.

            | rule | id | severity | what it says | where it comes from, and who breaks |
            | --- | --- | --- | --- | --- |

            """);
        foreach (var info in CheckCatalog.Infos.OrderBy(info => info.Rule, StringComparer.Ordinal))
        {
            page.Append($"| {info.Rule} | `{info.Id}` | {Name(info.Severity)} | {Cell(info.Title)} | {Cell(info.Source)} |\n");
        }

        page.Append(
            """

            V30 and V31 (a call names a declared tool; custom tools come back as custom) depend on the scenario and are left to its expectation.

            """);
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Name(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "profile",
    };
}
