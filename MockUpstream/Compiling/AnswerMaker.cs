using System.Text;
using System.Text.Json;
using MockUpstream.Contract;
using MockUpstream.Json;
using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>Makes the answer of an exchange: the script, the body folded from it, or the body that is written down.</summary>
internal static class AnswerMaker
{
    private const string EventStream = "text/event-stream; charset=utf-8";
    private const string Json = "application/json";
    private const int NoStatus = 0;
    private const string PlainText = "text/plain; charset=utf-8";

    public static ExchangeAnswer Make(Exchange exchange, int index, string model, bool stream)
    {
        if (ScriptCompiler.IsHeadless(exchange))
        {
            return new ExchangeAnswer(index, NoStatus, [], ScriptCompiler.Compile(exchange, model)) { IsHeadless = true };
        }

        if (exchange.Steps.Count > 0)
        {
            return !stream && CompletionFolder.TryFold(exchange, model) is { } folded
                ? MakeWhole(exchange, index, Json, folded.Body, folded.Wait)
                : new ExchangeAnswer(index, exchange.Status, MakeStreamHeaders(exchange), ScriptCompiler.Compile(exchange, model))
                {
                    Coding = exchange.Wire.Coding,
                    Info = exchange.Info,
                    Trailers = exchange.Trailers,
                    ClosesAfterResponse = exchange.Steps[^1] is CloseStep { Kind: CloseKind.AfterResponse },
                };
        }

        return exchange.Body switch
        {
            null => MakeWhole(exchange, index, contentType: null, ReadOnlyMemory<byte>.Empty, TimeSpan.Zero),
            { ValueKind: JsonValueKind.String } text =>
                MakeWhole(exchange, index, PlainText, Encoding.UTF8.GetBytes(text.GetString()!), TimeSpan.Zero),
            { } json => MakeWhole(exchange, index, Json, CompactJson.Write(json.WriteTo), TimeSpan.Zero),
        };
    }

    /// <summary>Returns an answer that is one body and no stream.</summary>
    public static ExchangeAnswer MakeWhole(
        int? exchange,
        int status,
        IReadOnlyList<KeyValuePair<string, string>> headers,
        ReadOnlyMemory<byte> body,
        TimeSpan wait,
        SourcePlace place)
    {
        var step = new WholeBody { Place = place };
        var pieces = new List<ScriptPiece>();
        if (wait > TimeSpan.Zero)
        {
            pieces.Add(new WaitPiece(step, wait));
        }

        if (!body.IsEmpty)
        {
            pieces.Add(new WritePiece(step, body));
        }

        return new ExchangeAnswer(exchange, status, headers, new Script(pieces));
    }

    /// <summary>Returns the answer of a strict vendor that refused the request.</summary>
    public static ExchangeAnswer MakeRefusal(Refused refused, int? exchange, SourcePlace place) =>
        MakeWhole(
            exchange,
            refused.Status,
            [new("content-type", Json), new("content-length", refused.Body.Length.ToString())],
            refused.Body,
            TimeSpan.Zero,
            place) with { Refused = refused };

    private static ExchangeAnswer MakeWhole(Exchange exchange, int index, string? contentType, ReadOnlyMemory<byte> body, TimeSpan wait) =>
        MakeWhole(
            index,
            exchange.Status,
            MakeHeaders(exchange, contentType, body.Length),
            body,
            wait,
            exchange.Place) with { Info = exchange.Info };

    private static List<KeyValuePair<string, string>> MakeStreamHeaders(Exchange exchange)
    {
        var headers = MakeHeaders(exchange, EventStream, length: null);
        if (exchange.Wire.Coding is { } coding
            && !headers.Exists(header => header.Key.Equals("content-encoding", StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(new("content-encoding", ContentCodings.HeaderValueOf(coding)));
        }

        if (EndsAfterItsLength(exchange) && !Names(exchange, "connection"))
        {
            headers.Add(new("connection", "close"));
        }

        return headers;
    }

    /// <summary>
    /// Returns whether a client may have the whole body, by its length, before the script holds or breaks the connection. A request of
    /// another case could otherwise arrive on it.
    /// </summary>
    private static bool EndsAfterItsLength(Exchange exchange) =>
        Names(exchange, "content-length")
            && exchange.Steps[^1] is StallStep or CloseStep { Kind: not CloseKind.Clean and not CloseKind.AfterResponse };

    /// <summary>Returns the headers of the file, and those it leaves to the mock.</summary>
    private static List<KeyValuePair<string, string>> MakeHeaders(Exchange exchange, string? contentType, int? length)
    {
        var headers = new List<KeyValuePair<string, string>>(exchange.Headers);
        if (contentType is not null && !Names(exchange, "content-type"))
        {
            headers.Add(new("content-type", contentType));
        }

        // Statuses without a body have no length either: HTTP forbids the header.
        if (length is { } bytes
            && exchange.Status is >= 200 and not 204 and not 304
            && !Names(exchange, "content-length")
            && !Names(exchange, "transfer-encoding"))
        {
            headers.Add(new("content-length", bytes.ToString()));
        }

        return headers;
    }

    private static bool Names(Exchange exchange, string header) =>
        exchange.Headers.Any(named => named.Key.Equals(header, StringComparison.OrdinalIgnoreCase));

    /// <summary>Represents the body of an answer that has no steps.</summary>
    private sealed record WholeBody : UpstreamStep
    {
        public override string Word => "body";
    }
}
