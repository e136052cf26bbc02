using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Conformance.Fuzzing.Generating;

namespace Conformance.Tests.Fuzzing.OverTheWire;

/// <summary>A client that sends a request byte for byte. An ordinary client would correct or refuse a malformed one.</summary>
/// <param name="relay">The address of the relay.</param>
internal sealed class RawClient(Uri relay)
{
    /// <summary>Sends a request on a connection of its own, and reads the answer to its end.</summary>
    public async Task<WireReply> SendAsync(WildRequest request, string knownId, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(WireStage.Patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var answer = new MemoryStream();
        string? fault = null;
        try
        {
            await socket.ConnectAsync(relay.Host, relay.Port, patience.Token);
            await WriteAsync(socket, request, knownId, patience.Token);
            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer, patience.Token) is var count and > 0)
            {
                answer.Write(buffer, 0, count);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            fault = $"hangs: no end after {WireStage.Patience.TotalSeconds:f0} s";
        }
        catch (SocketException exception)
        {
            fault = $"breaks off: {exception.SocketErrorCode}";
        }

        return Read(answer.ToArray(), request.Method == "HEAD", fault);
    }

    private static async Task WriteAsync(Socket socket, WildRequest request, string knownId, CancellationToken cancellationToken)
    {
        var body = request.Body is { } given ? Encoding.Latin1.GetBytes(Known(Encoding.Latin1.GetString(given), knownId)) : null;
        var head = new StringBuilder($"{request.Method} {Known(request.Target, knownId)} HTTP/1.1\r\n")
            .Append("host: localhost\r\nconnection: close\r\n");
        foreach (var (name, value) in request.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (body is not null)
        {
            head.Append(request.IsChunked ? "transfer-encoding: chunked\r\n" : $"content-length: {body.Length}\r\n");
            body = request.IsChunked ? [.. Encoding.Latin1.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8] : body;
            if (body.Length > 0 && request is { IsChunked: true, Body.Length: 0 })
            {
                body = "0\r\n\r\n"u8.ToArray();
            }
        }

        await socket.SendAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), cancellationToken);
        if (body is not null)
        {
            await SendAllAsync(socket, request.CutAt is { } cut ? body.AsMemory(0, Math.Min(cut, body.Length)) : body, cancellationToken);
        }

        if (request.CutAt is not null)
        {
            socket.Shutdown(SocketShutdown.Send);
        }
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    private static string Known(string text, string knownId) => text.Replace(WildRequest.KnownId, knownId, StringComparison.Ordinal);

    private static WireReply Read(ReadOnlyMemory<byte> answer, bool isHead, string? fault)
    {
        var end = answer.Span.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return new WireReply(0, "", answer, fault ?? "breaks off: no answer");
        }

        var head = Encoding.Latin1.GetString(answer.Span[..end]).Split("\r\n");
        var body = answer[(end + 4)..];
        var status = int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture);
        if (status == 100)
        {
            return Read(body, isHead, fault);
        }

        var headers = head.Skip(1).Select(static line => line.Split(": ", 2))
            .ToLookup(static pair => pair[0], static pair => pair[^1], StringComparer.OrdinalIgnoreCase);
        var type = headers["content-type"].FirstOrDefault()?.Split(';')[0] ?? "";
        if (!isHead && headers["transfer-encoding"].Contains("chunked"))
        {
            var (joined, isWhole) = Dechunk(body);
            return new WireReply(status, type, joined, fault ?? (isWhole ? null : "breaks off: the last chunk is missing"));
        }

        var length = headers["content-length"]
            .Select(static said => int.Parse(said, CultureInfo.InvariantCulture))
            .FirstOrDefault(body.Length);
        return new WireReply(status, type, body, fault ?? (isHead || body.Length == length ? null : "breaks off: the body is short"));
    }

    private static (ReadOnlyMemory<byte> Body, bool IsWhole) Dechunk(ReadOnlyMemory<byte> chunks)
    {
        using var joined = new MemoryStream();
        while (chunks.Span.IndexOf("\r\n"u8) is var line and > 0)
        {
            var size = int.Parse(Encoding.Latin1.GetString(chunks.Span[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0 || chunks.Length < line + size + 4)
            {
                return (joined.ToArray(), size == 0);
            }

            joined.Write(chunks.Span.Slice(line + 2, size));
            chunks = chunks[(line + size + 4)..];
        }

        return (joined.ToArray(), false);
    }
}
