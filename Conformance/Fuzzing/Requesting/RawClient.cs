using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Conformance.Fuzzing.Generating;

namespace Conformance.Fuzzing.Requesting;

/// <summary>A client that sends a request byte for byte. An ordinary client would correct or refuse a malformed one.</summary>
/// <param name="address">The relay.</param>
/// <param name="patience">The time after which an answer counts as hanging.</param>
/// <param name="time">The clock.</param>
internal sealed class RawClient(RequestAddress address, TimeSpan patience, TimeProvider time)
{
    /// <summary>Sends a request on a connection of its own, and reads the answer to its end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="knownId">The id of a stored response.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<WireReply> SendAsync(WildRequest request, string knownId, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using var answer = new MemoryStream();
        string? fault = null;
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address.Relay.IdnHost, address.Relay.Port, either.Token);
            await using var connection = await OpenAsync(socket, either.Token);
            var (head, body) = Format(request, knownId, address.Resolve(request.Target), address.Headers);
            await connection.WriteAsync(head, either.Token);
            await connection.WriteAsync(body, either.Token);
            if (request.CutAt is not null)
            {
                socket.Shutdown(SocketShutdown.Send);
            }

            await ReadAsync(connection, answer, request.Method == "HEAD", either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            fault = string.Create(CultureInfo.InvariantCulture, $"hangs: no end after {patience.TotalSeconds:0.#} s");
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            var code = (exception as SocketException ?? exception.InnerException as SocketException)?.SocketErrorCode;
            fault = $"breaks off: {code?.ToString() ?? exception.Message}";
        }

        return RawAnswer.Read(answer.ToArray(), request.Method == "HEAD", fault);
    }

    /// <summary>Returns the bytes of a request, head and body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="knownId">The id of a stored response.</param>
    /// <param name="target">The path and query that the relay serves.</param>
    /// <param name="further">Headers that the request has unless it brings its own.</param>
    public static (byte[] Head, byte[] Body) Format(
        WildRequest request, string knownId, string target, IReadOnlyList<KeyValuePair<string, string>> further)
    {
        var body = request.Body is { } given ? Encoding.Latin1.GetBytes(Known(Encoding.Latin1.GetString(given), knownId)) : null;
        var head = new StringBuilder($"{request.Method} {Known(target, knownId)} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
        var own = request.Headers.Select(static header => header.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in further.Where(header => !own.Contains(header.Key)).Concat(request.Headers))
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (body is null)
        {
            return (Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), []);
        }

        head.Append(request.IsChunked ? "transfer-encoding: chunked\r\n" : $"content-length: {body.Length}\r\n").Append("\r\n");
        var framed = !request.IsChunked ? body
            : body.Length == 0 ? "0\r\n\r\n"u8.ToArray()
            : [.. Encoding.Latin1.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];
        return (Encoding.Latin1.GetBytes(head.ToString()), request.CutAt is { } cut ? framed[..Math.Min(cut, framed.Length)] : framed);
    }

    private async Task<Stream> OpenAsync(Socket socket, CancellationToken cancellationToken)
    {
        var plain = new NetworkStream(socket, ownsSocket: false);
        if (address.Relay.Scheme != Uri.UriSchemeHttps)
        {
            return plain;
        }

        var secure = new SslStream(plain, leaveInnerStreamOpen: false);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = address.Relay.IdnHost }, cancellationToken);
        return secure;
    }

    private static async Task ReadAsync(Stream connection, MemoryStream answer, bool isHead, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (await connection.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            answer.Write(buffer, 0, count);
            if (RawAnswer.IsWhole(answer.GetBuffer().AsMemory(0, (int)answer.Length), isHead))
            {
                return;
            }
        }
    }

    private static string Known(string text, string knownId) => text.Replace(WildRequest.KnownId, knownId, StringComparison.Ordinal);
}
