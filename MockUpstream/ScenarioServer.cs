using System.Security.Cryptography.X509Certificates;
using MockUpstream.Contract;
using MockUpstream.Playing;
using Scenarios.Model;
using Scenarios.Reading;
using WireMock.Server;

namespace MockUpstream;

/// <summary>A mock upstream that plays the scenarios of a folder: everything a test needs, in one line.</summary>
/// <remarks>
/// It needs no judge: turns follow each other automatically, and a <c>hold</c> opens after a short pause. It is not named after its
/// namespace because C# would then find the class wherever the namespace is meant.
/// </remarks>
public sealed class ScenarioServer : IAsyncDisposable
{
    private readonly MockUpstreamHost _host;

    private ScenarioServer(MockUpstreamHost host, ScenarioCatalog catalog)
    {
        _host = host;
        Problems = catalog.Problems;
        Models = [.. catalog.Scenarios.Select(CaseKey.Of).Order(StringComparer.Ordinal)];
    }

    /// <summary>The URL that a client is given as its base, such as <c>http://127.0.0.1:40123/v1</c>.</summary>
    public Uri BaseUrl => _host.BaseUrl;

    /// <summary>The base URL with TLS, if the options asked for it.</summary>
    public Uri TlsUrl => _host.TlsUrl;

    /// <summary>The base URL for HTTP/2 without TLS, if the options asked for it.</summary>
    public Uri H2cUrl => _host.H2cUrl;

    /// <summary>The certificate of <see cref="TlsUrl"/>; <see langword="null"/> without TLS.</summary>
    public X509Certificate2? Certificate => _host.Certificate;

    /// <summary>The WireMock server, for mappings beside the scenarios and for its log of requests.</summary>
    public WireMockServer Server => _host.Server;

    /// <summary>The gates at which streams wait for a release.</summary>
    public Gates Gates => _host.Gates;

    /// <summary>The models by which the scenarios are asked for, in the order of their names.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>Everything wrong in the files, with its place; those files are not played.</summary>
    public IReadOnlyList<ScenarioProblem> Problems { get; }

    /// <summary>Starts a server on a port the system picks, on loopback.</summary>
    /// <param name="folder">The folder with the scenarios.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static Task<ScenarioServer> StartAsync(string folder, CancellationToken cancellationToken = default) =>
        StartAsync(folder, new MockUpstreamOptions(), cancellationToken);

    /// <summary>Starts a server.</summary>
    /// <param name="folder">The folder with the scenarios.</param>
    /// <param name="options">
    /// The addresses and settings. <see cref="MockUpstreamOptions.Judged"/> is ignored: the server plays without a judge.
    /// </param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ScenarioServer> StartAsync(
        string folder,
        MockUpstreamOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);

        var catalog = ScenarioCatalog.Load(folder);
        var host = MockUpstreamHost.Build(options with { Judged = false });
        try
        {
            await host.StartAsync(cancellationToken);
            foreach (var scenario in catalog.Scenarios)
            {
                host.Register(scenario, CaseKey.Of(scenario));
            }

            return new ScenarioServer(host, catalog);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends every answer still played, then stops to listen.</summary>
    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
