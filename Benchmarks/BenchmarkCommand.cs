using System.CommandLine;
using System.Diagnostics;
using Benchmarks.Measuring;
using Benchmarks.Reporting;
using Benchmarks.Rows;

namespace Benchmarks;

/// <summary>The command line.</summary>
internal static class BenchmarkCommand
{
    private const int Missed = 1;
    private const int WrongUsage = 2;

    private static readonly Argument<string[]> Rows = new("rows")
    {
        Description = "The rows to measure. Default: all of them.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private static readonly Option<double> Seconds = new("--seconds")
    {
        Description = "The length of one measurement.",
        DefaultValueFactory = _ => 2,
    };
    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "The rounds of each row; the median counts.",
        DefaultValueFactory = _ => 5,
    };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "A file for the figures as JSON.", HelpName = "FILE" };
    private static readonly Option<bool> Strict = new("--strict") { Description = "Exit with 1 when a goal is missed." };

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        Rows.AcceptOnlyFromAmong([.. BenchmarkRow.All.Select(static row => row.Name)]);
        var lines = string.Join('\n', BenchmarkRow.All.Select(static row => $"  {row.Name,-11} {row.Title}"));
        var command = new RootCommand(
            $"Measures the mock upstream beside a bare Kestrel program that writes the same bytes.\n\nRows:\n{lines}") { Rows,
            Seconds,
            Rounds,
            Json,
            Strict };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, output, error, cancellationToken));
        var parsed = command.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        }

        foreach (var wrong in parsed.Errors)
        {
            await error.WriteLineAsync(wrong.Message);
        }

        return WrongUsage;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var wanted = parsed.GetValue(Rows) is { Length: > 0 } names ? names : [.. BenchmarkRow.All.Select(static row => row.Name)];
        using var bench = new Bench(TimeSpan.FromSeconds(parsed.GetRequiredValue(Seconds)), parsed.GetRequiredValue(Rounds));
        List<Measurement> measured = [];
        foreach (var row in BenchmarkRow.All.Where(row => wanted.Contains(row.Name, StringComparer.Ordinal)))
        {
            var begun = Stopwatch.GetTimestamp();
            await error.WriteAsync($"{row.Name} … ");
            measured.AddRange(await row.MeasureAsync(bench, cancellationToken));
            await error.WriteLineAsync($"{Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s");
        }

        await ResultTable.WriteAsync(measured, output);
        if (parsed.GetValue(Json) is { } file)
        {
            await ResultJson.WriteAsync(measured, file, cancellationToken);
        }

        return parsed.GetValue(Strict) && measured.Exists(static one => !one.IsMet) ? Missed : 0;
    }
}
