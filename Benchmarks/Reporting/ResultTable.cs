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
        string[][] lines = [Head, .. measured.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, Head.Length).Select(column => lines.Max(line => line[column].Length))];
        await output.WriteLineAsync(Line(Head, widths));
        await output.WriteLineAsync(Line([.. widths.Select(static width => new string('-', width))], widths));
        foreach (var line in lines.Skip(1))
        {
            await output.WriteLineAsync(Line(line, widths));
        }
    }

    private static string[] Cells(Measurement one) =>
    [
        one.Row,
        one.Case,
        one.Unit,
        Number(one.Mock),
        Number(one.Beside),
        Part(one.Ratio),
        Number(one.MockCpu),
        Number(one.BesideCpu),
        Part(one.CpuRatio),
        one.Goal,
        one.IsMet ? "met" : "missed",
    ];

    private static string Number(double? figure) => figure switch
    {
        null => "",
        < 100 => $"{figure:0.0}",
        _ => $"{figure:#,0}",
    };

    private static string Part(double? ratio) => ratio is null ? "" : $"{ratio:P0}";

    private static string Line(string[] cells, int[] widths) =>
        $"| {string.Join(" | ", cells.Select((cell, column) => cell.PadRight(widths[column])))} |";
}
