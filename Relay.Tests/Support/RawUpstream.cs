using System.Net;
using System.Net.Sockets;

namespace Relay.Tests.Support;

/// <summary>A vendor down to its bytes: a socket that takes requests and sends exactly what a test says.</summary>
internal sealed class RawUpstream : IDisposable
{
    // Held as long as the process lives. A port that was given back would soon be somebody's: of another test, which would wait for a
    // request of its own.
    private static readonly Socket s_nobody = Bind();

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

    /// <summary>A base URL on which no server listens.</summary>
    public static Uri Unreachable() => new($"http://{s_nobody.LocalEndPoint}/v1");

    public void Dispose() => _listener.Dispose();

    // Bound and not listening: the system gives the port to nobody else, and refuses who connects.
    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
