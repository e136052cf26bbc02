using System.Net;
using System.Net.Sockets;

namespace Conformance.Tests.Support;

/// <summary>A vendor down to its bytes: a socket that takes requests and sends exactly what a test says.</summary>
internal sealed class RawUpstream : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public RawUpstream()
    {
        _listener.Start();
        BaseUrl = new Uri($"http://{_listener.LocalEndpoint}/v1");
    }

    public Uri BaseUrl { get; }

    /// <summary>Waits for the next connection and reads its request.</summary>
    public async Task<RawExchange> ReceiveAsync(CancellationToken cancellationToken)
    {
        var exchange = new RawExchange(await _listener.AcceptSocketAsync(cancellationToken));
        await exchange.ReadRequestAsync(cancellationToken);
        return exchange;
    }

    /// <summary>A base URL on which nobody listens.</summary>
    public static Uri Unreachable()
    {
        using var upstream = new RawUpstream();
        return upstream.BaseUrl;
    }

    public void Dispose() => _listener.Dispose();
}
