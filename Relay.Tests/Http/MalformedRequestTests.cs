using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Http;

/// <summary>
/// Requests that are not HTTP never reach an endpoint: the server refuses them itself, with its own status and with an error object.
/// </summary>
[TestFixture]
[CancelAfter(60_000)]
internal sealed class MalformedRequestTests : IDisposable
{
    private const string Host = "Host: localhost\r\n";
    private const string Json = "Content-Type: application/json\r\n";

    private readonly RawUpstream _upstream = new();

    private static IEnumerable<TestCaseData> Requests()
    {
        yield return Case("no HTTP at all", 400, "hello\r\n\r\n");
        yield return Case("a request line without a target", 400, $"GET\r\n{Host}\r\n");
        yield return Case("a request line with the character NUL", 400, $"GET /\0 HTTP/1.1\r\n{Host}\r\n");
        yield return Case("a version that does not exist", 505, $"GET / HTTP/7.3\r\n{Host}\r\n", "http_version_not_supported");
        yield return Case("a URL of 20 kB", 414, $"GET /{new string('a', 20_000)} HTTP/1.1\r\n{Host}\r\n", "request_url_too_long");
        yield return Case(
            "200 headers", 431, $"GET / HTTP/1.1\r\n{Host}{Headers(200)}\r\n", "request_headers_too_large");
        yield return Case(
            "a header of 100 kB", 431, $"GET / HTTP/1.1\r\n{Host}x-a: {new string('a', 100_000)}\r\n\r\n", "request_headers_too_large");
        yield return Case("a header without a colon", 400, $"GET / HTTP/1.1\r\n{Host}nothing\r\n\r\n");
        yield return Case("a header with the character NUL", 400, $"GET / HTTP/1.1\r\n{Host}x-a: \0\r\n\r\n");
        yield return Case("a header's name with a blank", 400, $"GET / HTTP/1.1\r\n{Host}x a: b\r\n\r\n");
        yield return Case("no host", 400, "GET / HTTP/1.1\r\n\r\n");
        yield return Case("two hosts", 400, $"GET / HTTP/1.1\r\n{Host}{Host}\r\n");
        yield return Case("a host that is none", 400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
        yield return Case("a length that is none", 400, $"POST /v1/responses HTTP/1.1\r\n{Host}{Json}Content-Length: -1\r\n\r\n");
        yield return Case(
            "two lengths", 400, $"POST /v1/responses HTTP/1.1\r\n{Host}{Json}Content-Length: 2\r\nContent-Length: 3\r\n\r\n");
        yield return Case(
            "an unknown transfer coding", 400, $"POST /v1/responses HTTP/1.1\r\n{Host}{Json}Transfer-Encoding: gzip\r\n\r\n");
        yield return Case("no length with HTTP/1.0", 400, $"POST /v1/responses HTTP/1.0\r\n{Host}{Json}\r\n");
        yield return Case("a bad header with HTTP/1.0", 400, $"GET / HTTP/1.0\r\n{Host}nothing\r\n\r\n");
        yield return Case(
            "a chunk of no size",
            400,
            $"POST /v1/responses HTTP/1.1\r\n{Host}{Json}Transfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n",
            "invalid_request_body");
    }

    [TestCaseSource(nameof(Requests))]
    public async Task It_is_refused_with_an_error_object(string request, int status, string code, CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);

        var (head, body, _) = await SendAsync(relay, request, cancellationToken);
        var error = JsonNode.Parse(body)!["error"]!;

        Assert.Multiple(() =>
        {
            Assert.That(head, Does.StartWith($"HTTP/1.1 {status} "));
            Assert.That(head, Does.Contain("\r\nContent-Type: application/json; charset=utf-8\r\n"));
            Assert.That(head, Does.Contain($"\r\nContent-Length: {body.Length}\r\n"));
            Assert.That(error.AsObject().Select(static member => member.Key), Is.EqualTo(new[] { "message", "type", "param", "code" }));
            Assert.That(
                (error["code"]!.GetValue<string>(), error["type"]!.GetValue<string>()), Is.EqualTo((code, "invalid_request_error")));
        });
        Assert.That(relay.Log, Does.Not.Contain("failed inside the relay"));
    }

    [TestCase("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nnothing\r\n\r\n")]
    [TestCase("GET\r\n\r\n")]
    public async Task The_connection_is_closed(string request, CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);

        var (head, _, ending) = await SendAsync(relay, request, cancellationToken);

        Assert.That(head, Does.Contain("\r\nConnection: close"));
        Assert.That(ending, Is.EqualTo(Ending.Fin));
    }

    [Test]
    public async Task A_refused_HEAD_has_no_body(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);

        var (head, body, _) = await SendAsync(relay, $"HEAD / HTTP/1.1\r\n{Host}nothing\r\n\r\n", cancellationToken);

        Assert.That(head, Does.StartWith("HTTP/1.1 400 ").And.Contain("\r\nContent-Type: application/json"));
        Assert.That(body, Is.Empty);
    }

    [Test]
    public async Task A_refusal_follows_the_answers_to_earlier_requests_of_the_connection(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);

        var (head, body, _) = await SendAsync(
            relay,
            $"GET /health HTTP/1.1\r\n{Host}\r\nGET /health HTTP/1.1\r\n{Host}\r\nGET / HTTP/1.1\r\nHost: a b\r\n\r\n",
            cancellationToken);

        Assert.That(head, Does.StartWith("HTTP/1.1 200 "));
        var answers = body.Split("HTTP/1.1 ");
        Assert.That(answers, Has.Length.EqualTo(3));
        Assert.That(answers[2], Does.StartWith("400 ").And.EndsWith("\"code\":\"invalid_http_request\"}}"));
    }

    [Test]
    public async Task A_refusal_does_not_repeat_the_request_and_is_counted(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);

        var (head, body, _) = await SendAsync(
            relay, $"GET / HTTP/1.1\r\n{Host}authorization: Bearer plum-orchard-42\0\r\n\r\n", cancellationToken);
        var metrics = await relay.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);

        Assert.That(head + body + relay.Log + metrics, Does.Not.Contain("plum"));
        Assert.That(metrics, Does.Contain("""relay_requests_refused_total{error_type="invalid_http_request"} 1"""));
        Assert.That(relay.Log, Does.Contain("request rejected: 400 invalid_http_request"));
    }

    [Test]
    public async Task Length_and_chunks_together_are_read_as_chunks_and_the_connection_is_closed(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);

        var (head, body, _) = await SendAsync(
            relay,
            $"POST /v1/responses HTTP/1.1\r\n{Host}{Json}Content-Length: 100\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
            cancellationToken);

        Assert.That(head, Does.StartWith("HTTP/1.1 400 ").And.Contain("Connection: close"));
        Assert.That(JsonNode.Parse(body)!["error"]!["code"], Is.Not.Null);
    }

    public void Dispose() => _upstream.Dispose();

    private static TestCaseData Case(string name, int status, string request, string code = "invalid_http_request") =>
        new TestCaseData(request, status, code).SetArgDisplayNames(name);

    private static string Headers(int count) => string.Concat(
        Enumerable.Range(0, count).Select(static i => string.Create(CultureInfo.InvariantCulture, $"x-{i}: a\r\n")));

    private static async Task<(string Head, string Body, Ending Ending)> SendAsync(
        RelayUnderTest relay, string request, CancellationToken cancellationToken)
    {
        using var peer = new RawPeer();
        await peer.SendAsync(relay.Client.BaseAddress!, request, cancellationToken);
        var ending = await peer.ReadToEndAsync(cancellationToken);
        return (peer.Received[..(peer.Received.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2)], peer.Body, ending);
    }

    private Task<RelayUnderTest> StartAsync(CancellationToken cancellationToken) =>
        RelayUnderTest.StartAsync(new RelayOptions { Upstream = _upstream.BaseUrl }, cancellationToken);
}
