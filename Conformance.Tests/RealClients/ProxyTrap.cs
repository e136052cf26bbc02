using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conformance.Tests.RealClients;

/// <summary>A proxy that refuses and remembers: whatever a client wants beyond loopback ends here.</summary>
internal sealed class ProxyTrap : IAsyncDisposable
{
    private const string Mark = "MARK";

    private static readonly byte[] Refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _marked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _wanted = [];
    private readonly Task _listening;

    public ProxyTrap()
    {
        _listener.Start();
        _listening = ListenAsync();
    }

    /// <summary>The environment of a program that is to come here for everything but loopback.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment()
    {
        foreach (var name in new[] { "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY" })
        {
            yield return KeyValuePair.Create(name, $"http://{_listener.LocalEndpoint}");
            yield return KeyValuePair.Create(name.ToLowerInvariant(), $"http://{_listener.LocalEndpoint}");
        }

        yield return KeyValuePair.Create("NO_PROXY", "127.0.0.1,localhost");
        yield return KeyValuePair.Create("no_proxy", "127.0.0.1,localhost");

        // Node heeds the others only when told to.
        yield return KeyValuePair.Create("NODE_USE_ENV_PROXY", "1");
        yield return KeyValuePair.Create("NODE_NO_WARNINGS", "1");
    }

    /// <summary>
    /// The request lines received so far, such as <c>CONNECT example.org:443 HTTP/1.1</c>. Read it once, after the program has ended.
    /// </summary>
    public async Task<IReadOnlyList<string>> WantedAsync(CancellationToken cancellationToken)
    {
        // Connections are taken in their order, so that whatever came before this one has been heard once this one has.
        using var mark = new TcpClient();
        await mark.ConnectAsync((IPEndPoint)_listener.LocalEndpoint, cancellationToken);
        await mark.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Mark + "\r\n"), cancellationToken);
        await _marked.Task.WaitAsync(cancellationToken);
        return _wanted;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _listening;
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (!_marked.Task.IsCompleted)
            {
                using var peer = await _listener.AcceptTcpClientAsync(_closing.Token);
                await HearAsync(peer);
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    private async Task HearAsync(TcpClient peer)
    {
        try
        {
            using var reader = new StreamReader(peer.GetStream(), leaveOpen: true);
            var line = await reader.ReadLineAsync(_closing.Token) ?? "a connection without a word";
            if (line == Mark)
            {
                _marked.SetResult();
                return;
            }

            _wanted.Add(line);
            await peer.GetStream().WriteAsync(Refusal, _closing.Token);
        }
        catch (IOException)
        {
            _wanted.Add("a connection that was reset");
        }
    }
}
