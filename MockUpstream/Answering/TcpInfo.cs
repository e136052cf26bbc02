using System.Buffers.Binary;
using System.Net.Sockets;

namespace MockUpstream.Answering;

/// <summary>Reads the state of our own end of a connection from Linux (<c>struct tcp_info</c>).</summary>
internal static class TcpInfo
{
    private const int ProtocolTcp = 6;
    private const int Option = 11;
    private const int UnackedOffset = 24;
    private const int NotSentOffset = 144;
    private const int BytesSentOffset = 200;
    private const int BytesResentOffset = 208;
    private const int Length = BytesResentOffset + sizeof(ulong);

    /// <summary>Returns whether all sent bytes were acknowledged; also true if the kernel does not report it.</summary>
    public static bool IsDrained(Socket socket)
    {
        Span<byte> info = stackalloc byte[Length];
        var length = socket.GetRawSocketOption(ProtocolTcp, Option, info);
        return length < NotSentOffset + sizeof(uint) || (ReadWord(info, UnackedOffset) == 0 && ReadWord(info, NotSentOffset) == 0);
    }

    /// <summary>
    /// Returns the number of bytes passed to the kernel since the connection began; <see langword="null"/> for kernels before 4.19, which
    /// do not report it.
    /// </summary>
    public static ulong? BytesSent(Socket socket)
    {
        Span<byte> info = stackalloc byte[Length];
        return socket.GetRawSocketOption(ProtocolTcp, Option, info) < Length
            ? null
            : BitConverter.ToUInt64(info[BytesSentOffset..]) - BitConverter.ToUInt64(info[BytesResentOffset..])
                + ReadWord(info, NotSentOffset);
    }

    private static uint ReadWord(ReadOnlySpan<byte> info, int offset) =>
        BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(info[offset..])
            : BinaryPrimitives.ReadUInt32BigEndian(info[offset..]);
}
