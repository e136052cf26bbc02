using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;

namespace Testing.Support;

/// <summary>A client that reads an answer byte by byte, so that the mock must wait for it.</summary>
public static class SlowReader
{
    private const int ReceiveBuffer = 4 * 1024;
    private const int SlowReads = 8;
    private const int EqualLooks = 3;

    /// <summary>
    /// Reads a few bytes one by one, each once the host has stopped sending because the buffers between the two are full.
    /// </summary>
    /// <remarks>
    /// On a machine that is very busy a pause may pass for a stop; the host then has sent less, which proves less and fails nothing.
    /// </remarks>
    public static async Task ReadAsync(
        RawPeer peer, Uri baseUrl, string key, Func<Task<string>> lookAsync, CancellationToken cancellationToken)
    {
        peer.Socket.ReceiveBufferSize = ReceiveBuffer;
        await peer.SendAsync(baseUrl, RawPeer.Request(key), cancellationToken);
        await peer.WaitUntilQueuedAsync(1, cancellationToken);
        var one = new byte[1];
        for (var read = 0; read < SlowReads; read++)
        {
            var (before, equal) = ("", 0);
            while (equal < EqualLooks)
            {
                var now = Sent(await lookAsync()).ToString(CultureInfo.InvariantCulture);
                (before, equal) = (now, now == before ? equal + 1 : 0);
            }

            await peer.Socket.ReceiveAsync(one, SocketFlags.None, cancellationToken);
        }
    }

    /// <summary>The bytes that the only open stream has sent, from the answer of <c>/__admin/streams</c>.</summary>
    public static long Sent(string streams) =>
        JsonElement.Parse(streams).GetProperty("streams").EnumerateArray().Single().GetProperty("bytes").GetInt64();
}
