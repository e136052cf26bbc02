using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conformance.Tests.Recording;

/// <summary>A relay of bare sockets: reads a request, then does exactly what the test says.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public RawServer(Func<RawConnection, Task> serve)
    {
        _listener.Start();
        _serving = ServeAsync(serve);
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The requests as text, head and body.</summary>
    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<RawConnection, Task> serve)
    {
        while (true)
        {
            using var socket = await _listener.AcceptSocketAsync(_stop.Token);
            var connection = new RawConnection(socket, _stop.Token);
            Requests.Add(await connection.ReadRequestAsync());
            try
            {
                await serve(connection);
            }
            catch (SocketException)
            {
                // The client left; that is the subject of some tests and of no interest in the others.
            }
        }
    }
}

/// <summary>One connection to a <see cref="RawServer"/>.</summary>
internal sealed class RawConnection(Socket socket, CancellationToken stopped)
{
    public const string StreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    public CancellationToken Stopped => stopped;

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await socket.SendAsync(bytes, stopped);

    /// <summary>One HTTP chunk.</summary>
    public Task ChunkAsync(string text) => SendAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    public Task LastChunkAsync() => SendAsync("0\r\n\r\n");

    /// <summary>A TCP reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    /// <summary>Waits until the client has gone.</summary>
    public async Task UntilGoneAsync()
    {
        try
        {
            while (await socket.ReceiveAsync(new byte[256], stopped) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // A reset is a way of going, too.
        }
    }

    public async Task<string> ReadRequestAsync()
    {
        var text = "";
        var buffer = new byte[64 * 1024];
        while (!IsComplete(text))
        {
            var length = await socket.ReceiveAsync(buffer, stopped);
            if (length == 0)
            {
                break;
            }

            text += Encoding.UTF8.GetString(buffer, 0, length);
        }

        return text;
    }

    private static bool IsComplete(string text)
    {
        var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var length = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return head >= 0 && (length is null || Encoding.UTF8.GetByteCount(text[(head + 4)..]) >= int.Parse(length.Split(':')[1]));
    }
}
