using MockUpstream;
using MockUpstream.Contract;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Running.Asking;

/// <summary>The real mock behind the seam.</summary>
internal sealed class MockUpstreamLink(MockUpstreamHost host) : IUpstream
{
    public Uri BaseUrl => host.BaseUrl;

    public IReadOnlyList<ReceivedRequest> Unmatched => host.Unmatched;

    public void MatchAnything() => host.MatchesAnything = true;

    public IPlayback Register(Scenario scenario, string key) => new Link(host.Register(scenario, key));

    private sealed class Link(Playback playback) : IPlayback
    {
        public void BeginTurn(int turn) => playback.BeginTurn(turn);

        public void Saw(string eventType) => playback.ReportEvent(eventType);

        public Task<UpstreamRecord> EndTurnAsync(TimeSpan grace, CancellationToken cancellationToken) =>
            playback.EndTurnAsync(grace, cancellationToken);

        public ValueTask DisposeAsync() => playback.DisposeAsync();
    }
}
