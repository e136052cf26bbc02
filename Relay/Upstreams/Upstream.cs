using System.Diagnostics;
using System.Net;
using Relay.ChatCompletions;
using Relay.Options;
using Relay.Profiles;
using Relay.Requests.Writing;

namespace Relay.Upstreams;

/// <summary>One vendor: sends it chat requests, and returns as soon as an answer's headers are there.</summary>
internal sealed class Upstream : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly Uri _completions;
    private readonly Uri _models;
    private readonly SecretWords _secrets;

    // Null: what the client came with is passed on. Empty: nothing is, since that key was for the relay, or a header of ours says who we
    // are.
    private readonly string? _authorization;

    public Upstream(UpstreamOptions options, RelayOptions relay, RelayProfile profile)
    {
        var baseUrl = options.BaseUrl ?? throw new ArgumentException($"Upstream '{options.Name}' has no base URL.", nameof(options));
        Options = options;
        Profile = profile;
        Headers = new HeaderRules(options.HeadersUp, options.HeadersDown);
        Parameters = new ChatParameters(options.ExtraParams, options.DropParams);
        _http = new HttpMessageInvoker(new GuardedConnections(Connections(options.Clocks, isTraced: relay.Collector is not null)));
        _completions = Below(baseUrl, "/chat/completions");
        _models = Below(baseUrl, "/models");
        _authorization = Authorization(options, relay, profile);
        _secrets = UpstreamSecrets.Create(options, baseUrl);
    }

    public string Name => Options.Name;

    /// <summary>How its answers are taken: policies, clocks, retries.</summary>
    public UpstreamOptions Options { get; }

    /// <summary>The parts of the relay that its policies replace.</summary>
    public RelayProfile Profile { get; }

    /// <summary>Which headers pass through.</summary>
    public HeaderRules Headers { get; }

    /// <summary>What becomes of the members of a chat request.</summary>
    public ChatParameters Parameters { get; }

    /// <summary>Sends a request.</summary>
    /// <param name="json">The chat request.</param>
    /// <param name="stream">Whether the answer is to be a stream.</param>
    /// <param name="client">
    /// The client's headers: its authorization is used when the relay has no key of its own, and some pass through.
    /// </param>
    /// <param name="cancellationToken">Gives up, and closes the connection.</param>
    public async Task<HttpResponseMessage> SendAsync(
        ReadOnlyMemory<byte> json, bool stream, ClientHeaders client, CancellationToken cancellationToken)
    {
        using var content = new ChatRequestContent(json);
        using var request = new HttpRequestMessage(HttpMethod.Post, _completions) { Content = content };
        request.Headers.TryAddWithoutValidation("Accept", stream ? "text/event-stream" : "application/json");
        foreach (var (name, value) in client.Forwarded)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        Introduce(request, client);

        var response = await _http.SendAsync(request, cancellationToken);
        content.LetGo();
        request.Headers.Clear();
        return response;
    }

    /// <summary>Asks for the models there are.</summary>
    public async Task<HttpResponseMessage> ListModelsAsync(ClientHeaders client, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _models);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        Introduce(request, client);
        return await _http.SendAsync(request, cancellationToken);
    }

    /// <summary>The words that no answer and no log may show for this request.</summary>
    public SecretWords Secrets(string? clientAuthorization) =>
        _secrets.With(clientAuthorization?[(clientAuthorization.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim());

    public void Dispose() => _http.Dispose();

    private static Uri Below(Uri upstream, string path) =>
        new UriBuilder(upstream) { Path = upstream.AbsolutePath.TrimEnd('/') + path }.Uri;

    private static string? Authorization(UpstreamOptions options, RelayOptions relay, RelayProfile profile)
    {
        if (options.ApiKey is not null)
        {
            return IsBearer(options) ? "Bearer " + options.ApiKey : options.ApiKey;
        }

        var isKept = !profile.PassesClientAuthorization
            || relay.ClientKeys is not null
            || options.Headers.Any(static header => HeaderRules.IsCredential(header.Key));
        return isKept ? "" : null;
    }

    private static bool IsBearer(UpstreamOptions options) => options.KeyHeader.Equals("Authorization", StringComparison.OrdinalIgnoreCase);

    private void Introduce(HttpRequestMessage request, ClientHeaders client)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", "relay");
        if ((_authorization ?? client.Authorization) is { Length: > 0 } authorization)
        {
            var name = Options.ApiKey is null ? "Authorization" : Options.KeyHeader;
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, authorization);
        }

        foreach (var (name, value) in Options.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static SocketsHttpHandler Connections(RelayClocks clocks, bool isTraced) => new()
    {
        UseProxy = false,
        UseCookies = false,

        // A redirect would carry the key elsewhere (Q135).
        AllowAutoRedirect = false,

        // Only an answer that says it is compressed is decompressed, and as it comes (Q156).
        AutomaticDecompression = DecompressionMethods.None,

        // A trace goes on at the vendor's only if somebody traces.
        ActivityHeadersPropagator = isTraced ? DistributedContextPropagator.Current : null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = clocks.Connect == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : clocks.Connect,

        // After the sentinel the end of the body is usually in flight: worth a moment, so that the connection can be used again.
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
    };
}
