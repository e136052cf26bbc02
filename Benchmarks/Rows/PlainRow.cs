using System.Text;
using Benchmarks.Asking;
using Benchmarks.Measuring;
using Benchmarks.Serving;

namespace Benchmarks.Rows;

/// <summary>Plain JSON answers: the same WireMock mapping on both servers, and a scenario's body beside that mapping.</summary>
internal static class PlainRow
{
    private const double Least = 0.6;
    private const int Connections = 16;

    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        using var mapping = await ServerProcess.StartAsync(["mapping", bench.Folder], cancellationToken);
        using var mock = await ServerProcess.StartAsync(["mock", bench.Folder], cancellationToken);
        using var plain = await ServerProcess.StartAsync(["wiremock", bench.Folder], cancellationToken);
        var body = Encoding.UTF8.GetBytes(PlainWireMock.Answer);
        var beside = new LoadTarget(plain, BenchScenarios.Plain, body);
        var mapped = await bench.CompareAsync(new LoadTarget(mapping, BenchScenarios.Plain, body), beside, Connections, cancellationToken);
        var played = await bench.CompareAsync(new LoadTarget(mock, BenchScenarios.Plain, body), beside, Connections, cancellationToken);
        return
        [
            Measurement.Compare("plain", "a WireMock mapping", "answers/s", mapped, Least, "plain WireMock.Net"),
            Measurement.Compare("plain", "a scenario's body", "answers/s", played, Least, "plain WireMock.Net"),
        ];
    }
}
