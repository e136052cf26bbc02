using System.Net.Sockets;

namespace Conformance.Recording;

/// <summary>The transport of one request: a separate connection, without a proxy between us and the relay.</summary>
internal static class RelayConnection
{
    /// <summary>The number of bytes that a slow client reads at a time.</summary>
    public const int SlowRead = 1024;

    public static HttpMessageInvoker Open(bool slow, AnswerLimits limits) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        // In KB. The platform rejects larger headers while it reads them.
        MaxResponseHeadersLength = Math.Max(1, limits.MaxHeaderBytes / 1024),
        // A client that hangs up must be gone at once; by default the rest of the body is drained in the background.
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context, slow, cancellationToken),
    });

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, bool slow, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (slow)
        {
            // The kernel would read megabytes ahead and the relay would never feel that its client is slow.
            socket.ReceiveBufferSize = 4 * SlowRead;
        }

        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
