using Conformance.Expecting.Goldens;
using Conformance.Running.Asking;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using MockUpstream;
using MockUpstream.Contract;
using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Tests.Support;

/// <summary>Everything a case needs to be played for real: a mock on a port of its own and a relay in front of it.</summary>
internal sealed class Theatre : IAsyncDisposable
{
    private readonly MockUpstreamHost _mock;
    private readonly IRelayPool _relays;
    private readonly CaseRunner _runner;

    private Theatre(MockUpstreamHost mock, IRelayPool relays, GoldenStore? goldens, CaseSettings settings)
    {
        _mock = mock;
        _relays = relays;
        _runner = new CaseRunner(
            new MockUpstreamLink(mock),
            relays,
            CaseJudge.Create(goldens),
            new CaseLabels(Catalog.Vocabulary, id => $"./relayconf run --run {id}"),
            settings,
            TimeProvider.System);
    }

    /// <summary>The repository's cases.</summary>
    public static ScenarioCatalog Catalog => Repository.Catalog;

    /// <summary>The built relay.</summary>
    public static BundledTarget Bundled { get; } = new(
        RelayLaunches.FindBundled(TestContext.CurrentContext.TestDirectory)
            ?? throw new FileNotFoundException("The relay is not built beside the tests."));

    /// <summary>Configuration files of relays, for as long as the tests run.</summary>
    private static RelayFiles Files { get; } = new();

    /// <summary>The bundled relay straight in front of the mock, held to its goldens.</summary>
    public static async Task<Theatre> BundledAsync(CancellationToken cancellationToken)
    {
        var mock = await MockAsync(cancellationToken);
        var shared = new SharedSetups(Catalog.Scenarios);
        var relays = new SharingRelayPool(
            Processes(() => mock.BaseUrl),
            shared,
            stop => RelayProcess.StartAsync(
                RelayLaunches.CreateBundled(Bundled, Files.Write(shared.CreateConfiguration(mock.BaseUrl))), TimeProvider.System, stop));
        return new Theatre(mock, relays, new GoldenStore(Catalog.Folder), new CaseSettings());
    }

    /// <summary>Any relay in front of the mock, started by a function that is given the mock's address.</summary>
    public static async Task<Theatre> WithAsync(Func<Uri, IRelayPool> relays, CaseSettings settings, CancellationToken cancellationToken)
    {
        var mock = await MockAsync(cancellationToken);
        return new Theatre(mock, relays(mock.BaseUrl), goldens: null, settings);
    }

    /// <summary>Bundled relays in front of some upstream.</summary>
    public static RelayPool Processes(Func<Uri> upstream) =>
        new(
            (setup, stop) => RelayProcess.StartAsync(
                RelayLaunches.CreateBundled(Bundled, setup, upstream(), Files), TimeProvider.System, stop),
            canSetUp: true);

    /// <summary>A case of the repository by its id.</summary>
    public static Scenario Scenario(string id) => Catalog.Scenarios.Single(scenario => scenario.Id == id);

    /// <summary>Plays a case and has it judged.</summary>
    public Task<CaseOutcome> PlayAsync(Scenario scenario, CancellationToken cancellationToken) =>
        _runner.RunAsync(scenario, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _relays.DisposeAsync();
        await _mock.DisposeAsync();
    }

    private static async Task<MockUpstreamHost> MockAsync(CancellationToken cancellationToken)
    {
        var mock = MockUpstreamHost.Build(new MockUpstreamOptions());
        await mock.StartAsync(cancellationToken);
        return mock;
    }
}
