using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Relay.ChatCompletions;

namespace Relay.Streaming;

/// <summary>The vendor: sends a chat request and returns as soon as the answer's headers are there.</summary>
internal sealed class ChatUpstream : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly Uri _completions;
    private readonly Uri _models;

    // Null: what the client came with is passed on. Empty: nothing is, since that key was for the relay.
    private readonly string? _authorization;

    private readonly string? _key;

    public ChatUpstream(RelayOptions options)
    {
        _http = new HttpMessageInvoker(Connections(options));
        _completions = Below(options.Upstream, "/chat/completions");
        _models = Below(options.Upstream, "/models");
        _key = options.ApiKey;
        _authorization = options.ApiKey is not null ? "Bearer " + options.ApiKey : options.ClientKeys is not null ? "" : null;
    }

    /// <summary>Sends a request.</summary>
    /// <param name="json">The chat request.</param>
    /// <param name="stream">Whether the answer is to be a stream.</param>
    /// <param name="client">The client's headers: what it authorised itself with is used when the relay has no key of its own, and some pass through.</param>
    /// <param name="cancellationToken">Gives up, and closes the connection.</param>
    public async Task<HttpResponseMessage> SendAsync(ReadOnlyMemory<byte> json, bool stream, IHeaderDictionary client, CancellationToken cancellationToken)
    {
        using var content = new ChatRequestContent(json);
        using var request = new HttpRequestMessage(HttpMethod.Post, _completions) { Content = content };
        request.Headers.TryAddWithoutValidation("Accept", stream ? "text/event-stream" : "application/json");
        Authorize(request, client);
        PassedHeaders.Copy(client, request.Headers);

        var response = await _http.SendAsync(request, cancellationToken);
        content.LetGo();
        request.Headers.Clear();
        return response;
    }

    /// <summary>Asks for the models there are.</summary>
    public async Task<HttpResponseMessage> ListModelsAsync(IHeaderDictionary client, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _models);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        Authorize(request, client);
        return await _http.SendAsync(request, cancellationToken);
    }

    /// <summary>The words that no answer and no log may show for this request.</summary>
    public SecretWords Secrets(string? clientAuthorization) => new(
        [_key, clientAuthorization?[(clientAuthorization.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim()],
        [_completions.Authority, _completions.Host, _completions.IdnHost]);

    public void Dispose() => _http.Dispose();

    private static Uri Below(Uri upstream, string path) =>
        new UriBuilder(upstream) { Path = upstream.AbsolutePath.TrimEnd('/') + path }.Uri;

    private void Authorize(HttpRequestMessage request, IHeaderDictionary client)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", "relay");
        if ((_authorization ?? client.Authorization.ToString()) is { Length: > 0 } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }
    }

    private static SocketsHttpHandler Connections(RelayOptions options) => new()
    {
        UseProxy = false,
        UseCookies = false,

        // A redirect would carry the key elsewhere (Q135).
        AllowAutoRedirect = false,

        // Only an answer that says it is compressed is decompressed, and as it comes (Q156).
        AutomaticDecompression = DecompressionMethods.None,

        // A trace goes on at the vendor's only if somebody traces.
        ActivityHeadersPropagator = options.Collector is null ? null : DistributedContextPropagator.Current,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = options.Clocks.Connect == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : options.Clocks.Connect,

        // After the sentinel the end of the body is usually in flight: worth a moment, so that the connection can be used again.
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
    };
}
