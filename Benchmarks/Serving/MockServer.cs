using MockUpstream;
using MockUpstream.Contract;
using MockUpstream.Playing;

namespace Benchmarks.Serving;

/// <summary>The mock upstream as a test suite starts it.</summary>
internal static class MockServer
{
    /// <summary>Starts to listen.</summary>
    /// <param name="folder">The folder with the scenarios.</param>
    /// <param name="cases">The number of copies of the short answer that are registered too.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<RunningServer> StartAsync(string folder, int cases, CancellationToken cancellationToken)
    {
        var scenarios = BenchScenarios.Load(folder);
        var host = await ListenAsync(cancellationToken);
        foreach (var scenario in scenarios.All)
        {
            host.Register(scenario, CaseKey.Of(scenario));
        }

        for (var number = scenarios.All.Count(); number < cases; number++)
        {
            host.Register(scenarios.Find(BenchScenarios.Short), $"rc-copy-{number}");
        }

        return new RunningServer(host.BaseUrl.Port, host);
    }

    /// <summary>Starts to listen with one mapping of WireMock's and no scenario.</summary>
    public static async Task<RunningServer> StartWithMappingAsync(CancellationToken cancellationToken)
    {
        var host = await ListenAsync(cancellationToken);
        PlainWireMock.AddMapping(host.Server);
        return new RunningServer(host.BaseUrl.Port, host);
    }

    private static async Task<MockUpstreamHost> ListenAsync(CancellationToken cancellationToken)
    {
        var host = MockUpstreamHost.Build(new MockUpstreamOptions { Judged = false });
        await host.StartAsync(cancellationToken);
        return host;
    }
}
