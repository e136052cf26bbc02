using Benchmarks.Asking;
using Benchmarks.Measuring;
using Benchmarks.Serving;

namespace Benchmarks.Rows;

/// <summary>Measures how much the resident memory of a fresh server grows for each open slow stream.</summary>
internal static class MemoryRow
{
    private const int Before = 100;
    private const int Streams = 1_000;
    private const int Most = 60;
    private const int MostRounds = 3;

    // Long enough for each stream to have made several writes, so that the state of a running stream is measured.
    private static readonly TimeSpan Running = TimeSpan.FromSeconds(4);

    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        var rounds = Math.Min(bench.Rounds, MostRounds);
        List<double> bare = [], few = [], many = [];
        for (var round = 0; round < rounds; round++)
        {
            bare.Add(await GrowthAsync(bench, "bare", BenchScenarios.SlowShort, cancellationToken));
            few.Add(await GrowthAsync(bench, "mock", BenchScenarios.SlowShort, cancellationToken));
            many.Add(await GrowthAsync(bench, "mock", BenchScenarios.SlowLong, cancellationToken));
        }

        return
        [
            CreateMeasurement("100 chunks", Medians.Of(few), Medians.Of(bare)),
            CreateMeasurement("100,000 chunks", Medians.Of(many), Medians.Of(bare)),
        ];
    }

    private static Measurement CreateMeasurement(string name, double mock, double bare) =>
        new("memory", name, "KB/stream", mock, bare, MockCpu: null, BesideCpu: null, $"≤ {Most} KB", mock <= Most);

    private static async Task<double> GrowthAsync(Bench bench, string server, string model, CancellationToken cancellationToken)
    {
        using var process = await ServerProcess.StartAsync([server, bench.Folder], cancellationToken);
        var target = new LoadTarget(process, model, ReadOnlyMemory<byte>.Empty);
        await Load.RunAsync(
            new LoadTarget(process, BenchScenarios.Coalesced, bench.Scenarios.Body(BenchScenarios.Coalesced)),
            4,
            TimeSpan.FromSeconds(1),
            cancellationToken);
        using var first = await SlowStreams.OpenAsync(target, Before, cancellationToken);
        await Task.Delay(Running / 2, TimeProvider.System, cancellationToken);
        var before = process.Memory;
        using var streams = await SlowStreams.OpenAsync(target, Streams, cancellationToken);
        await Task.Delay(Running, TimeProvider.System, cancellationToken);
        return (process.Memory - before) / 1024.0 / Streams;
    }
}
