using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Testing.Support;

/// <summary>A connection that somebody else has opened, down to its bytes: a vendor's to a relay, a relay's to a client.</summary>
public sealed class RawExchange(Socket socket) : IDisposable
{
    public const string StreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private readonly NetworkStream _stream = new(socket, ownsSocket: false);

    /// <summary>The request's first line and headers.</summary>
    public string Head { get; private set; } = "";

    public string Body { get; private set; } = "";

    public async Task ReadRequestAsync(CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var single = new byte[1];
        while (!Encoding.ASCII.GetString([.. head.TakeLast(4)]).Equals("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(single, cancellationToken);
            head.Add(single[0]);
        }

        Head = Encoding.ASCII.GetString([.. head]);
        var length = Head.Split("\r\n")
            .FirstOrDefault(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1] ?? "0";
        var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await _stream.ReadExactlyAsync(body, cancellationToken);
        Body = Encoding.UTF8.GetString(body);
    }

    public Task SendAsync(string text, CancellationToken cancellationToken) =>
        _stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).AsTask();

    public Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _stream.WriteAsync(bytes, cancellationToken).AsTask();

    /// <summary>Sends one piece of a chunked body.</summary>
    public Task SendChunkAsync(string text, CancellationToken cancellationToken) =>
        SendAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n", cancellationToken);

    public async Task SendChunkAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await SendAsync($"{bytes.Length:x}\r\n", cancellationToken);
        await SendAsync(bytes, cancellationToken);
        await SendAsync("\r\n", cancellationToken);
    }

    /// <summary>Sends a whole answer of known length.</summary>
    public Task SendAnswerAsync(string status, string headers, string body, CancellationToken cancellationToken) =>
        SendAsync($"HTTP/1.1 {status}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}", cancellationToken);

    /// <summary>Completes when the other side has closed the connection.</summary>
    public async Task ClosedAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[256];
        try
        {
            while (await _stream.ReadAsync(buffer, cancellationToken) > 0)
            {
                // A request on a connection used again would be a surprise, but is not the question here.
            }
        }
        catch (IOException)
        {
            // Reset: closed as well.
        }
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public void Dispose()
    {
        _stream.Dispose();
        socket.Dispose();
    }
}
