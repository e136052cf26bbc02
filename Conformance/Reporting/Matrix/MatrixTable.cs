using System.Globalization;
using Conformance.Reporting.Boards;
using Conformance.Results;

namespace Conformance.Reporting.Matrix;

/// <summary>Several runs side by side: relays × rules, relays × cases, relays × vendors, relays × clients. Pure.</summary>
/// <param name="Relays">The runs in the order in which they were given.</param>
/// <param name="Rules">
/// The rules that a run has a row for; those that differ first, then those broken everywhere, then those that hold.
/// </param>
/// <param name="Cases">The cases of any run, in the order of their ids.</param>
/// <param name="Vendors">The vendors of any run's cases.</param>
/// <param name="Clients">The clients that read an answer in any run.</param>
internal sealed record MatrixTable(
    IReadOnlyList<MatrixRelay> Relays,
    IReadOnlyList<MatrixRow> Rules,
    IReadOnlyList<MatrixCase> Cases,
    IReadOnlyList<MatrixRow> Vendors,
    IReadOnlyList<MatrixRow> Clients)
{
    public static MatrixTable Of(IReadOnlyList<RunResult> runs)
    {
        var cases = CaseRows(runs);
        return new MatrixTable(
            [.. runs.Select((run, index) => new MatrixRelay(index + 1, NameOf(runs, index), run))],
            RuleRows(runs), cases, VendorRows(runs), ClientRows(runs));
    }

    /// <summary>Returns the run's name; with a number where an earlier run has the same.</summary>
    private static string NameOf(IReadOnlyList<RunResult> runs, int index)
    {
        var name = runs[index].Info.Name;
        var before = runs.Take(index).Count(run => run.Info.Name == name);
        return before == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} ({before + 1})");
    }

    private static IReadOnlyList<MatrixRow> RuleRows(IReadOnlyList<RunResult> runs)
    {
        var rows = runs.SelectMany(static run => run.Rules).DistinctBy(static rule => rule.Id)
            .Select(rule => new MatrixRow(
                rule.Id, rule.Title, [.. runs.Select(run => RuleCell(run.Rules.FirstOrDefault(other => other.Id == rule.Id)))]));
        return [.. rows.OrderByDescending(static row => row.Differs)
            .ThenBy(static row => row.Cells.All(static cell => cell.Kind is "held" or "none"))];
    }

    private static MatrixCell RuleCell(RuleResult? rule) => rule switch
    {
        null => MatrixCell.None,
        { Streams: 0 } => new MatrixCell("unknown", "", "It applied to no answer."),
        { Severity: not Severity.Error } when rule.Cases.Count > 0 =>
            new MatrixCell("warned", Count(rule.Cases.Count), FormatFraction(rule)),
        { Cases.Count: > 0 } => new MatrixCell("broken", Count(rule.Cases.Count), FormatFraction(rule)),
        _ => new MatrixCell("held", "", FormatFraction(rule)),
    };

    private static string FormatFraction(RuleResult rule) =>
        string.Create(CultureInfo.InvariantCulture, $"held in {rule.Held} of {rule.Streams} answers");

    private static IReadOnlyList<MatrixCase> CaseRows(IReadOnlyList<RunResult> runs)
    {
        var byId = runs.Select(static run => run.Cases.ToDictionary(static result => result.Id, StringComparer.Ordinal)).ToList();
        return
        [
            .. runs.SelectMany(static run => run.Cases)
                .DistinctBy(static result => result.Id)
                .OrderBy(static result => result.Id, StringComparer.Ordinal)
                    .Select(first => new MatrixCase(
                        first.Id, first.Title, first.Level, [.. byId.Select(cases => cases.GetValueOrDefault(first.Id))])),
        ];
    }

    private static IReadOnlyList<MatrixRow> VendorRows(IReadOnlyList<RunResult> runs)
    {
        var boards = runs.Select(static run => VendorBoard.Of(run).Rows.ToDictionary(static row => row.Vendor, StringComparer.Ordinal))
            .ToList();
        return SortRows(boards.SelectMany(static board => board.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(vendor => new MatrixRow(vendor, "", [.. boards.Select(board => VendorCell(board.GetValueOrDefault(vendor)))])));
    }

    private static MatrixCell VendorCell(VendorRow? row) => row is null ? MatrixCell.None : new MatrixCell(
        row.Answer,
        row.Answer is "loses" or "form_only"
            ? Count(row.Answer == "loses" ? row.Failures.Count(static failure => failure.Loses) : row.Failures.Count)
            : "",
        string.Create(
            CultureInfo.InvariantCulture, $"{row.Passed} of {row.Cases} cases right, {row.Failed} wrong, {row.NotJudged} not judged"));

    private static IReadOnlyList<MatrixRow> ClientRows(IReadOnlyList<RunResult> runs)
    {
        var boards = runs.Select(static run => ClientBoard.Of(run).Rows.ToDictionary(static row => row.Client, StringComparer.Ordinal))
            .ToList();
        return SortRows(boards.SelectMany(static board => board.Values)
            .DistinctBy(static row => row.Client)
            .OrderBy(static row => row.Client, StringComparer.Ordinal)
                .Select(client => new MatrixRow(
                    client.Client,
                    $"{client.Product} {client.Version}",
                    [.. boards.Select(board => ClientCell(board.GetValueOrDefault(client.Client)))])));
    }

    private static MatrixCell ClientCell(ClientRow? row) => row is null ? MatrixCell.None : new MatrixCell(
        row.Breaks > 0 ? "breaks" : row.Loses > 0 ? "loses" : "works",
        row.Breaks > 0 ? Count(row.Breaks) : row.Loses > 0 ? Count(row.Loses) : "",
        string.Create(
            CultureInfo.InvariantCulture,
            $"works in {row.Works}, by nature loses in {row.Inherent}, loses in {row.Loses}, breaks in {row.Breaks}"));

    private static IReadOnlyList<MatrixRow> SortRows(IEnumerable<MatrixRow> rows) => [.. rows.OrderByDescending(static row => row.Differs)];

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
