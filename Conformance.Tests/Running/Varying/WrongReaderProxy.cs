using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Conformance.Tests.Running.Varying;

/// <summary>
/// A proxy between a relay and the mock that reads the mock's answer with a wrong reader and hands on well-formed events. One chunk of HTTP
/// is one read, so that a read is what the mock wrote at once, whatever the sockets make of it.
/// </summary>
internal sealed class WrongReaderProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<Uri> _target;
    private readonly WrongReader _reader;

    private WrongReaderProxy(Func<Uri> target, WrongReader reader)
    {
        (_target, _reader) = (target, reader);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ForwardAsync);
    }

    public Uri Url => new(_app.Urls.First());

    public static async Task<WrongReaderProxy> StartAsync(Func<Uri> target, WrongReader reader, CancellationToken cancellationToken)
    {
        var proxy = new WrongReaderProxy(target, reader);
        await proxy._app.StartAsync(cancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ForwardAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        using var socket = new TcpClient();
        await socket.ConnectAsync(_target().Host, _target().Port, cancellationToken);
        await using var stream = new BufferedStream(socket.GetStream());
        var headers = context.Request.Headers.Where(static header => header.Key is not ("Host" or "Connection" or "Content-Length"
            or "Transfer-Encoding")).Select(static header => $"{header.Key}: {header.Value}\r\n");
        var head =
            $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} "
                + $"HTTP/1.1\r\nHost: {_target().Authority}\r\nConnection: "
                + $"close\r\nContent-Length: {body.Length}\r\n{string.Concat(headers)}\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
        await socket.GetStream().WriteAsync(body.ToArray(), cancellationToken);
        await AnswerAsync(stream, context.Response, cancellationToken);
    }

    private async Task AnswerAsync(Stream stream, HttpResponse response, CancellationToken cancellationToken)
    {
        var status = await LineAsync(stream, cancellationToken);
        response.StatusCode = int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture);
        var isCompressed = false;
        int? length = null;
        for (var line = await LineAsync(stream, cancellationToken); line.Length > 0; line = await LineAsync(stream, cancellationToken))
        {
            var (name, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal)
                + 1)..].Trim());
            isCompressed |= name.Equals("content-encoding", StringComparison.OrdinalIgnoreCase);
            length = name.Equals("content-length", StringComparison.OrdinalIgnoreCase)
                ? int.Parse(value, CultureInfo.InvariantCulture)
                : length;
            if (name.Equals("content-type", StringComparison.OrdinalIgnoreCase))
            {
                response.ContentType = value;
            }
        }

        if (length is { } bytes)
        {
            var whole = new byte[bytes];
            await stream.ReadExactlyAsync(whole, cancellationToken);
            await response.Body.WriteAsync(whole, cancellationToken);
            return;
        }

        await EventsAsync(stream, isCompressed, response, cancellationToken);
    }

    private async Task EventsAsync(Stream stream, bool isCompressed, HttpResponse response, CancellationToken cancellationToken)
    {
        var reader = _reader.Make();
        using var packed = new MemoryStream();
        for (var read = await ChunkAsync(stream, cancellationToken); read.Length > 0; read = await ChunkAsync(stream, cancellationToken))
        {
            if (isCompressed && !_reader.TakesCompressedForText)
            {
                packed.Write(read);
                continue;
            }

            await WriteAsync(reader.Read(read), response, cancellationToken);
        }

        if (packed.Length > 0)
        {
            packed.Position = 0;
            await using var unpacking = new GZipStream(packed, CompressionMode.Decompress);
            var whole = new MemoryStream();
            await unpacking.CopyToAsync(whole, cancellationToken);
            await WriteAsync(reader.Read(whole.ToArray()), response, cancellationToken);
        }

        await WriteAsync(reader.AtEnd(), response, cancellationToken);
    }

    private static async Task WriteAsync(IEnumerable<string> events, HttpResponse response, CancellationToken cancellationToken)
    {
        foreach (var data in events)
        {
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(data.Split('\n').Select(static line => $"data: {line}\n"))
                + "\n"), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }

    private static async Task<byte[]> ChunkAsync(Stream stream, CancellationToken cancellationToken)
    {
        var length = int.Parse(
            (await LineAsync(stream, cancellationToken)).Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var chunk = new byte[length];
        await stream.ReadExactlyAsync(chunk, cancellationToken);
        await LineAsync(stream, cancellationToken);
        return chunk;
    }

    private static async Task<string> LineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        do
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            line.Add(one[0]);
        }
        while (one[0] != '\n');
        return Encoding.UTF8.GetString([.. line]).TrimEnd('\r', '\n');
    }
}
