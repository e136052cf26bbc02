using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conformance.Tests.Support;

/// <summary>
/// Stands between a relay and its upstream, passes every byte on, and ends the relay's process by force when a request comes that the test
/// chose.
/// The relay's process id is read from a file that its command writes.
/// </summary>
internal sealed class KillingUpstream : IAsyncDisposable
{
    private const string Request = "POST /v1/chat/completions";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<int, string, bool> _kills;
    private readonly Func<int> _upstream;
    private readonly string _pidFile;
    private readonly Task _accepting;
    private int _requests;

    /// <param name="pidFile">The file with the relay's process id.</param>
    /// <param name="upstream">The port of the upstream.</param>
    /// <param name="kills">Whether a request ends the relay, by its number from 1 and its text.</param>
    public KillingUpstream(string pidFile, Func<int> upstream, Func<int, string, bool> kills)
    {
        (_pidFile, _upstream, _kills) = (pidFile, upstream, kills);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often it has ended a relay.</summary>
    public int Kills { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync(_stop.Token);
            _connections.Add(ForwardAsync(client));
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        using var near = new NetworkStream(client, ownsSocket: true);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, _upstream(), _stop.Token);
            using var far = new NetworkStream(socket, ownsSocket: false);
            await Task.WhenAny(UpAsync(near, far), far.CopyToAsync(near, _stop.Token));
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // One side left; the other one is closed with it.
        }
    }

    private async Task UpAsync(NetworkStream near, NetworkStream far)
    {
        var buffer = new byte[256 * 1024];
        while (await near.ReadAsync(buffer, _stop.Token) is var length and > 0)
        {
            var text = Encoding.UTF8.GetString(buffer, 0, length);
            if (text.StartsWith(Request, StringComparison.Ordinal))
            {
                lock (_listener)
                {
                    if (_kills(++_requests, text))
                    {
                        Kills++;
                        using var process = Process.GetProcessById(int.Parse(File.ReadAllText(_pidFile), CultureInfo.InvariantCulture));
                        process.Kill();
                        return;
                    }
                }
            }

            await far.WriteAsync(buffer.AsMemory(0, length), _stop.Token);
        }
    }
}
