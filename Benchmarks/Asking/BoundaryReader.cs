using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Asking;

/// <summary>Reads an answer of single bytes on a separate thread, and counts the reads that return exactly one byte.</summary>
internal sealed class BoundaryReader : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[4096];
    private readonly LoadTarget _target;

    private BoundaryReader(LoadTarget target) => _target = target;

    /// <summary>Connects.</summary>
    public static BoundaryReader Open(LoadTarget target)
    {
        var reader = new BoundaryReader(target);
        reader._socket.Connect(IPAddress.Loopback, target.Server.Port);
        return reader;
    }

    /// <summary>Asks again and again for a time.</summary>
    /// <returns>The number of bytes that were returned by a separate read.</returns>
    /// <exception cref="InvalidDataException">More than one answer in a hundred bytes was joined with another.</exception>
    public long Count(long begun, TimeSpan length)
    {
        var (alone, all) = (0L, 0L);
        while (Stopwatch.GetElapsedTime(begun) < length)
        {
            _socket.Send(_target.Request);
            alone += ReadAnswer();
            all += _target.Body.Length;
        }

        return alone * 100 >= all * 99 ? alone : throw new InvalidDataException($"Of {all} bytes only {alone} were a read of their own.");
    }

    public void Dispose() => _socket.Dispose();

    private int ReadAnswer()
    {
        var alone = 0;
        while (true)
        {
            var read = _buffer.AsSpan(0, _socket.Receive(_buffer));
            if (read.IsEmpty)
            {
                throw new InvalidDataException("The server closed the connection.");
            }

            alone += read.SequenceEqual("1\r\nx\r\n"u8) ? 1 : 0;
            if (read.EndsWith("0\r\n\r\n"u8))
            {
                return alone;
            }
        }
    }
}
