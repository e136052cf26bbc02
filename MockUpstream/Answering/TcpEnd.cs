using System.Buffers.Binary;
using System.Net.Sockets;

namespace MockUpstream.Answering;

/// <summary>Ends a connection below HTTP.</summary>
internal static class TcpEnd
{
    private const int ProtocolTcp = 6;
    private const int TcpInfo = 11;
    private const int UnackedOffset = 24;
    private const int NotSentOffset = 144;
    private const int InfoLength = NotSentOffset + sizeof(uint);
    private const int LongestDrain = 200;

    private static readonly TimeSpan DrainPause = TimeSpan.FromMilliseconds(1);

    // Only Linux tells what was acknowledged; elsewhere this must do.
    private static readonly TimeSpan BlindDrain = TimeSpan.FromMilliseconds(20);

    /// <summary>Sends bytes past HTTP.</summary>
    public static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    /// <summary>Sends a RST once the peer's kernel has everything sent before; a RST would take unsent bytes with it.</summary>
    /// <remarks>Waits at most about 200 ms for a peer that does not read.</remarks>
    public static async Task ResetAsync(Socket socket, TimeProvider time, CancellationToken cancellationToken)
    {
        await DrainAsync(socket, time, cancellationToken);
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

        for (var tried = 0; tried < LongestDrain && !IsDrained(socket); tried++)
        {
            await Task.Delay(DrainPause, time, cancellationToken);
        }
    }

    /// <summary>Whether all bytes sent were acknowledged.</summary>
    private static bool IsDrained(Socket socket)
    {
        Span<byte> info = stackalloc byte[InfoLength];
        var length = socket.GetRawSocketOption(ProtocolTcp, TcpInfo, info);
        return length < InfoLength || (Word(info, UnackedOffset) == 0 && Word(info, NotSentOffset) == 0);
    }

    private static uint Word(ReadOnlySpan<byte> info, int offset) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(info[offset..]) : BinaryPrimitives.ReadUInt32BigEndian(info[offset..]);
}
