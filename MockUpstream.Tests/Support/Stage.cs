using MockUpstream;
using MockUpstream.Contract;
using MockUpstream.Playing;
using Scenarios.Model;

namespace MockUpstream.Tests.Support;

/// <summary>A mock that listens, with one case registered as <see cref="Key"/> and its first turn begun.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Key = "rc-stage";

    private Stage(MockUpstreamHost host, Playback playback)
    {
        Host = host;
        Playback = playback;
    }

    public MockUpstreamHost Host { get; }

    public Playback Playback { get; }

    public static Task<Stage> OpenAsync(CancellationToken cancellationToken, params UpstreamStep[] steps) =>
        OpenAsync(Make.Scenario(steps), new MockUpstreamOptions(), cancellationToken);

    public static async Task<Stage> OpenAsync(Scenario scenario, MockUpstreamOptions options, CancellationToken cancellationToken)
    {
        var host = MockUpstreamHost.Build(options);
        await host.StartAsync(cancellationToken);
        var playback = host.Register(scenario, Key);
        playback.BeginTurn(0);
        return new Stage(host, playback);
    }

    public Task<RawPeer> AskAsync(CancellationToken cancellationToken) => RawPeer.AskAsync(Host.BaseUrl, Key, cancellationToken);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
