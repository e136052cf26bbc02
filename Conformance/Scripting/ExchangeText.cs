using System.Globalization;
using System.Text;
using System.Text.Json;
using Conformance.Capturing;
using Conformance.Classifying.Streams;
using MockUpstream.Compiling;
using Scenarios.Model;

namespace Conformance.Scripting;

/// <summary>Writes a captured answer as the <c>upstream</c> part of a scenario.</summary>
internal static class ExchangeText
{
    /// <summary>An answer of one body that comes sooner is written without its pause.</summary>
    public static readonly TimeSpan QuickBody = TimeSpan.FromMilliseconds(100);

    // Beyond it each read is written as it came: the reader of scenarios takes 200,000 values in one file.
    private const int MostValues = 120_000;
    private const int ValuesOfAFrame = 24;
    private const int MostReads = 40_000;

    private const string EventStream = "text/event-stream; charset=utf-8";
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] Kept = ["content-type", "content-encoding", "location", "www-authenticate"];

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Returns the lines below <c>upstream:</c>.</summary>
    /// <param name="exchange">The answer, decoded and redacted.</param>
    /// <param name="model">The model that the request named.</param>
    /// <param name="isPlain">Whether frames are written as raw text: the fall-back when the readable form cannot be read back.</param>
    public static string Write(CapturedExchange exchange, string model, bool isPlain = false)
    {
        var status = exchange.Status ?? 200;
        var head = status == 200 ? "" : string.Create(CultureInfo.InvariantCulture, $"  status: {status}\n");
        if (IsOneBody(exchange, out var body))
        {
            return (head.Length == 0 && body.Length == 0 ? "  status: 200\n" : head) + FormatHeaders(exchange, isScript: false, body)
                + body;
        }

        var reads = JoinReads(exchange.Reads);
        var (content, hasMark) = WithoutMark(exchange.Body, ref reads);
        IReadOnlyList<FrameSpan> frames = IsEventStream(exchange)
            ? FrameCutter.Cut(content.Span)
            : content.IsEmpty ? [] : [new FrameSpan(0, content.Length, [], IsWhole: false, HasLf: true, HasCrlf: false, HasCr: false)];
        var wire = WireOf(frames, hasMark, exchange.DecodedFrom);
        if (isPlain || frames.Count * ValuesOfAFrame > MostValues)
        {
            frames = [.. reads.Select(static read => new FrameSpan(
                read.Offset, read.End, [], IsWhole: false, HasLf: true, HasCrlf: false, HasCr: false))];
        }

        var layout = new ScriptLayout(new FrameSpeller(wire, model), content, reads, exchange.DecodedFrom is not null);
        var steps = layout.Write(frames);
        if (content.IsEmpty && exchange is { Status: not null, End: CaptureEnd.Reset })
        {
            steps = "    - flush\n";
        }

        return head + FormatHeaders(exchange, isScript: true, "") + SpellWire(wire) + "  steps:\n" + steps + Close(exchange.End);
    }

    /// <summary>Returns whether the answer is server-sent events, by its type or by its first bytes.</summary>
    public static bool IsEventStream(CapturedExchange exchange)
    {
        var body = exchange.Body.Span;
        var start = body.StartsWith(Mark) ? body[Mark.Length..] : body;
        return (exchange.GetHeader("content-type") ?? "").StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("data:"u8) || start.StartsWith("event:"u8) || start.StartsWith(":"u8);
    }

    /// <summary>Returns whether <c>body</c> can express the answer: one read of text, ended as HTTP requires, without delay.</summary>
    private static bool IsOneBody(CapturedExchange exchange, out string yaml)
    {
        yaml = "";
        if (exchange.End is not CaptureEnd.Clean || exchange.DecodedFrom is not null || exchange.Status is null)
        {
            return false;
        }

        if (exchange.Body.IsEmpty)
        {
            return true;
        }

        if (IsEventStream(exchange) || exchange.Reads is not [{ } read] || read.At >= QuickBody
            || !TryText(exchange.Body.Span, out var text))
        {
            return false;
        }

        yaml = $"  body: {BodyValue(exchange, text)}\n";
        return true;
    }

    /// <summary>Returns the body as a JSON value where the mock would send it in the same bytes, else as text.</summary>
    private static string BodyValue(CapturedExchange exchange, string text)
    {
        var json = VendorJson.Parse(text);
        try
        {
            var isSame = json.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                && MockUpstream.Json.CompactJson.Write(json.WriteTo).AsSpan().SequenceEqual(exchange.Body.Span) && HasNoTwins(json);
            return isSame ? ScenarioYaml.FormatFlow(json) : ScenarioYaml.FormatScalar(text);
        }
        catch (InvalidOperationException)
        {
            return ScenarioYaml.FormatScalar(text);
        }
    }

    private static bool HasNoTwins(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject()
            .GroupBy(static member => member.Name, StringComparer.Ordinal)
            .All(static same => same.Count() == 1 && HasNoTwins(same.First().Value)),
        JsonValueKind.Array => json.EnumerateArray().All(HasNoTwins),
        _ => true,
    };

    private static string FormatHeaders(CapturedExchange exchange, bool isScript, string body)
    {
        var usual = isScript ? EventStream
            : body.Length == 0 ? null
            : body.StartsWith("  body: {", StringComparison.Ordinal)
                || body.StartsWith("  body: [", StringComparison.Ordinal) ? "application/json"
            : "text/plain; charset=utf-8";
        var lengthMatters = isScript && exchange.Status is not null;
        var headers = exchange.Headers
            .Where(header => Matters(header.Key) || (lengthMatters && header.Key is "content-length" && exchange.DecodedFrom is null))
            .Where(header => !(header.Key is "content-type" && header.Value == usual)
                && !(header.Key is "content-encoding" && exchange.DecodedFrom is not null))
            .GroupBy(static header => header.Key, StringComparer.Ordinal)
            .Select(static same =>
            {
                string[] values = [.. same.Select(static one => ScenarioYaml.FormatScalar(one.Value))];
                return $"{ScenarioYaml.FormatScalar(same.Key)}: {(values is [var only] ? only : $"[{string.Join(", ", values)}]")}";
            })
            .ToList();
        return headers.Count == 0 ? "" : $"  headers: {{{string.Join(", ", headers)}}}\n";
    }

    /// <summary>
    /// Returns whether a header has a meaning for a relay. Dates, servers, cookies and the transport's own headers have none.
    /// </summary>
    private static bool Matters(string name) =>
        Kept.Contains(name)
            || name.StartsWith("retry-after", StringComparison.Ordinal)
            || name.StartsWith("x-ratelimit-", StringComparison.Ordinal)
            || name.StartsWith("ratelimit", StringComparison.Ordinal)
            || name is "x-should-retry";

    private static Wire WireOf(IReadOnlyList<FrameSpan> frames, bool hasMark, string? coding) => new()
    {
        Newline = frames.Count == 0 ? Newline.Lf : frames.GroupBy(FrameSpeller.NewlineOf).MaxBy(static same => same.Count())!.Key,
        Bom = hasMark,
        Space = !frames.SelectMany(static frame => frame.Lines).Any(static line => line.HasColon) || frames.SelectMany(static frame =>
            frame.Lines).Where(static line => line.HasColon).Average(static line => line.HasSpace ? 1 : 0) >= 0.5,
        Coding = coding switch { "gzip" =>
            ContentCoding.Gzip, "br" => ContentCoding.Brotli, "deflate" => ContentCoding.Deflate, _ => null },
    };

    private static string SpellWire(Wire wire)
    {
        List<string> words = [];
        if (wire.Newline != Newline.Lf)
        {
            words.Add(wire.Newline == Newline.Crlf ? "newline: crlf" : "newline: cr");
        }

        if (wire.Bom)
        {
            words.Add("bom: true");
        }

        if (!wire.Space)
        {
            words.Add("space: false");
        }

        if (wire.Coding is { } coding)
        {
            words.Add($"{ContentCodings.HeaderValueOf(coding)}: true");
        }

        return words.Count == 0 ? "" : $"  wire: {{{string.Join(", ", words)}}}\n";
    }

    private static string Close(CaptureEnd end) => end switch
    {
        CaptureEnd.Reset => "    - close: reset\n",
        CaptureEnd.Truncated => "    - close: truncate\n",
        CaptureEnd.ClientGone => "    - close: never # the client went away here\n",
        _ => "",
    };

    /// <summary>
    /// Removes a byte order mark that was followed by bytes in the same read. A separate one stays, because only <c>bytes</c> can express
    /// it.
    /// </summary>
    private static (ReadOnlyMemory<byte> Content, bool HasMark) WithoutMark(
        ReadOnlyMemory<byte> body, ref IReadOnlyList<CapturedRead> reads)
    {
        if (!body.Span.StartsWith(Mark) || reads[0].Length <= Mark.Length)
        {
            return (body, false);
        }

        reads = [
            reads[0] with { Length = reads[0].Length - Mark.Length },
            .. reads.Skip(1).Select(static read => read with { Offset = read.Offset - Mark.Length }),
        ];
        return (body[Mark.Length..], true);
    }

    /// <summary>Joins reads if they are too many for a file.</summary>
    private static IReadOnlyList<CapturedRead> JoinReads(IReadOnlyList<CapturedRead> reads)
    {
        if (reads.Count <= MostReads)
        {
            return reads;
        }

        var together = (reads.Count / MostReads) + 1;
        return [.. reads.Chunk(together).Select(static some => some[0] with { Length = some[^1].End - some[0].Offset })];
    }

    private static bool TryText(ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            text = Strict.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }
}
