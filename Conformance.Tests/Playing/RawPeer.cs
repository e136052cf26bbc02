using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Conformance.Tests.Playing;

/// <summary>A client that sees what TCP sees: the bytes with HTTP's framing, and how the connection ended.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<byte> _received = [];

    /// <summary>All bytes received so far.</summary>
    public string Received => Encoding.UTF8.GetString([.. _received]);

    /// <summary>What came after the headers.</summary>
    public string Body => Received.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var end and >= 0 ? Received[(end + 4)..] : "";

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

    private static string Request(string model)
    {
        var body = $$"""{"model":"{{model}}","stream":true,"messages":[]}""";
        return string.Create(
            CultureInfo.InvariantCulture, $"POST /v1/chat/completions HTTP/1.1\r\nHost: mock\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var count = await _socket.ReceiveAsync(buffer, cancellationToken);
        _received.AddRange(buffer.AsSpan(0, count));
        return count;
    }
}

/// <summary>How a connection ended.</summary>
internal enum Ending
{
    Fin,
    Reset,
}
