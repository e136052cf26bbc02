using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Testing.Support;

/// <summary>A client that sees what TCP sees: the bytes with HTTP's framing, and how the connection ended.</summary>
public sealed class RawPeer : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<byte> _received = [];
    private readonly List<int> _reads = [];
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>All bytes received so far.</summary>
    public string Received => Encoding.UTF8.GetString([.. _received]);

    /// <summary>The same as bytes.</summary>
    public byte[] Bytes => [.. _received];

    /// <summary>What came after the headers.</summary>
    public string Body => Received.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var end and >= 0 ? Received[(end + 4)..] : "";

    /// <summary>How many bytes each read brought, in order.</summary>
    public IReadOnlyList<int> Reads => _reads;

    public Socket Socket => _socket;

    public static async Task<RawPeer> AskAsync(Uri baseUrl, string model, CancellationToken cancellationToken)
    {
        var peer = new RawPeer();
        await peer.SendAsync(baseUrl, Request(model), cancellationToken);
        return peer;
    }

    public async Task AskAgainAsync(string model, CancellationToken cancellationToken)
    {
        _received.Clear();
        _reads.Clear();
        await _socket.SendAsync(Encoding.ASCII.GetBytes(Request(model)), cancellationToken);
    }

    public async Task SendAsync(Uri baseUrl, string request, CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(baseUrl.Host, baseUrl.Port, cancellationToken);
        await _socket.SendAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
    }

    /// <summary>Reads until the bytes received end with this text.</summary>
    public async Task ReadUntilAsync(string ending, CancellationToken cancellationToken)
    {
        while (!Received.EndsWith(ending, StringComparison.Ordinal))
        {
            if (await ReadAsync(cancellationToken) == 0)
            {
                throw new EndOfStreamException($"The connection ended after: {Received}");
            }
        }
    }

    /// <summary>Waits until so many bytes lie unread behind the head of the answer, and reads none of them.</summary>
    public async Task WaitUntilQueuedAsync(int count, CancellationToken cancellationToken)
    {
        for (var seen = 0; seen < count; cancellationToken.ThrowIfCancellationRequested())
        {
            // A look at what is queued completes at once, so that nothing but the number tells when there is enough.
            await Task.Yield();
            var length = await _socket.ReceiveAsync(_buffer, SocketFlags.Peek, cancellationToken);
            var head = _buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            seen = head < 0 ? 0 : length - head - 4;
        }
    }

    /// <summary>Reads until the bytes end with this text, and returns how many there were without keeping them.</summary>
    public async Task<long> CountUntilAsync(string ending, CancellationToken cancellationToken)
    {
        var wanted = Encoding.UTF8.GetBytes(ending);
        var last = new List<byte>();
        for (long total = 0; ;)
        {
            var count = await _socket.ReceiveAsync(_buffer, cancellationToken);
            last.AddRange(_buffer.AsSpan(Math.Max(0, count - wanted.Length), Math.Min(count, wanted.Length)));
            last.RemoveRange(0, Math.Max(0, last.Count - wanted.Length));
            total += count;
            if (count == 0 || last.SequenceEqual(wanted))
            {
                return total;
            }
        }
    }

    /// <summary>Whether the connection is open and nothing comes on it for a moment.</summary>
    public async Task<bool> IsQuietAsync(TimeSpan moment, CancellationToken cancellationToken)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(moment);
        try
        {
            await ReadAsync(soon.Token);
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    /// <summary>Reads until the connection ends, and says how.</summary>
    public async Task<Ending> ReadToEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReadAsync(cancellationToken) > 0)
            {
            }

            return Ending.Fin;
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            return Ending.Reset;
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>A whole request for a case.</summary>
    public static string Request(string model)
    {
        var body = $$"""{"model":"{{model}}","stream":true,"messages":[]}""";
        return string.Create(
            CultureInfo.InvariantCulture, $"POST /v1/chat/completions HTTP/1.1\r\nHost: mock\r\nContent-Type: "
                + $"application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        var count = await _socket.ReceiveAsync(_buffer, cancellationToken);
        _received.AddRange(_buffer.AsSpan(0, count));
        if (count > 0)
        {
            _reads.Add(count);
        }

        return count;
    }
}

/// <summary>How a connection ended.</summary>
public enum Ending
{
    Fin,
    Reset,
}
