using System.Net.Sockets;
using MockUpstream.Contract;

namespace MockUpstream.Answering;

/// <summary>Ends a connection below HTTP.</summary>
internal static class TcpEnd
{
    private const int LongestDrain = 200;
    private const int ProtocolTcp = 6;
    private const int Cork = 3;

    private static readonly TimeSpan DrainPause = TimeSpan.FromMilliseconds(1);

    // A RST discards the bytes that the peer has not read. Long enough for any peer that reads at all.
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(1);

    // Only Linux reports acknowledged bytes; elsewhere this pause must suffice.
    private static readonly TimeSpan BlindDrain = TimeSpan.FromMilliseconds(20);

    /// <summary>Sends bytes past HTTP.</summary>
    public static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    /// <summary>Delays the following bytes, by at most 200 ms, so that they arrive together with the end of the connection.</summary>
    /// <remarks>
    /// A client that has the whole answer before the FIN could start its next request, which may belong to another case, on the
    /// connection. Linux only.
    /// </remarks>
    public static void Hold(Socket socket)
    {
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(ProtocolTcp, Cork, BitConverter.GetBytes(1));
        }
    }

    /// <summary>
    /// Sends a RST once the peer has read everything sent before, or at least its kernel has it; a RST would take it along.
    /// </summary>
    /// <remarks>Waits about a second at most for a peer that does not read.</remarks>
    public static async Task ResetAsync(Socket socket, ReadProof proof, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await proof.WaitAsync(ReadPatience, cancellationToken) != WriteBoundary.Proven)
        {
            await DrainAsync(socket, time, cancellationToken);
        }

        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close(timeout: 0);
    }

    private static async Task DrainAsync(Socket socket, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            await Task.Delay(BlindDrain, time, cancellationToken);
            return;
        }

        for (var tried = 0; tried < LongestDrain && !TcpInfo.IsDrained(socket); tried++)
        {
            await Task.Delay(DrainPause, time, cancellationToken);
        }
    }
}
