using System.IO.Compression;
using System.Text;
using Conformance.Tests.Recording;

namespace Conformance.Tests.Hostile;

/// <summary>Answers in every odd shape that is known.</summary>
internal static class OddAnswers
{
    private const string Created = "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,"
        + "\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"in_progress\",\"output\":[]}}\n\n";

    public static IEnumerable<OddAnswer> All() =>
    [
        .. Events().Select(odd => new OddAnswer("event: " + odd.Name, odd.Finding, connection =>
            connection.SendAsync(Stream(Encoding.UTF8.GetBytes(Created + $"event: response.output_text.delta\ndata: {odd.Data}\n\n"))))),
        .. Terminals().Select(odd => new OddAnswer(
            "terminal: " + odd.Name,
            odd.Finding,
            connection => connection.SendAsync(Stream(Encoding.UTF8.GetBytes(Created + $"event: response.failed\ndata: {odd.Data}\n\n"))))),
        .. Bodies().Select(odd => new OddAnswer("body: " + odd.Name, odd.Finding, connection => connection.SendAsync(Stream(odd.Body)))),
        .. Refusals().Select(odd => new OddAnswer(
            "refusal: " + odd.Name,
            odd.Finding,
            connection => connection.SendAsync(Answer("400 Bad Request", "application/json", Encoding.UTF8.GetBytes(odd.Body))))),
        .. Heads().Select(odd => new OddAnswer("head: "
            + odd.Name, odd.Finding, connection => connection.SendAsync(Encoding.Latin1.GetBytes(odd.Bytes)))),
    ];

    /// <summary>The bytes of bodies alone, for what reads bodies.</summary>
    public static IEnumerable<(string Name, byte[] Body)> AllBodies() =>
    [
        .. Events().Select(odd => (odd.Name, Encoding.UTF8.GetBytes(Created + $"data: {odd.Data}\n\n"))),
        .. Terminals().Select(odd => (odd.Name, Encoding.UTF8.GetBytes(Created + $"data: {odd.Data}\n\n"))),
        .. Bodies().Select(odd => (odd.Name, odd.Body)),
    ];

    /// <summary>The bodies of refusals.</summary>
    public static IEnumerable<(string Name, string Body)> AllRefusals() => Refusals().Select(odd => (odd.Name, odd.Body));

    private static IEnumerable<(string Name, string Finding, string Data)> Events() =>
    [
        ("half a surrogate pair", "data-json", """{"type":"response.output_text.delta","delta":"\ud83d"}"""),
        ("the other half of a pair", "data-json", """{"type":"response.output_text.delta","delta":"a\udca9"}"""),
        ("half a pair in a name", "data-json", """{"type":"response.output_text.delta","\ud83d":1,"delta":"a"}"""),
        ("half a pair in the type", "data-json", """{"type":"\ud83d","delta":"a"}"""),
        ("nested 70 deep", "terminal-once", $$"""{"type":"response.output_text.delta","delta":{{Deep(70)}}}"""),
        ("nested 250 deep", "terminal-once", $$"""{"type":"response.output_text.delta","delta":{{Deep(250)}}}"""),
        ("nested 10,000 deep", "data-json", $$"""{"type":"response.output_text.delta","delta":{{Deep(10_000)}}}"""),
        ("a key twice", "data-json", """{"type":"response.output_text.delta","delta":"a","delta":"b"}"""),
        ("a NUL", "terminal-once", """{"type":"response.output_text.delta","delta":"a\u0000b"}"""),
        ("a raw NUL", "data-json", "{\"type\":\"response.output_text.delta\",\"delta\":\"a\0b\"}"),
        ("a huge number", "data-json", """{"type":"response.output_text.delta","sequence_number":1e999,"delta":"a"}"""),
        ("a huge exponent", "data-json", """{"type":"response.output_text.delta","sequence_number":1e99999999999999999999,"delta":"a"}"""),
        (
            "a huge negative exponent",
            "data-json",
            """{"type":"response.output_text.delta","sequence_number":1e-99999999999999999999,"delta":"a"}"""),
        (
            "a number of many digits",
            "data-json",
            $$"""{"type":"response.output_text.delta","sequence_number":{{new string('9', 5000)}},"delta":"a"}"""),
        (
            "an index beyond 64 bits",
            "terminal-once",
            """{"type":"response.output_text.delta","output_index":99999999999999999999,"content_index":-1,"delta":"a"}"""),
        ("a list", "data-json", "[[[[]]]]"),
        ("a number", "data-json", "42"),
        ("null", "data-json", "null"),
        ("a string", "data-json", "\"response.completed\""),
        ("an error that is a number", "terminal-once", """{"type":"error","error":1}"""),
        ("an error that is a list", "terminal-once", """{"type":"error","error":[[1],[2]]}"""),
        ("an error that is a string", "terminal-once", """{"type":"error","error":"no"}"""),
        ("an error that is null", "terminal-once", """{"type":"error","error":null}"""),
        ("a response that is a list", "terminal-once", """{"type":"response.in_progress","response":[{"id":[]}]}"""),
        ("an item that is a number", "terminal-once", """{"type":"response.output_item.added","output_index":0,"item":7}"""),
        (
            "an item without an end",
            "terminal-once",
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":{},"content":{"a":[]}}}"""),
        (
            "a part that is a string",
            "terminal-once",
            """{"type":"response.content_part.added","output_index":0,"content_index":9223372036854775807,"part":"x"}"""),
        ("characters that turn the line", "data-json", "\u202e\u2066\u001b[2J"),
    ];

    private static IEnumerable<(string Name, string Finding, string Data)> Terminals() =>
    [
        .. new[]
        {
            "1",
            "\"text\"",
            "[1,[2]]",
            "null",
            "true",
            "{}",
            """{"code":{},"message":[]}""",
            """{"code":"\u0000","message":"\u202e"}""",
            Deep(100),
        }
            .Select(error => (
                $"error is {error[..Math.Min(20, error.Length)]}",
                "final-response|event-order|outcome",
                $$$"""{"type":"response.failed","sequence_number":1,"response":"""
                    + $$$"""{"id":"resp_1","status":"failed","error":{{{error}}},"output":{{{error}}},"usage":{{{error}}}}}""")),
        ("response is a list", "final-response|event-order|outcome", """{"type":"response.completed","response":[]}"""),
        ("output of lists", "final-response|event-order|outcome", """{"type":"response.completed","response":"""
            + """{"status":"completed","output":[[],[[]],null,1,"a",{"type":"message","content":[null,[],1,{"type":[]}]}]}}"""),
        ("usage of strings", "final-response|event-order|outcome", """{"type":"response.completed","response":"""
            + """{"status":"completed","output":[],"usage":{"input_tokens":"9","output_tokens":[],"total_tokens":-1}}}"""),
    ];

    private static IEnumerable<(string Name, string Finding, byte[] Body)> Bodies() =>
    [
        ("empty", "terminal-once", []),
        ("binary", "framing", [.. Enumerable.Range(0, 4096).Select(number => (byte)(number * 7919 >> 3))]),
        ("not UTF-8", "framing", [
            .. Encoding.UTF8.GetBytes(Created),
            .. "data: {\"type\":\"x\",\"a\":\""u8,
            0xC3,
            0x28,
            0xFF,
            .. "\"}\n\n"u8,
        ]),
        ("two byte order marks", "terminal-once", [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Created)]),
        ("a byte order mark alone", "terminal-once", [0xEF, 0xBB, 0xBF]),
        ("lone carriage returns", "terminal-once", Encoding.UTF8.GetBytes(Created.Replace('\n', '\r'))),
        ("an open carriage return", "terminal-once", Encoding.UTF8.GetBytes(Created + "data: 1\r")),
        ("blank lines alone", "terminal-once", [.. Enumerable.Repeat((byte)'\n', 5000)]),
        ("comments alone", "terminal-once", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(": \0 ping\n", 5000)))),
        ("fields without values", "data-json", Encoding.UTF8.GetBytes(
            "data\n\nevent\ndata\n\nevent:\ndata:\n\nid\ndata:x\nretry\n\n:\n\ndata:\ndata\n\n")),
        ("names with odd characters", "data-json", Encoding.UTF8.GetBytes(
            "event: \0\u2028\ndata: x\n\nevent:  \t\ndata: y\n\nid: a\0b\ndata: z\n\nEVENT: a\nDATA: b\n\n")),
        ("a whole HTML page", "terminal-once", "<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>"u8.ToArray()),
        ("[DONE] alone", "terminal-once", "data: [DONE]\n\n"u8.ToArray()),
        ("[DONE] a thousand times", "terminal-once", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("data: [DONE]\n\n", 1000)))),
    ];

    private static IEnumerable<(string Name, string Finding, string Body)> Refusals() =>
    [
        .. new[]
        {
            "1",
            "\"text\"",
            "[1,[2]]",
            "null",
            "true",
            "{}",
            """{"message":{}}""",
            """{"message":"\ud83d"}""",
            """{"message":"a","message":"b"}""",
            Deep(70),
            Deep(10_000),
            "1e999",
            "1e99999999999999999999",
        }
            .Select(error => ($"error is {error[..Math.Min(24, error.Length)]}", "http-status", $$"""{"error":{{error}}}""")),
        ("empty", "http-status", ""),
        ("a byte order mark", "http-status", "\ufeff{\"error\":{}}"),
        ("not JSON", "http-status", "<html>\0</html>"),
        ("nested 70 deep", "http-status", Deep(70)),
        ("a bare NUL", "http-status", "\0"),
        ("[DONE]", "http-status", "[DONE]"),
    ];

    private static IEnumerable<(string Name, string Finding, string Bytes)> Heads() =>
    [
        ("status 999", "status|999", "HTTP/1.1 999 What\r\nContent-Type: text/event-stream\r\nContent-Length: 0\r\n\r\n"),
        (
            "status 204 with a body",
            "terminal-once|http-status",
            "HTTP/1.1 204 No Content\r\nContent-Type: text/event-stream\r\nContent-Length: 5\r\n\r\nhello"),
        ("status 101", "http-status|terminal-once", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n\0\0\0"),
        ("status 100 and nothing else", "http-status", "HTTP/1.1 100 Continue\r\n\r\n"),
        ("status 103 a thousand times", "http-status", string.Concat(Enumerable.Repeat(
            "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n", 1000))),
        ("a status that is no number", "http-status", "HTTP/1.1 OK 200\r\n\r\n"),
        ("no HTTP at all", "http-status", "SSH-2.0-OpenSSH_9.6\r\n"),
        ("HTTP/1.0", "terminal-once", "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + Created),
        ("HTTP/0.9", "http-status", "<html></html>"),
        (
            "a header with control characters",
            "http-status|terminal-once",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Odd: a\u0001\u001b[2J\u007fb\r\nContent-Length: 0\r\n\r\n"),
        (
            "a header with a NUL",
            "http-status|terminal-once",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Odd: a\0b\r\nContent-Length: 0\r\n\r\n"),
        ("a header without a name", "http-status|terminal-once", "HTTP/1.1 200 OK\r\n: odd\r\nContent-Length: 0\r\n\r\n"),
        ("an odd content type", "http-status|terminal-once", "HTTP/1.1 200 OK\r\nContent-Type: ;;=\u00ff,\"\r\nContent-Length: 0\r\n\r\n"),
        (
            "two content types",
            "http-status|terminal-once",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n"),
        ("a header of a megabyte", "answer-too-large", "HTTP/1.1 200 OK\r\nX-Long: " + new string('a', 1 << 20) + "\r\n\r\n"),
        ("a thousand headers", "answer-too-large", "HTTP/1.1 200 OK\r\n"
            + string.Concat(Enumerable.Range(0, 1000).Select(number => $"X-{number}: a\r\n"))
            + "Content-Length: 0\r\n\r\n"),
        (
            "a length that is too long",
            "terminal-once",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 999999\r\n\r\n" + Created),
        ("a length that is too short", "terminal-once", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 30\r\n\r\n"
            + Created),
        (
            "a length that is no number",
            "http-status|terminal-once",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: many\r\n\r\n" + Created),
        (
            "a negative length",
            "http-status|terminal-once",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: -1\r\n\r\n" + Created),
        (
            "two lengths",
            "http-status|terminal-once",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 5\r\nContent-Length: 500\r\n\r\n" + Created),
        ("a chunk without a size", "terminal-once", RawConnection.StreamHead + "zz\r\n" + Created + "\r\n"),
        ("a chunk of a size beyond 64 bits", "terminal-once", RawConnection.StreamHead + "fffffffffffffffff\r\nabc"),
        ("a chunk that is cut", "terminal-once", RawConnection.StreamHead + "ffff\r\n" + Created),
        ("a chunk without its end", "terminal-once", RawConnection.StreamHead + "5\r\nhelloworld\r\n0\r\n\r\n"),
        ("no last chunk", "terminal-once", RawConnection.StreamHead + $"{Created.Length:x}\r\n{Created}\r\n"),
        ("trailers", "terminal-once", RawConnection.StreamHead
            + $"{Created.Length:x}\r\n{Created}\r\n0\r\nX-Trailer: a\r\nX-Odd: \u00ff\r\n\r\n"),
        (
            "a second answer behind the first",
            "terminal-once",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        ("gzip that is none", "terminal-once", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n\r\n"
            + Created),
        ("gzip that is a bomb", "framing", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nConnection: "
            + "close\r\n\r\n" + Encoding.Latin1.GetString(Bomb())),
        (
            "an encoding that nobody knows",
            "terminal-once",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: x-odd\r\nConnection: close\r\n\r\n" + Created),
        ("a redirect to itself", "http-status|terminal-once", "HTTP/1.1 302 Found\r\nLocation: /v1/responses\r\nContent-Length: 0\r\n\r\n"),
        (
            "a redirect to nowhere",
            "http-status|terminal-once",
            "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://[::\r\nContent-Length: 0\r\n\r\n"),
        (
            "JSON for a stream",
            "http-status",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"a\":1,\"a\":2,\"b\":\"\\ud83d\"}"),
    ];

    private static string Deep(int levels) => new string('[', levels) + new string(']', levels);

    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(new byte[64 << 20]);
        }

        return packed.ToArray();
    }

    private static byte[] Stream(byte[] body) => Answer("200 OK", "text/event-stream", body);

    private static byte[] Answer(string status, string type, byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
}
