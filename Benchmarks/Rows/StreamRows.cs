using Benchmarks.Asking;
using Benchmarks.Measuring;
using Benchmarks.Serving;

namespace Benchmarks.Rows;

/// <summary>Streams of 100 chunks, whose bytes and sends are the same in both servers.</summary>
internal static class StreamRows
{
    private const double Least = 0.6;

    private static readonly int[] Connections = [1, 64];

    public static Task<IReadOnlyList<Measurement>> CoalescedAsync(Bench bench, CancellationToken cancellationToken) =>
        MeasureAsync(bench, "streams", BenchScenarios.Coalesced, cancellationToken);

    public static Task<IReadOnlyList<Measurement>> SeparateAsync(Bench bench, CancellationToken cancellationToken) =>
        MeasureAsync(bench, "sends", BenchScenarios.Separate, cancellationToken);

    private static async Task<IReadOnlyList<Measurement>> MeasureAsync(
        Bench bench,
        string row,
        string model,
        CancellationToken cancellationToken)
    {
        using var mock = await ServerProcess.StartAsync(["mock", bench.Folder], cancellationToken);
        using var bare = await ServerProcess.StartAsync(["bare", bench.Folder], cancellationToken);
        var body = bench.Scenarios.Body(model);
        List<Measurement> measured = [];
        foreach (var connections in Connections)
        {
            var compared = await bench.CompareAsync(
                new LoadTarget(mock, model, body),
                new LoadTarget(bare, model, body),
                connections,
                cancellationToken);
            measured.Add(Measurement.Compare(
                row,
                connections == 1 ? "1 connection" : $"{connections} connections",
                "streams/s",
                compared,
                Least,
                "bare Kestrel"));
        }

        return measured;
    }
}
