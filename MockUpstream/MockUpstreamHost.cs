using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MockUpstream.Answering;
using MockUpstream.Matching;
using MockUpstream.Observing;
using MockUpstream.Playing;
using Scenarios.Model;

namespace MockUpstream;

/// <summary>A real HTTP server on which scenarios are played. One host serves many cases at once.</summary>
/// <remarks>
/// Each write of a script is one send on the socket. Besides <c>POST …/chat/completions</c> it answers <c>GET …/models</c> with the keys of the cases, and
/// <c>/__admin</c> in the manner of WireMock.
/// </remarks>
public sealed class MockUpstreamHost : IAsyncDisposable
{
    private const long LargestRequest = 64 * 1024 * 1024;

    private readonly MockUpstreamOptions _options;
    private readonly PlaySettings _settings;
    private readonly CaseRegistry _cases = new();
    private readonly RequestJournal _journal = new();
    private readonly WebApplication _app;
    private bool _disposed;

    private MockUpstreamHost(MockUpstreamOptions options, IPAddress address)
    {
        _options = options;
        _settings = PlaySettings.Of(options);
        _app = BuildApp(options, address);
        _app.Run(new UpstreamEndpoints(_cases, _journal, _settings, new AdminEndpoints(_cases, _journal, _settings)).HandleAsync);
    }

    /// <summary>Makes a host that does not listen yet.</summary>
    /// <exception cref="ArgumentException">The address is no IP address.</exception>
    public static MockUpstreamHost Build(MockUpstreamOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return IPAddress.TryParse(options.Address, out var address)
            ? new MockUpstreamHost(options, address)
            : throw new ArgumentException($"'{options.Address}' is no IP address.", nameof(options));
    }

    /// <summary>The base URL that a relay is given, such as <c>http://127.0.0.1:40123/v1</c>. Valid after <see cref="StartAsync"/>.</summary>
    public Uri BaseUrl
    {
        get => field ?? throw new InvalidOperationException("The host does not listen yet.");
        private set;
    }

    /// <summary>Requests that matched no case, oldest first; of very many the last thousand.</summary>
    public IReadOnlyList<ReceivedRequest> Unmatched => [.. _journal.Entries.Where(entry => entry.Case is null).Select(entry => entry.Request)];

    /// <summary>Whether this system can prove that a peer has read a write (<c>settle: read</c>); elsewhere a pause stands in.</summary>
    public static bool ProvesBoundaries => PeerQueue.IsSupported;

    /// <summary>The gates at which scripts wait.</summary>
    public Gates Gates => _settings.Gates;

    /// <summary>Whether a request that carries no sign of a case goes to the case that is registered, when there is only one. For relays that pass no sign on.</summary>
    public bool MatchesAnything
    {
        get => _cases.MatchesAnything;
        set => _cases.MatchesAnything = value;
    }

    /// <summary>Starts to listen. Throws <see cref="IOException"/> with one clear sentence when the port is taken.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            var reason = failure.InnerException is AddressInUseException ? "another program listens there" : failure.Message;
            throw new IOException($"Cannot listen on {_options.Address} port {_options.Port}: {reason}.", failure);
        }

        var listening = new Uri(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        BaseUrl = new UriBuilder(Uri.UriSchemeHttp, Reachable(listening.Host), listening.Port, "/v1").Uri;
    }

    /// <summary>
    /// Makes a case known under the key by which requests are matched to it (<see cref="CaseKey"/>): the request's model equals the key,
    /// else its API key is the one that belongs to the key (<see cref="CaseKey.ApiKeyOf"/>) or the key itself, else the last user text holds <c>[key]</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The key is registered already.</exception>
    public Playback Register(Scenario scenario, string key)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentException.ThrowIfNullOrEmpty(key);

        var playback = new Playback(scenario, key, _settings, _cases.Remove);
        _cases.Add(playback);
        return playback;
    }

    /// <summary>Ends every answer still played, then stops to listen.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await Task.WhenAll(_cases.All.Select(playback => playback.DisposeAsync().AsTask()));
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    /// <summary>The empty builder takes no addresses, settings or logging from the surroundings: a mock must be the same everywhere.</summary>
    private static WebApplication BuildApp(MockUpstreamOptions options, IPAddress address)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options, address));

        // Flushes are merged into one send unless the transport may hold no more than this: a flush then waits for its own send.
        builder.WebHost.UseSockets(sockets => sockets.MaxWriteBufferSize = 1);
        return builder.Build();
    }

    private static void Configure(KestrelServerOptions kestrel, MockUpstreamOptions options, IPAddress address)
    {
        kestrel.AddServerHeader = false;
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
        kestrel.Limits.MaxRequestBodySize = LargestRequest;

        // Slow readers and stalled answers are what is tested here, not abuse.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Listen(address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
    }

    /// <summary>The any-address is one to listen on, not one to connect to.</summary>
    private static string Reachable(string host) => host switch
    {
        "0.0.0.0" => "127.0.0.1",
        "[::]" => "[::1]",
        _ => host,
    };
}
