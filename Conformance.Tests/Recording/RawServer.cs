using System.Net;
using System.Net.Sockets;

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
            using var exchange = new RawExchange(await _listener.AcceptSocketAsync(_stop.Token));
            try
            {
                await exchange.ReadRequestAsync(_stop.Token);
                Requests.Add(exchange.Head + exchange.Body);
                await serve(new RawConnection(exchange, _stop.Token));
            }
            catch (IOException)
            {
                // The client left; that is the subject of some tests and of no interest in the others.
            }
        }
    }
}

/// <summary>One connection to a <see cref="RawServer"/>.</summary>
internal sealed class RawConnection(RawExchange exchange, CancellationToken stopped)
{
    public const string StreamHead = RawExchange.StreamHead;

    public CancellationToken Stopped => stopped;

    /// <summary>The request's first line and headers.</summary>
    public string Head => exchange.Head;

    /// <summary>The request's body.</summary>
    public string Body => exchange.Body;

    public Task SendAsync(string text) => exchange.SendAsync(text, stopped);

    public Task SendAsync(byte[] bytes) => exchange.SendAsync(bytes, stopped);

    /// <summary>One HTTP chunk.</summary>
    public Task ChunkAsync(string text) => exchange.SendChunkAsync(text, stopped);

    public Task LastChunkAsync() => SendAsync("0\r\n\r\n");

    /// <summary>A TCP reset.</summary>
    public void Reset() => exchange.Reset();

    /// <summary>Waits until the client has gone.</summary>
    public Task UntilGoneAsync() => exchange.ClosedAsync(stopped);
}
