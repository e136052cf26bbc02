using MockUpstream.Observing;
using MockUpstream.Playing;
using Scenarios.Model;

namespace MockUpstream;

/// <summary>A real HTTP server on which scenarios are played. One host serves many cases at once.</summary>
public sealed class MockUpstreamHost : IAsyncDisposable
{
    /// <summary>Makes a host that does not listen yet.</summary>
    public static MockUpstreamHost Build(MockUpstreamOptions options) => throw new NotSupportedException(options?.ToString());

    /// <summary>The base URL that a relay is given, such as <c>http://127.0.0.1:40123/v1</c>. Valid after <see cref="StartAsync"/>.</summary>
    public Uri BaseUrl => throw new NotSupportedException();

    /// <summary>Requests that matched no case, oldest first.</summary>
    public IReadOnlyList<ReceivedRequest> Unmatched => throw new NotSupportedException();

    /// <summary>Starts to listen. Throws <see cref="IOException"/> with one clear sentence when the port is taken.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>
    /// Makes a case known under the key by which requests are matched to it (<see cref="CaseKey"/>): the request's model equals the key,
    /// else the bearer key does, else the last user text holds <c>[key]</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The key is registered already.</exception>
    public Playback Register(Scenario scenario, string key) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
