using System.Diagnostics;
using Benchmarks.Asking;
using Benchmarks.Measuring;
using Benchmarks.Serving;

namespace Benchmarks.Rows;

/// <summary>Measures single bytes that must each arrive as a separate read.</summary>
internal static class BoundaryRow
{
    private const double Least = 20_000;

    private static readonly int[] Connections = [1, 4];

    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        using var mock = await ServerProcess.StartAsync(["mock", bench.Folder], cancellationToken);
        var target = new LoadTarget(mock, BenchScenarios.Proven, bench.Scenarios.Body(BenchScenarios.Proven));
        List<Measurement> measured = [];
        foreach (var connections in Connections)
        {
            await RoundAsync(target, connections, bench.Length, cancellationToken);
            List<LoadFigures> rounds = [];
            for (var round = 0; round < bench.Rounds; round++)
            {
                rounds.Add(await RoundAsync(target, connections, bench.Length, cancellationToken));
            }

            var median = LoadFigures.Median(rounds);
            measured.Add(new Measurement(
                "boundaries",
                connections == 1 ? "1 connection" : $"{connections} connections",
                "boundaries/s",
                median.PerSecond,
                Beside: null,
                median.CpuMicroseconds,
                BesideCpu: null,
                $"≥ {Least:#,0}/s",
                median.PerSecond >= Least));
        }

        return measured;
    }

    private static async Task<LoadFigures> RoundAsync(
        LoadTarget target,
        int connections,
        TimeSpan length,
        CancellationToken cancellationToken)
    {
        var readers = Enumerable.Range(0, connections).Select(_ => BoundaryReader.Open(target)).ToList();
        var (cpu, begun) = (target.Server.Cpu, Stopwatch.GetTimestamp());
        var counts = await Task.WhenAll(readers.Select(reader =>
            Task.Factory.StartNew(
                () => reader.Count(begun, length),
                cancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
        var (used, took, boundaries) = (target.Server.Cpu - cpu, Stopwatch.GetElapsedTime(begun), counts.Sum());
        readers.ForEach(static reader => reader.Dispose());
        return new LoadFigures(boundaries / took.TotalSeconds, used.TotalMicroseconds / boundaries);
    }
}
