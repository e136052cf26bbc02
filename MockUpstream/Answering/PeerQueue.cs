using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MockUpstream.Answering;

/// <summary>
/// Asks the kernel about the other end of a TCP connection: how many bytes it has received, and how many of them its program has not read
/// yet. Works on Linux for a peer in the same network namespace (netlink <c>SOCK_DIAG</c>, <c>sock_diag(7)</c>).
/// </summary>
internal static partial class PeerQueue
{
    private const int NetlinkFamily = 16;
    private const int RawCloseOnExec = 3 | 0x80000;
    private const int SockDiagProtocol = 4;
    private const int DontWait = 0x40;
    private const int HeaderLength = 16;
    private const int RequestLength = HeaderLength + 56;
    private const int AnswerLength = HeaderLength + 72;
    private const int QueueOffset = HeaderLength + 56;
    private const int BytesReceivedOffset = 128;
    private const ushort DiagnoseByFamily = 20;
    private const ushort AttributeInfo = 2;
    private const byte Tcp = 6;
    private const byte IPv4 = 2;
    private const byte IPv6 = 10;
    private const int MostIdle = 16;

    // A look takes microseconds, so that few of these are open even with hundreds of streams.
    private static readonly ConcurrentBag<SafeFileHandle> Idle = [];

    /// <summary>Whether the kernel can be asked at all.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() && CanOpen();

    /// <summary>Returns the question about the other end of a connection; <see langword="null"/> when it cannot be asked.</summary>
    public static byte[]? QuestionFor(Socket socket)
    {
        if (!IsSupported || socket is not { LocalEndPoint: IPEndPoint own, RemoteEndPoint: IPEndPoint peer })
        {
            return null;
        }

        var (from, to) = (ToPlainAddress(peer.Address), ToPlainAddress(own.Address));
        var question = new byte[RequestLength];
        BitConverter.TryWriteBytes(question, RequestLength);
        BitConverter.TryWriteBytes(question.AsSpan(4), DiagnoseByFamily);
        BitConverter.TryWriteBytes(question.AsSpan(6), (ushort)1);
        question[HeaderLength] = from.AddressFamily == AddressFamily.InterNetwork ? IPv4 : IPv6;
        question[HeaderLength + 1] = Tcp;
        question[HeaderLength + 2] = 1 << (AttributeInfo - 1);
        question.AsSpan(HeaderLength + 4, 4).Fill(0xFF);
        BinaryPrimitives.WriteUInt16BigEndian(question.AsSpan(HeaderLength + 8), (ushort)peer.Port);
        BinaryPrimitives.WriteUInt16BigEndian(question.AsSpan(HeaderLength + 10), (ushort)own.Port);
        from.TryWriteBytes(question.AsSpan(HeaderLength + 12), out _);
        to.TryWriteBytes(question.AsSpan(HeaderLength + 28), out _);
        question.AsSpan(HeaderLength + 48, 8).Fill(0xFF);
        return question;
    }

    /// <summary>Asks once. Costs a few microseconds and never blocks.</summary>
    /// <param name="question">The value that <see cref="QuestionFor"/> returned.</param>
    /// <param name="seen">The kernel's answer.</param>
    /// <returns>Whether the kernel knows the other end; <see langword="false"/> when it is on another machine, or gone.</returns>
    public static bool TryLook(ReadOnlySpan<byte> question, out PeerView seen)
    {
        seen = default;
        if (Rent() is not { } netlink)
        {
            return false;
        }

        Span<byte> answer = stackalloc byte[1024];
        var length = 0;
        if (Send(netlink, question, question.Length, 0) == question.Length)
        {
            length = (int)Receive(netlink, answer, answer.Length, DontWait);
        }

        if (length < 0)
        {
            // An answer that is still to come would be taken for that of the next question.
            netlink.Dispose();
            return false;
        }

        Return(netlink);
        return TryRead(answer[..length], out seen);
    }

    private static bool TryRead(ReadOnlySpan<byte> answer, out PeerView seen)
    {
        seen = default;
        if (answer.Length < AnswerLength || BitConverter.ToUInt16(answer[4..]) != DiagnoseByFamily)
        {
            return false;
        }

        var queued = BitConverter.ToUInt32(answer[QueueOffset..]);
        for (var rest = answer[AnswerLength..]; rest.Length >= 4;)
        {
            var length = BitConverter.ToUInt16(rest);
            if (BitConverter.ToUInt16(rest[2..]) == AttributeInfo && length >= 4 + BytesReceivedOffset + sizeof(ulong))
            {
                seen = new PeerView(BitConverter.ToUInt64(rest[(4 + BytesReceivedOffset)..]), queued);
                return true;
            }

            var padded = (length + 3) & ~3;
            rest = padded is 0 || padded > rest.Length ? default : rest[padded..];
        }

        return false;
    }

    private static IPAddress ToPlainAddress(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool CanOpen()
    {
        if (Rent() is not { } netlink)
        {
            return false;
        }

        Return(netlink);
        return true;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "Whoever rents it returns it.")]
    private static SafeFileHandle? Rent()
    {
        if (Idle.TryTake(out var netlink))
        {
            return netlink;
        }

        var opened = Open(NetlinkFamily, RawCloseOnExec, SockDiagProtocol);
        if (!opened.IsInvalid)
        {
            return opened;
        }

        opened.Dispose();
        return null;
    }

    private static void Return(SafeFileHandle netlink)
    {
        if (Idle.Count < MostIdle)
        {
            Idle.Add(netlink);
        }
        else
        {
            netlink.Dispose();
        }
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial SafeFileHandle Open(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeFileHandle netlink, ReadOnlySpan<byte> bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(SafeFileHandle netlink, Span<byte> bytes, nint length, int flags);
}

/// <summary>The state of the other end of a connection, as the kernel reports it.</summary>
/// <param name="Received">The number of bytes it has received since the connection began.</param>
/// <param name="Queued">The number of them that its program has not read yet.</param>
internal readonly record struct PeerView(ulong Received, uint Queued);
