using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Asking;

/// <summary>
/// One persistent connection. Its first answer is compared byte for byte; each later one is compared with the first by its length and its
/// end.
/// </summary>
internal sealed class WireConnection : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly LoadTarget _target;
    private int _length;
    private byte[] _tail = [];

    private WireConnection(LoadTarget target) => _target = target;

    /// <summary>Connects, asks once, and compares the answer.</summary>
    /// <exception cref="InvalidDataException">The answer is not the one expected.</exception>
    public static async Task<WireConnection> OpenAsync(LoadTarget target, CancellationToken cancellationToken)
    {
        var connection = new WireConnection(target);
        await connection._socket.ConnectAsync(IPAddress.Loopback, target.Server.Port, cancellationToken);
        await connection.AskFirstAsync(cancellationToken);
        return connection;
    }

    /// <summary>Asks once more and reads to the end of the answer.</summary>
    /// <exception cref="InvalidDataException">The answer has another length or end than the first.</exception>
    public async Task AskAgainAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken);
        var (received, last) = (0, 0);
        while (received < _length)
        {
            last = await ReceiveAsync(_buffer, cancellationToken);
            received += last;
        }

        var seen = Math.Min(last, _tail.Length);
        if (received != _length || !_buffer.AsSpan(last - seen, seen).SequenceEqual(_tail.AsSpan(_tail.Length - seen)))
        {
            throw new InvalidDataException(
                $"{_target.Model}: expected {_length} bytes with the end of the first answer, received {received}.");
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task AskFirstAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken);
        using var all = new MemoryStream();
        ReadOnlyMemory<byte> body;
        while (!WireAnswer.TryRead(all.ToArray(), out body))
        {
            all.Write(_buffer, 0, await ReceiveAsync(_buffer, cancellationToken));
        }

        if (!body.Span.SequenceEqual(_target.Body.Span))
        {
            throw new InvalidDataException(
                $"{_target.Model}: expected a body of {_target.Body.Length} bytes, received another of {body.Length}.");
        }

        var bytes = all.ToArray();
        (_length, _tail) = (bytes.Length, bytes[^Math.Min(bytes.Length, 8)..]);
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        for (ReadOnlyMemory<byte> rest = _target.Request; !rest.IsEmpty;)
        {
            rest = rest[await _socket.SendAsync(rest, cancellationToken)..];
        }
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        await _socket.ReceiveAsync(buffer, cancellationToken) is > 0 and var count
            ? count
            : throw new InvalidDataException($"{_target.Model}: the server closed the connection.");
}
