using System.IO.Compression;
using System.Text;
using System.Text.Json;
using MockUpstream.Compiling;
using Scenarios.Model;

namespace Conformance.Tests.Fuzzing.OverTheWire;

/// <summary>The answer of an upstream in the pieces in which it is sent.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers, each line with its end.</param>
/// <param name="Pieces">The bytes of the body, one send each.</param>
/// <param name="End">How the answer ends.</param>
internal sealed record WireAnswer(int Status, string Headers, IReadOnlyList<ReadOnlyMemory<byte>> Pieces, CloseKind End)
{
    private const string EventStream = "content-type: text/event-stream; charset=utf-8\r\n";

    /// <summary>How long a connection that the answer leaves open stays so; <see langword="null"/> until the relay closes it.</summary>
    public TimeSpan? HeldFor { get; init; }

    /// <summary>Returns the answer of an exchange as the mock sends it to a request for a stream.</summary>
    public static WireAnswer Of(Exchange exchange, string model)
    {
        if (exchange.Steps.Count == 0)
        {
            return OfBody(exchange);
        }

        var script = ScriptCompiler.Compile(exchange, model);
        List<ReadOnlyMemory<byte>> pieces =
            [.. script.Pieces.OfType<WritePiece>().Select(static write => write.Bytes).Where(static bytes => !bytes.IsEmpty)];
        var end = script.Pieces.OfType<ClosePiece>().LastOrDefault()?.Kind ?? CloseKind.Clean;
        var coding = exchange.Wire.Coding;
        return new WireAnswer(
            exchange.Status,
            EventStream + (coding is { } named ? $"content-encoding: {NameOf(named)}\r\n" : ""),
            coding is { } used ? Encode(pieces, used) : pieces,
            end);
    }

    /// <summary>Returns a body of JSON.</summary>
    public static WireAnswer OfJson(ReadOnlyMemory<byte> json) => new(200, "content-type: application/json\r\n", [json], CloseKind.Clean);

    /// <summary>Returns the same bytes cut otherwise.</summary>
    public WireAnswer Recut(int size) => this with
    {
        Pieces =
        [
            .. Pieces.SelectMany(static piece => piece.ToArray()).Chunk(size).Select(static piece => (ReadOnlyMemory<byte>)piece),
        ],
    };

    /// <summary>Returns the first bytes alone, and another end.</summary>
    public WireAnswer CutAt(int length, CloseKind end)
    {
        byte[] bytes = [.. Pieces.SelectMany(static piece => piece.ToArray()).Take(length)];
        return this with { Pieces = bytes.Length == 0 ? [] : [bytes], End = end };
    }

    private static WireAnswer OfBody(Exchange exchange)
    {
        var isText = exchange.Body is not { } body || body.ValueKind == JsonValueKind.String;
        var text = exchange.Body is not { } json ? "" : isText ? json.GetString()! : json.GetRawText();
        var headers = string.Concat(exchange.Headers.Select(static header => $"{header.Key}: {header.Value}\r\n"));
        return new WireAnswer(
            exchange.Status,
            headers + (isText ? "content-type: text/plain\r\n" : "content-type: application/json\r\n"),
            text.Length == 0 ? [] : [Encoding.UTF8.GetBytes(text)],
            CloseKind.Clean);
    }

    private static string NameOf(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => "gzip",
        ContentCoding.Brotli => "br",
        _ => "deflate",
    };

    // Flushed after each piece, as a vendor has to.
    private static List<ReadOnlyMemory<byte>> Encode(List<ReadOnlyMemory<byte>> pieces, ContentCoding coding)
    {
        List<ReadOnlyMemory<byte>> encoded = [];
        using var sent = new MemoryStream();
        using (Stream packed = coding switch
        {
            ContentCoding.Gzip => new GZipStream(sent, CompressionLevel.Fastest, leaveOpen: true),
            ContentCoding.Brotli => new BrotliStream(sent, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(sent, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            foreach (var piece in pieces)
            {
                packed.Write(piece.Span);
                packed.Flush();
                Take(sent, encoded);
            }
        }

        Take(sent, encoded);
        return encoded;
    }

    private static void Take(MemoryStream sent, List<ReadOnlyMemory<byte>> encoded)
    {
        if (sent.Length > 0)
        {
            encoded.Add(sent.ToArray());
            sent.SetLength(0);
        }
    }
}
