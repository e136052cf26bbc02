using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Asking;

/// <summary>
/// Streams that are open at the same time. Nothing is read beyond their beginning: the kernel holds the little that arrives.
/// </summary>
internal sealed class SlowStreams : IDisposable
{
    private readonly List<Socket> _sockets = [];

    private SlowStreams()
    {
    }

    /// <summary>Opens streams one after the other; each has begun before the next is asked for.</summary>
    public static async Task<SlowStreams> OpenAsync(LoadTarget target, int count, CancellationToken cancellationToken)
    {
        var streams = new SlowStreams();
        var buffer = new byte[1024];
        for (var number = 0; number < count; number++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            streams._sockets.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, target.Server.Port, cancellationToken);
            await socket.SendAsync(target.Request, cancellationToken);
            var received = await socket.ReceiveAsync(buffer, cancellationToken);
            if (!buffer.AsSpan(0, received).StartsWith("HTTP/1.1 200"u8))
            {
                throw new InvalidDataException($"{target.Model}: the stream did not begin.");
            }
        }

        return streams;
    }

    public void Dispose() => _sockets.ForEach(static socket => socket.Dispose());
}
