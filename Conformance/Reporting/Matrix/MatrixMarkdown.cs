using System.Globalization;
using System.Text;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting.Matrix;

/// <summary>Writes the matrix as Markdown: the differences, and the counts of the rest. Pure.</summary>
internal static class MatrixMarkdown
{
    private const int MaxCases = 100;

    public static string Create(MatrixTable table)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"## {table.Relays.Count} relays, {table.Cases.Count} cases\n\n");
        WriteHead(page, "relay", ["right", "wrong", "not applicable", "rules broken"]);
        foreach (var relay in table.Relays)
        {
            int Count(Verdict verdict) => relay.Run.Cases.Count(result => result.Verdict == verdict);
            WriteRow(page, PlainText.EscapeMarkdown(relay.Name), [.. new[]
            {
                Count(Verdict.Passed) + Count(Verdict.NonStrict),
                Count(Verdict.Failed),
                Count(Verdict.NotApplicable),
                relay.Run.Rules.Count(static rule => rule.Cases.Count > 0 && rule.Severity == Severity.Error),
            }
                .Select(static count => count.ToString(CultureInfo.InvariantCulture))]);
        }

        WriteSection(
            page,
            table,
            "Rules",
            [.. table.Rules.Where(static row => row.Cells.Any(static cell => cell.Kind is "broken" or "warned"))],
            "Every rule holds for every relay.");
        WriteSection(page, table, "Vendors", table.Vendors, "No case of a vendor was run.");
        WriteSection(page, table, "Clients", table.Clients, "No client read an answer.");
        WriteCases(page, table);
        return page.ToString();
    }

    private static void WriteSection(StringBuilder page, MatrixTable table, string title, IReadOnlyList<MatrixRow> rows, string nothing)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\n");
        if (rows.Count == 0)
        {
            page.Append(nothing).Append('\n');
            return;
        }

        WriteHead(
            page, title.TrimEnd('s').ToLowerInvariant(), [.. table.Relays.Select(static relay => PlainText.EscapeMarkdown(relay.Name))]);
        foreach (var row in rows)
        {
            WriteRow(page, PlainText.EscapeMarkdown(row.Name), [.. row.Cells.Select(static cell =>
                $"{MatrixWriter.FormatWords(cell.Kind)}{(cell.Count.Length > 0 ? " " + cell.Count : "")}")]);
        }
    }

    private static void WriteCases(StringBuilder page, MatrixTable table)
    {
        List<MatrixCase> differing = [.. table.Cases.Where(static one => one.Differs)];
        page.Append(
            CultureInfo.InvariantCulture,
            $"\n### Cases that differ\n\n{differing.Count} of {table.Cases.Count} cases differ in their verdict.\n");
        if (differing.Count == 0)
        {
            return;
        }

        page.Append('\n');
        WriteHead(page, "case", [.. table.Relays.Select(static relay => PlainText.EscapeMarkdown(relay.Name))]);
        foreach (var one in differing.Take(MaxCases))
        {
            WriteRow(
                page,
                PlainText.EscapeMarkdown(one.Id),
                [.. one.Results.Select(static result => result is null ? "–" : VerdictCounts.GetWords(result.Verdict))]);
        }

        if (differing.Count > MaxCases)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n… and {differing.Count - MaxCases} more.\n");
        }
    }

    private static void WriteHead(StringBuilder page, string first, IReadOnlyList<string> columns)
    {
        WriteRow(page, first, columns);
        page.Append("| --- |").Append(string.Concat(columns.Select(static _ => " --- |"))).Append('\n');
    }

    private static void WriteRow(StringBuilder page, string first, IReadOnlyList<string> cells) =>
        page.Append("| ").Append(first).Append(" | ").Append(string.Join(" | ", cells)).Append(" |\n");
}
