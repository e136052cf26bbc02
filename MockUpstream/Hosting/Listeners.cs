using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using MockUpstream.Contract;

namespace MockUpstream.Hosting;

/// <summary>
/// The sockets a host listens on. They are bound before WireMock starts: if a port is not available, WireMock waits ten seconds and does
/// not report the reason.
/// </summary>
internal sealed class Listeners : IDisposable
{
    /// <summary>The longest body of a request.</summary>
    public const long LargestRequest = 64 * 1024 * 1024;

    private const int Backlog = 512;

    private readonly MockUpstreamOptions _options;
    private readonly List<Socket> _sockets = [];

    private Listeners(MockUpstreamOptions options, X509Certificate2? certificate)
    {
        _options = options;
        Certificate = certificate;
    }

    /// <summary>The endpoint for plain HTTP/1.1.</summary>
    public required IPEndPoint Http { get; init; }

    /// <summary>The endpoint for TLS, if any.</summary>
    public required IPEndPoint? Tls { get; init; }

    /// <summary>The endpoint for HTTP/2 without TLS, if any.</summary>
    public required IPEndPoint? H2c { get; init; }

    /// <summary>The certificate of the TLS listener, if there is one.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>Binds the sockets.</summary>
    /// <exception cref="IOException">A port is taken, or the address is not one of this machine.</exception>
    public static Listeners Bind(MockUpstreamOptions options, IPAddress address)
    {
        var sockets = new List<Socket>();
        try
        {
            var http = Bind(sockets, address, options.Port);
            var tls = options.Tls ? Bind(sockets, address, 0) : null;
            var h2c = options.H2c ? Bind(sockets, address, 0) : null;
            var listeners = new Listeners(
                options,
                options.Tls ? LoopbackCertificate.Make(options.Time) : null) { Http = http, Tls = tls, H2c = h2c };
            listeners._sockets.AddRange(sockets);
            return listeners;
        }
        catch (SocketException failure)
        {
            sockets.ForEach(socket => socket.Dispose());
            var reason = failure.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? "the port is in use by another program"
                : failure.Message;
            throw new IOException($"Cannot listen on {options.Address} port {options.Port}: {reason}.", failure);
        }
    }

    /// <summary>Configures the server below WireMock.</summary>
    public void Register(IServiceCollection services)
    {
        services.Configure<SocketTransportOptions>(sockets =>
        {
            // Flushes are merged into one send unless the transport may hold no more than this: a flush then waits for its own send.
            sockets.MaxWriteBufferSize = 1;
            sockets.CreateBoundListenSocket = BindSocket;
        });

        // WireMock sets its own limits after everything that is registered here.
        services.PostConfigure<KestrelServerOptions>(Configure);
    }

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        Certificate?.Dispose();
    }

    private static IPEndPoint Bind(List<Socket> sockets, IPAddress address, int port)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(address, port));
        sockets.Add(socket);
        socket.Listen(Backlog);
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        var defaults = new KestrelServerLimits();
        kestrel.AddServerHeader = false;
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
        kestrel.Limits.MaxRequestBodySize = LargestRequest;
        kestrel.Limits.MaxRequestBufferSize = defaults.MaxRequestBufferSize;
        kestrel.Limits.MaxResponseBufferSize = defaults.MaxResponseBufferSize;
        kestrel.Limits.RequestHeadersTimeout = _options.RequestTimeout;

        // Slow readers and stalled answers are the subject of tests here, not abuse. A slow request has a separate timeout.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MinRequestBodyDataRate = null;

        kestrel.Listen(Http, listen => listen.Protocols = HttpProtocols.Http1);
        if (H2c is not null)
        {
            kestrel.Listen(H2c, listen => listen.Protocols = HttpProtocols.Http2);
        }

        if (Tls is not null)
        {
            kestrel.Listen(Tls, listen => listen.UseHttps(Certificate!));
        }
    }

    private Socket BindSocket(EndPoint wanted) =>
        _sockets.Find(socket => wanted.Equals(socket.LocalEndPoint)) ?? SocketTransportOptions.CreateDefaultBoundListenSocket(wanted);
}
