using System.Globalization;
using System.Text;
using Conformance.Reporting.Boards;
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
        Head(page, "relay", ["right", "wrong", "not applicable", "rules broken"]);
        foreach (var relay in table.Relays)
        {
            int Count(Verdict verdict) => relay.Run.Cases.Count(result => result.Verdict == verdict);
            Row(page, PlainText.Markdown(relay.Name), [.. new[] { Count(Verdict.Passed) + Count(Verdict.NonStrict), Count(Verdict.Failed), Count(Verdict.NotApplicable), relay.Run.Rules.Count(static rule => rule.Cases.Count > 0 && rule.Severity == Severity.Error) }
                .Select(static count => count.ToString(CultureInfo.InvariantCulture))]);
        }

        Section(page, table, "Rules", [.. table.Rules.Where(static row => row.Cells.Any(static cell => cell.Kind is "broken" or "warned"))], "Every rule holds for every relay.");
        Section(page, table, "Vendors", table.Vendors, "No case of a vendor was run.");
        Section(page, table, "Clients", table.Clients, "No client read an answer.");
        Cases(page, table);
        return page.ToString();
    }

    private static void Section(StringBuilder page, MatrixTable table, string title, IReadOnlyList<MatrixRow> rows, string nothing)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\n");
        if (rows.Count == 0)
        {
            page.Append(nothing).Append('\n');
            return;
        }

        Head(page, title.TrimEnd('s').ToLowerInvariant(), [.. table.Relays.Select(static relay => PlainText.Markdown(relay.Name))]);
        foreach (var row in rows)
        {
            Row(page, PlainText.Markdown(row.Name), [.. row.Cells.Select(static cell => $"{MatrixWriter.Words(cell.Kind)}{(cell.Count.Length > 0 ? " " + cell.Count : "")}")]);
        }
    }

    private static void Cases(StringBuilder page, MatrixTable table)
    {
        List<MatrixCase> differing = [.. table.Cases.Where(static one => one.Differs)];
        page.Append(CultureInfo.InvariantCulture, $"\n### Cases that differ\n\n{differing.Count} of {table.Cases.Count} cases differ in their verdict.\n");
        if (differing.Count == 0)
        {
            return;
        }

        page.Append('\n');
        Head(page, "case", [.. table.Relays.Select(static relay => PlainText.Markdown(relay.Name))]);
        foreach (var one in differing.Take(MaxCases))
        {
            Row(page, PlainText.Markdown(one.Id), [.. one.Results.Select(static result => result is null ? "–" : VerdictCounts.Words(result.Verdict))]);
        }

        if (differing.Count > MaxCases)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n… and {differing.Count - MaxCases} more.\n");
        }
    }

    private static void Head(StringBuilder page, string first, IReadOnlyList<string> columns)
    {
        Row(page, first, columns);
        page.Append("| --- |").Append(string.Concat(columns.Select(static _ => " --- |"))).Append('\n');
    }

    private static void Row(StringBuilder page, string first, IReadOnlyList<string> cells) =>
        page.Append("| ").Append(first).Append(" | ").Append(string.Join(" | ", cells)).Append(" |\n");
}
