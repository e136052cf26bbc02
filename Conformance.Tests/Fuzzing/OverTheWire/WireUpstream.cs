using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Scenarios.Model;

namespace Conformance.Tests.Fuzzing.OverTheWire;

/// <summary>
/// An upstream on a socket that answers each request with the bytes registered for its model. It proves nothing about what the relay has
/// read, unlike the mock, and so plays ten times as many cases.
/// </summary>
internal sealed class WireUpstream : IAsyncDisposable
{
    private const int MostHeadBytes = 64 * 1024;

    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly WireAnswer Models = WireAnswer.OfJson(
        "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\"}]}"u8.ToArray());

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, WireAnswer> _answers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly WireAnswer? _usual;
    private readonly Task _accepting;

    /// <summary>Starts to listen.</summary>
    /// <param name="usual">The answer for a model that is not registered; <see langword="null"/> for a failure of the test.</param>
    public WireUpstream(WireAnswer? usual = null)
    {
        _usual = usual;
        _listener.Start(backlog: 512);
        BaseUrl = new Uri($"http://{_listener.LocalEndpoint}/v1");
        _accepting = AcceptAsync();
    }

    /// <summary>The base URL for a relay.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Failures of the upstream itself.</summary>
    public ConcurrentQueue<string> Failures { get; } = [];

    /// <summary>Registers the answer for a model.</summary>
    public void Register(string model, WireAnswer answer) => _answers[model] = answer;

    /// <summary>Forgets the answer for a model.</summary>
    public void Forget(string model) => _answers.TryRemove(model, out _);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The upstream stops.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            try
            {
                while (await ReadRequestAsync(socket) is { } answer && await SendAsync(socket, answer))
                {
                    // The next request on this connection.
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The relay has closed the connection, as it may.
            }
            catch (Exception exception)
            {
                Failures.Enqueue(exception.ToString());
            }
        }
    }

    private async Task<WireAnswer?> ReadRequestAsync(Socket socket)
    {
        var buffer = new byte[4096];
        var count = 0;
        int head;
        while ((head = buffer.AsSpan(0, count).IndexOf(EndOfHead)) < 0)
        {
            if (await ReceiveAsync(socket) == 0)
            {
                return null;
            }

            if (count > MostHeadBytes)
            {
                throw new InvalidOperationException("The head of a request is too long.");
            }
        }

        var words = Encoding.Latin1.GetString(buffer, 0, head);
        var length = LengthOf(words);
        while (count < head + EndOfHead.Length + length)
        {
            if (await ReceiveAsync(socket) == 0)
            {
                return null;
            }
        }

        if (words.StartsWith("GET ", StringComparison.Ordinal))
        {
            return Models;
        }

        using var chat = JsonDocument.Parse(buffer.AsMemory(head + EndOfHead.Length, length), new JsonDocumentOptions { MaxDepth = 1000 });
        var model = chat.RootElement.GetProperty("model").GetString()!;
        return _answers.GetValueOrDefault(model) ?? _usual ?? throw new InvalidOperationException($"The model {model} is not registered.");

        async Task<int> ReceiveAsync(Socket from)
        {
            if (count == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = await from.ReceiveAsync(buffer.AsMemory(count), _stop.Token);
            count += read;
            return read;
        }
    }

    private static int LengthOf(string head)
    {
        const string Name = "\r\ncontent-length:";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return head.Contains("transfer-encoding", StringComparison.OrdinalIgnoreCase)
                ? throw new NotSupportedException("A request in chunks.")
                : 0;
        }

        var end = head.IndexOf('\r', at + 2);
        return int.Parse(head.AsSpan(at + Name.Length, (end < 0 ? head.Length : end) - at - Name.Length), CultureInfo.InvariantCulture);
    }

    /// <returns>Whether the connection stays for another request.</returns>
    private async Task<bool> SendAsync(Socket socket, WireAnswer answer)
    {
        var head = $"HTTP/1.1 {answer.Status} Status\r\n{answer.Headers}transfer-encoding: chunked\r\n\r\n";
        await socket.SendAsync(Encoding.Latin1.GetBytes(head), _stop.Token);
        foreach (var piece in answer.Pieces)
        {
            await socket.SendAsync(Chunk(piece.Span, piece.Length), _stop.Token);
        }

        switch (answer.End)
        {
            case CloseKind.Clean:
                await socket.SendAsync("0\r\n\r\n"u8.ToArray(), _stop.Token);
                return true;
            case CloseKind.Reset:
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                return false;
            case CloseKind.MidChunk:
                await socket.SendAsync("10\r\ndat"u8.ToArray(), _stop.Token);
                return false;
            case CloseKind.Never:
                return await HoldAsync(socket, answer.HeldFor);
            default:
                return false;
        }
    }

    private async Task<bool> HoldAsync(Socket socket, TimeSpan? time)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(time ?? Timeout.InfiniteTimeSpan);
        try
        {
            // The relay sends nothing: this ends when it closes the connection.
            await socket.ReceiveAsync(new byte[1], patience.Token);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            await socket.SendAsync("0\r\n\r\n"u8.ToArray(), _stop.Token);
        }

        return false;
    }

    private static byte[] Chunk(ReadOnlySpan<byte> bytes, int length)
    {
        var size = Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length:x}\r\n"));
        byte[] chunk = [.. size, .. bytes, (byte)'\r', (byte)'\n'];
        return chunk;
    }
}
