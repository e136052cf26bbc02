using System.Globalization;
using Conformance.Running;
using Conformance.Running.Relays;
using Conformance.Tests.Support;
using MockUpstream;
using MockUpstream.Contract;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Tests.RealClients;

/// <summary>
/// A case of the repository, played for a client that is not the judge's own: the real relay, as a process, in front of the mock.
/// </summary>
/// <remarks>All turns of the case are played as one, because nobody here tells the mock when the next begins.</remarks>
internal sealed class ClientStage : IAsyncDisposable
{
    // How long an upstream may stay open that its client has left. The relay needs milliseconds, but .NET's HttpClient first waits two
    // seconds for the rest.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private static readonly Lazy<Task<House>> Shared = new(OpenHouseAsync);
    private static int _opened;

    private readonly Playback _playback;

    private ClientStage(Scenario scenario, Playback playback, Uri relay)
    {
        Scenario = scenario;
        _playback = playback;
        Relay = relay;
    }

    /// <summary>The case.</summary>
    public Scenario Scenario { get; }

    /// <summary>The base URL that the client is given, such as <c>http://127.0.0.1:40123/v1</c>.</summary>
    public Uri Relay { get; }

    /// <summary>By what the mock knows the client's requests: their model, or their key.</summary>
    public string Key => _playback.Key;

    /// <summary>Starts to play a case to the relay that is set up as the case says, or as <paramref name="setup"/> does.</summary>
    public static async Task<ClientStage> OpenAsync(string scenarioId, CancellationToken cancellationToken, RelaySetup? setup = null)
    {
        var scenario = Theatre.Scenario(scenarioId);
        var house = await Shared.Value.WaitAsync(cancellationToken);
        if (await house.Relays.RentAsync(setup ?? scenario.Relay, cancellationToken) is not ReadyRelay relay)
        {
            throw new InvalidOperationException("The relay did not start.");
        }

        // One case may be on several stages at once.
        var key = string.Create(CultureInfo.InvariantCulture, $"{CaseKey.Of(scenario)}-{Interlocked.Increment(ref _opened)}");
        var playback = house.Mock.Register(InOneTurn(scenario), key);
        playback.BeginTurn(0);
        return new ClientStage(scenario, playback, new Uri(relay.Url, "/v1"));
    }

    /// <summary>Ends the play, and tells what reached the vendor.</summary>
    public async Task<VendorSide> EndAsync(CancellationToken cancellationToken) =>
        new(Scenario, Key, await _playback.EndTurnAsync(Grace, cancellationToken));

    public ValueTask DisposeAsync() => _playback.DisposeAsync();

    /// <summary>Stops the relays and the mock that all stages share.</summary>
    public static async Task CloseAllAsync()
    {
        if (Shared.IsValueCreated)
        {
            var (mock, relays) = await Shared.Value;
            await relays.DisposeAsync();
            await mock.DisposeAsync();
        }
    }

    private static async Task<House> OpenHouseAsync()
    {
        var mock = MockUpstreamHost.Build(new MockUpstreamOptions());
        await mock.StartAsync(CancellationToken.None);
        return new House(mock, Theatre.Processes(() => mock.BaseUrl));
    }

    private static Scenario InOneTurn(Scenario scenario) =>
        scenario with { Turns = [scenario.Turns[0] with { Upstream = [.. scenario.Turns.SelectMany(static turn => turn.Upstream)] }] };

    private sealed record House(MockUpstreamHost Mock, RelayPool Relays);
}
