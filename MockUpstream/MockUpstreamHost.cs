using System.Net;
using System.Security.Cryptography.X509Certificates;
using MockUpstream.Answering;
using MockUpstream.Contract;
using MockUpstream.Hosting;
using MockUpstream.Matching;
using MockUpstream.Observing;
using MockUpstream.Playing;
using Scenarios.Model;
using WireMock.Server;

namespace MockUpstream;

/// <summary>A WireMock server on which scenarios are played byte for byte. One host serves many cases at once.</summary>
/// <remarks>
/// Each write of a script is one send on the socket. Besides <c>POST …/chat/completions</c> it answers <c>GET …/models</c> with the keys of
/// the cases, and <c>/__admin</c> with WireMock's admin API.
/// </remarks>
public sealed class MockUpstreamHost : IAsyncDisposable
{
    private readonly MockUpstreamOptions _options;
    private readonly IPAddress _address;
    private readonly PlaySettings _settings;
    private readonly CaseRegistry _cases = new();
    private readonly OpenStreams _streams;
    private readonly AdminFilter _admin;
    private readonly RequestGateway _door;
    private readonly LiveFacts _facts;
    private Listeners? _listeners;
    private WireMockServer? _server;
    private RequestLog? _log;
    private FastPath? _short;
    private bool _disposed;

    private MockUpstreamHost(MockUpstreamOptions options, IPAddress address)
    {
        _options = options;
        _address = address;
        _settings = new PlaySettings(options.Time, options.Slow, options.Judged)
        {
            RepeatsFailures = options.RepeatsFailures, As = options.As, EchoesUnmatched = options.EchoesUnmatched,
            ReadPatience = options.ReadPatience ?? PlaySettings.DefaultReadPatience,
        };
        _streams = new OpenStreams(options.Time);
        _admin = new AdminFilter(options);
        _facts = new LiveFacts(_cases);
        var served = new ServedLog(options);
        _door = new RequestGateway(options, _admin, new LiveEndpoints(_settings.Gates, _streams, served, _facts), served);
    }

    /// <summary>Makes a host that does not listen yet.</summary>
    /// <exception cref="ArgumentException">The address is not an IP address.</exception>
    public static MockUpstreamHost Build(MockUpstreamOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return IPAddress.TryParse(options.Address, out var address)
            ? new MockUpstreamHost(options, address)
            : throw new ArgumentException($"'{options.Address}' is not an IP address.", nameof(options));
    }

    /// <summary>
    /// The base URL that a relay is given, such as <c>http://127.0.0.1:40123/v1</c>. Valid after <see cref="StartAsync"/>.
    /// </summary>
    public Uri BaseUrl => UrlOf(Uri.UriSchemeHttp, Listening.Http);

    /// <summary>
    /// The base URL with TLS, such as <c>https://127.0.0.1:40124/v1</c>. Valid after <see cref="StartAsync"/> with
    /// <see cref="MockUpstreamOptions.Tls"/>.
    /// </summary>
    public Uri TlsUrl =>
        UrlOf(Uri.UriSchemeHttps, Listening.Tls ?? throw new InvalidOperationException("The host is not configured to listen for TLS."));

    /// <summary>
    /// The base URL for HTTP/2 without TLS. Valid after <see cref="StartAsync"/> with <see cref="MockUpstreamOptions.H2c"/>.
    /// </summary>
    public Uri H2cUrl =>
        UrlOf(
            Uri.UriSchemeHttp,
            Listening.H2c ?? throw new InvalidOperationException("The host is not configured to listen for HTTP/2 without TLS."));

    /// <summary>
    /// The certificate of <see cref="TlsUrl"/>, made at the start, for a client that is to trust it; <see langword="null"/> without TLS.
    /// </summary>
    public X509Certificate2? Certificate => Listening.Certificate;

    /// <summary>
    /// The WireMock server: mappings that are added to it play in front of the scenarios or behind them. Valid after
    /// <see cref="StartAsync"/>.
    /// </summary>
    /// <remarks>The scenarios have priority 100. A mapping without a priority has 0, which is in front; 101 and more is behind.</remarks>
    public WireMockServer Server => _server ?? throw NotListening();

    /// <summary>The gates at which streams wait for a release.</summary>
    public Gates Gates => _settings.Gates;

    /// <summary>Requests that matched no case, oldest first; of very many the last thousand.</summary>
    public IReadOnlyList<ReceivedRequest> Unmatched => _log?.Refused ?? [];

    /// <summary>Whether this system can prove that a peer has read a write (<c>settle: read</c>); elsewhere a pause stands in.</summary>
    public static bool ProvesBoundaries => PeerQueue.IsSupported;

    /// <summary>
    /// Whether a request that carries no sign of a case goes to the case that is registered, when there is only one. For relays that pass
    /// no sign on.
    /// </summary>
    public bool MatchesAnything
    {
        get => _cases.MatchesAnything;
        set => _cases.MatchesAnything = value;
    }

    private Listeners Listening => _listeners ?? throw NotListening();

    /// <summary>Starts to listen. Throws <see cref="IOException"/> with one clear sentence when the port is taken.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await ListenAsync(cancellationToken);
        Open();
    }

    /// <summary>Starts to listen, and holds every request until <see cref="Open"/>.</summary>
    internal async Task ListenAsync(CancellationToken cancellationToken)
    {
        var listeners = Listeners.Bind(_options, _address);
        var states = new CaseStates(_cases, _options.Judged);
        try
        {
            _server = await Task.Run(() => WireMockHosting.Start(listeners, _door, states), cancellationToken);
        }
        catch
        {
            listeners.Dispose();
            throw;
        }

        _listeners = listeners;
        var inside = WireMockInternals.TryCreate(_server);
        _log = new RequestLog(_server, inside?.Log, _options);
        var provider = new ScenarioProvider(_settings, _streams);
        var mappings = new ScenarioMappings(_server, _cases, _settings, provider);
        mappings.Add(refusesAll: true);
        _admin.SetServer(_server, _log, mappings.Restore, states.RestartAll);
        _facts.BaseUrl = BaseUrl.ToString();
        _short = inside is null ? null : new FastPath(inside, new ScenarioMatcher(_cases, _settings), provider, _log, _options.Time);
    }

    /// <summary>Accepts requests from now on.</summary>
    /// <param name="brings">
    /// Brings a case by its key before <see cref="Complete"/>; until then every other request waits. <see langword="null"/> when all cases
    /// are there.
    /// </param>
    internal void Open(Func<string, bool>? brings = null) => _door.SetServer(Server, _short, brings);

    /// <summary>Declares that all cases are loaded.</summary>
    internal void Complete() => _door.Complete();

    /// <summary>Shows these problems of scenario files on the live page, in place of those shown before.</summary>
    public void ShowProblems(IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        _facts.Problems = problems;
    }

    /// <summary>
    /// Makes a case known under the key by which requests are matched to it (<see cref="CaseKey"/>): the request's model equals the key,
    /// else its API key is the one that belongs to the key (<see cref="CaseKey.ApiKeyOf"/>) or the key itself, else the last user text
    /// holds <c>[key]</c>.
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
        _door.Close();
        if (_server is { } server)
        {
            await Task.Run(server.Stop);
            _log?.Dispose();
            server.Dispose();
        }

        _listeners?.Dispose();
        _door.Dispose();
    }

    private static InvalidOperationException NotListening() => new("The host does not listen yet.");

    private static Uri UrlOf(string scheme, IPEndPoint listening) =>
        new UriBuilder(scheme, ToReachableAddress(listening.Address), listening.Port, "/v1").Uri;

    /// <summary>Returns the any-address is one to listen on, not one to connect to.</summary>
    private static string ToReachableAddress(IPAddress address) =>
        address.Equals(IPAddress.Any)
            ? "127.0.0.1"
            : address.Equals(IPAddress.IPv6Any)
            ? "[::1]"
            : address.ToString() is var text && text.Contains(':', StringComparison.Ordinal)
            ? $"[{text}]"
            : text;
}
