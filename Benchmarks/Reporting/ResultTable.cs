using Benchmarks.Measuring;

namespace Benchmarks.Reporting;

/// <summary>Prints the figures for people.</summary>
internal static class ResultTable
{
    private static readonly string[] Head =
    [
        "row", "case", "unit", "mock", "beside", "ratio", "mock CPU µs", "beside CPU µs", "CPU ratio", "goal", "",
    ];

    /// <summary>Writes a Markdown table with aligned columns.</summary>
    public static async Task WriteAsync(IReadOnlyList<Measurement> measured, TextWriter output)
    {
        string[][] lines = [Head, .. measured.Select(FormatCells)];
        int[] widths = [.. Enumerable.Range(0, Head.Length).Select(column => lines.Max(line => line[column].Length))];
        await output.WriteLineAsync(FormatLine(Head, widths));
        await output.WriteLineAsync(FormatLine([.. widths.Select(static width => new string('-', width))], widths));
        foreach (var line in lines.Skip(1))
        {
            await output.WriteLineAsync(FormatLine(line, widths));
        }
    }

    private static string[] FormatCells(Measurement one) =>
    [
        one.Row,
        one.Case,
        one.Unit,
        FormatNumber(one.Mock),
        FormatNumber(one.Beside),
        FormatPart(one.Ratio),
        FormatNumber(one.MockCpu),
        FormatNumber(one.BesideCpu),
        FormatPart(one.CpuRatio),
        one.Goal,
        one.IsMet ? "met" : "missed",
    ];

    private static string FormatNumber(double? figure) => figure switch
    {
        null => "",
        < 100 => $"{figure:0.0}",
        _ => $"{figure:#,0}",
    };

    private static string FormatPart(double? ratio) => ratio is null ? "" : $"{ratio:P0}";

    private static string FormatLine(string[] cells, int[] widths) =>
        $"| {string.Join(" | ", cells.Select((cell, column) => cell.PadRight(widths[column])))} |";
}
