using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using MockUpstream.Answering;

namespace Conformance.Capturing;

/// <summary>Ends a client's connection as the vendor ended its own.</summary>
internal static class ClientEnd
{
    private static readonly TimeSpan LongestLinger = TimeSpan.FromSeconds(5);

    /// <summary>Sends a reset behind everything that was sent before.</summary>
    public static async Task ResetAsync(HttpContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        if (SocketOf(context) is { } socket)
        {
            await TcpEnd.ResetAsync(socket, new ReadProof(socket), time, cancellationToken);
        }

        context.Abort();
    }

    /// <summary>Closes the sending side without HTTP's end, and leaves the client the time to read.</summary>
    public static async Task TruncateAsync(HttpContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        SocketOf(context)?.Shutdown(SocketShutdown.Send);
        await Task.Delay(LongestLinger, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    private static Socket? SocketOf(HttpContext context) => context.Features.Get<IConnectionSocketFeature>()?.Socket;
}
