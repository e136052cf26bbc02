using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace MockUpstream.Tests.Support;

/// <summary>A client that speaks HTTP/2 over one connection, and says how each stream ended.</summary>
internal sealed class Http2Peer : IDisposable
{
    private readonly HttpClient _client;
    private readonly Uri _baseUrl;
    private int _connections;

    /// <param name="baseUrl">The base URL of the host.</param>
    /// <param name="handler">Trusts the host, where it speaks TLS.</param>
    public Http2Peer(Uri baseUrl, SocketsHttpHandler? handler = null)
    {
        handler ??= new SocketsHttpHandler();
        handler.ConnectCallback = ConnectAsync;
        _client = new HttpClient(handler)
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        _baseUrl = baseUrl;
    }

    /// <summary>The connections that were made.</summary>
    public int Connections => _connections;

    /// <summary>Asks for a case, and waits for the head of its answer.</summary>
    public async Task<Http2Answer> AskAsync(string model, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_baseUrl, "/v1/chat/completions"))
        {
            Content = JsonContent.Create(new { model, stream = true }),
        };
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return new Http2Answer(answer, await answer.Content.ReadAsStreamAsync(cancellationToken));
    }

    public void Dispose() => _client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _connections);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}

/// <summary>One stream of the connection.</summary>
internal sealed class Http2Answer(HttpResponseMessage answer, Stream body) : IDisposable
{
    private readonly byte[] _buffer = new byte[1024];

    /// <summary>Reads what comes next.</summary>
    public async Task<string> ReadAsync(CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString(_buffer, 0, await body.ReadAsync(_buffer, cancellationToken));

    /// <summary>Reads to the end of the stream, and returns what came, or how it was reset.</summary>
    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new StreamReader(body, Encoding.UTF8);
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (HttpIOException reset) when (reset is HttpProtocolException || reset.InnerException is HttpProtocolException)
        {
            var code = (reset as HttpProtocolException
                ?? (HttpProtocolException)reset.InnerException!).ErrorCode; // One of the two is there.
            return $"RST_STREAM with code {code}";
        }
    }

    public void Dispose() => answer.Dispose();
}
