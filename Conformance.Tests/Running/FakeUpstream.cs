using Conformance.Running.Asking;
using Conformance.Running.Relays;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Tests.Running;

/// <summary>A mock that plays nothing and says what the test wants it to have seen.</summary>
internal sealed class FakeUpstream(Func<Scenario, UpstreamRecord>? record = null) : IUpstream
{
    private readonly Func<Scenario, UpstreamRecord> _record = record ?? (_ => new UpstreamRecord([]));

    public Uri BaseUrl { get; } = new("http://127.0.0.1:1/v1");

    /// <summary>What was asked of it, in order.</summary>
    public List<string> Calls { get; } = [];

    public IPlayback Register(Scenario scenario, string key)
    {
        Calls.Add("register " + key);
        return new Playback(this, scenario);
    }

    private sealed class Playback(FakeUpstream upstream, Scenario scenario) : IPlayback
    {
        public void BeginTurn(int turn) => upstream.Calls.Add($"begin {turn}");

        public void Saw(string eventType) => upstream.Calls.Add("saw " + eventType);

        public Task<UpstreamRecord> EndTurnAsync(TimeSpan grace, CancellationToken cancellationToken)
        {
            upstream.Calls.Add($"end {grace.TotalSeconds}");
            return Task.FromResult(upstream._record(scenario));
        }

        public ValueTask DisposeAsync()
        {
            upstream.Calls.Add("dispose");
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>A pool that gives the same lease to everybody.</summary>
internal sealed class FakeRelays(RelayLease lease, bool canSetUp = true) : IRelayPool
{
    public bool CanSetUp(RelaySetup? setup) => setup is null || canSetUp;

    public Task<RelayLease> RentAsync(RelaySetup? setup, CancellationToken cancellationToken) => Task.FromResult(lease);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A process whose death the test decides.</summary>
internal sealed class FakeLife(string? lastWords, params string[] output) : IRelayLife
{
    public bool HasEnded => false;

    public long Mark() => 0;

    public IReadOnlyList<string> Since(long mark) => output;

    public Task<string?> DeathAsync(TimeSpan within, CancellationToken cancellationToken) => Task.FromResult(lastWords);
}
