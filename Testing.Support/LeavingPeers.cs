using System.Net.Sockets;

namespace Testing.Support;

/// <summary>
/// Clients that connect and leave at every point of a request: before it, in its head, in its body, at a gate, and in front of an answer
/// they do not read.
/// </summary>
public sealed class LeavingPeers(Uri baseUrl, string gated, string large)
{
    /// <summary>The kinds of leaving, which take turns.</summary>
    public const int Kinds = 6;

    private const int AtOnce = 24;
    private const string Head = "POST /v1/chat/completions HTTP/1.1\r\nHost: mock\r\n";

    /// <summary>Connects so many times, and leaves each time.</summary>
    public Task LeaveAsync(int times, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(0, times),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        LeaveOnceAsync);

    private async ValueTask LeaveOnceAsync(int number, CancellationToken cancellationToken)
    {
        using var peer = new RawPeer();
        switch (number % Kinds)
        {
            case 0:
                await peer.SendAsync(baseUrl, "", cancellationToken);
                break;
            case 1:
                await peer.SendAsync(baseUrl, "POST /v1/chat/compl", cancellationToken);
                break;
            case 2:
                await peer.SendAsync(baseUrl, Head + "Content-Length: 100\r\n\r\n{\"model\":", cancellationToken);
                break;
            case 3:
                await AskAsync(peer, gated, cancellationToken);
                await peer.ReadUntilAsync("a\r\n", cancellationToken);
                break;
            case 4:
                await AskAsync(peer, gated, cancellationToken);
                await peer.ReadUntilAsync("a\r\n", cancellationToken);
                peer.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
                break;
            default:
                // Left with bytes that were not read, which is a reset too.
                await AskAsync(peer, large, cancellationToken);
                await peer.WaitUntilQueuedAsync(1_000, cancellationToken);
                break;
        }
    }

    private Task AskAsync(RawPeer peer, string model, CancellationToken cancellationToken) =>
        peer.SendAsync(baseUrl, RawPeer.Request(model), cancellationToken);
}
