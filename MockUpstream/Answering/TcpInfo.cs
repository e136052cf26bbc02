using System.Buffers.Binary;
using System.Net.Sockets;

namespace MockUpstream.Answering;

/// <summary>What Linux tells of our own end of a connection (<c>struct tcp_info</c>).</summary>
internal static class TcpInfo
{
    private const int ProtocolTcp = 6;
    private const int Option = 11;
    private const int UnackedOffset = 24;
    private const int NotSentOffset = 144;
    private const int BytesSentOffset = 200;
    private const int BytesResentOffset = 208;
    private const int Length = BytesResentOffset + sizeof(ulong);

    /// <summary>Whether all bytes sent were acknowledged; true as well when the kernel does not say.</summary>
    public static bool IsDrained(Socket socket)
    {
        Span<byte> info = stackalloc byte[Length];
        var length = socket.GetRawSocketOption(ProtocolTcp, Option, info);
        return length < NotSentOffset + sizeof(uint) || (Word(info, UnackedOffset) == 0 && Word(info, NotSentOffset) == 0);
    }

    /// <summary>
    /// How many bytes were handed to the kernel since the connection began; <see langword="null"/> when the kernel is too old to say
    /// (before 4.19).
    /// </summary>
    public static ulong? BytesSent(Socket socket)
    {
        Span<byte> info = stackalloc byte[Length];
        return socket.GetRawSocketOption(ProtocolTcp, Option, info) < Length
            ? null
            : BitConverter.ToUInt64(info[BytesSentOffset..]) - BitConverter.ToUInt64(info[BytesResentOffset..]) + Word(info, NotSentOffset);
    }

    private static uint Word(ReadOnlySpan<byte> info, int offset) =>
        BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(info[offset..])
            : BinaryPrimitives.ReadUInt32BigEndian(info[offset..]);
}
