using System.Globalization;
using System.Text;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting.Boards;

/// <summary>The boards as Markdown. Pure.</summary>
internal static class BoardMarkdown
{
    private const int MaxLines = 10;

    /// <summary>Creates the table of the vendors that work behind the relay.</summary>
    public static string Create(RunInfo info, VendorBoard board)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"## Vendors behind {PlainText.EscapeMarkdown(info.Name)}\n\n| vendor | answer | "
            + $"cases | passed | failed | not judged |\n| --- | --- | ---: | ---: | ---: | ---: |\n");
        foreach (var row in board.Rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {PlainText.EscapeMarkdown(row.Vendor)} | {FormatWords(row.Answer)} "
                + $"| {row.Cases} | {row.Passed} | {row.Failed} | {row.NotJudged} |\n");
        }

        foreach (var row in board.Rows.Where(static row => row.Failures.Count > 0))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {PlainText.EscapeMarkdown(row.Vendor)}: {FormatWords(row.Answer)}\n\n");
            List<string> lines =
            [
                .. row.Failures.Where(static failure => failure.Loses).Select(static failure =>
                    $"`{PlainText.Create(failure.Case)}` {PlainText.EscapeMarkdown(failure.Check)}: "
                        + PlainText.EscapeMarkdown(failure.Message)),
                .. row.Forms.Select(static form => string.Create(
                    CultureInfo.InvariantCulture,
                    $"form only: {PlainText.EscapeMarkdown(form.Check)} in {form.Cases.Count} "
                        + $"cases{(form.Hurts.Count > 0 ? $", which hurts {string.Join(", ", form.Hurts)}" : "")}")),
            ];
            Append(page, lines);
        }

        return page.ToString();
    }

    /// <summary>Creates the table of the clients that work with the relay.</summary>
    public static string Create(RunInfo info, ClientBoard board)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"## Clients of {PlainText.EscapeMarkdown(info.Name)}\n\n| client | version | works "
            + $"| by nature | loses | breaks |\n| --- | --- | ---: | ---: | ---: | ---: |\n");
        foreach (var row in board.Rows)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Client} | {row.Version} | {row.Works} | {row.Inherent} | {row.Loses} | {row.Breaks} |\n");
        }

        foreach (var row in board.Rows.Where(static row => row.Examples.Count > 0))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {row.Client}\n\n");
            Append(page, [.. row.Causes.Select(static cause => string.Create(
                CultureInfo.InvariantCulture,
                $"{(cause.Inherent ? "by nature" : cause.Impact)} in {cause.Cases.Count}, "
                    + $"first `{PlainText.Create(cause.Cases[0])}`: {PlainText.EscapeMarkdown(cause.Says)}"))]);
        }

        return page.ToString();
    }

    /// <summary>Returns an answer in words for people.</summary>
    public static string FormatWords(string answer) => answer switch
    {
        "form_only" => "form only",
        _ => answer,
    };

    private static void Append(StringBuilder page, IReadOnlyList<string> lines)
    {
        foreach (var line in lines.Take(MaxLines))
        {
            page.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        }

        if (lines.Count > MaxLines)
        {
            page.Append(CultureInfo.InvariantCulture, $"- … and {lines.Count - MaxLines} more\n");
        }
    }
}
