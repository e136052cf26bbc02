using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Http;

/// <summary>Clients that send too much, too little or too slowly: each is told so or waited for, and the next one is served.</summary>
[TestFixture]
[CancelAfter(120_000)]
internal sealed class HarshClientTests : IDisposable
{
    private const string Ask = """{"model":"m","input":"a","stream":true}""";

    private readonly RawUpstream _upstream = new();

    [Test]
    public async Task Headers_of_a_hundred_kilobytes_are_refused(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses")
        {
            Content = new StringContent(Ask, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-large", new string('a', 100 * 1024));
        using var answer = await relay.Client.SendAsync(request, cancellationToken);

        Assert.That((int)answer.StatusCode, Is.EqualTo(431));
        await AssertServesAsync(relay, cancellationToken);
    }

    [TestCase(50, 400, "invalid_json")]
    [TestCase(65, 413, "request_too_large")]
    public async Task A_huge_body_that_is_no_request_is_refused(int megabytes, int status, string code, CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);

        using var content = new ByteArrayContent(new byte[megabytes * 1024 * 1024]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await relay.Client.PostAsync(new Uri("/v1/responses", UriKind.Relative), content, cancellationToken);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["error"]!;

        Assert.That(((int)answer.StatusCode, error["code"]!.GetValue<string>()), Is.EqualTo((status, code)));
        await AssertServesAsync(relay, cancellationToken);
    }

    [TestCase("ffffffffffffffff")]
    [TestCase("80000000")]
    [TestCase("fffffffffffffffff")]
    [TestCase("-1")]
    [TestCase("zz")]
    public async Task A_chunk_of_an_impossible_size_is_refused(string size, CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, relay.Client.BaseAddress!.Port, cancellationToken);
        var stream = socket.GetStream();

        await stream.WriteAsync(
            Encoding.ASCII.GetBytes("POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + $"Transfer-Encoding: chunked\r\n\r\n{size}\r\n{Ask}\r\n0\r\n\r\n"),
            cancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var status = await reader.ReadLineAsync(cancellationToken);

        Assert.That(status, Is.EqualTo("HTTP/1.1 400 Bad Request"));
        Assert.That(relay.Log, Does.Not.Contain("failed inside the relay"));
        await AssertServesAsync(relay, cancellationToken);
    }

    [Test]
    public async Task Ten_thousand_items_reach_the_upstream(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);
        var items = string.Join(',', Enumerable.Range(0, 10_000).Select(static i => $$"""{"role":"user","content":"line {{i}}"}"""));

        var asking = relay.PostAsync($$"""{"model":"m","input":[{{items}}]}""", cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("400 Bad", "Connection: close\r\n", "", cancellationToken);
        using var answer = await asking;

        var messages = JsonNode.Parse(exchange.Body)!["messages"]!.AsArray();
        Assert.That((messages.Count, messages[^1]!["content"]!.GetValue<string>()), Is.EqualTo((10_000, "line 9999")));
    }

    [TestCase("")]
    [TestCase("POST /v1/resp")]
    [TestCase("POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"model\":")]
    public async Task A_hundred_clients_that_stop_half_way_hinder_nobody(string beginning, CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);
        var sockets = new List<Socket>();
        for (var i = 0; i < 100; i++)
        {
            sockets.Add(await ConnectAsync(relay, cancellationToken));
            await sockets[i].SendAsync(Encoding.ASCII.GetBytes(beginning), cancellationToken);
        }

        await AssertServesAsync(relay, cancellationToken);

        sockets.ForEach(static socket => socket.Dispose());
    }

    [Test]
    public async Task A_client_that_reads_byte_by_byte_gets_the_whole_answer_and_hinders_nobody(CancellationToken cancellationToken)
    {
        const int chunks = 2000;
        await using var relay = await StartAsync(cancellationToken);
        using var slow = await ConnectAsync(relay, cancellationToken);
        await slow.SendAsync(Encoding.ASCII.GetBytes($"POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nConnection: "
            + $"close\r\nContent-Type: application/json\r\nContent-Length: {Ask.Length}\r\n\r\n{Ask}"), cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        var sending = SendMuchAsync(exchange, chunks, cancellationToken);

        var single = new byte[1];
        for (var i = 0; i < 500; i++)
        {
            await slow.ReceiveAsync(single, cancellationToken);
        }

        await AssertServesAsync(relay, cancellationToken);

        // The rest in larger pieces, or the test takes a minute.
        slow.ReceiveBufferSize = 1024 * 1024;
        var rest = await new StreamReader(new NetworkStream(slow)).ReadToEndAsync(cancellationToken);
        await sending;

        Assert.That(rest.Split("event: response.output_text.delta\n"), Has.Length.GreaterThan(chunks - 5));
        Assert.That(rest, Does.Contain("event: response.completed\n").And.Contain("data: [DONE]"));
    }

    public void Dispose() => _upstream.Dispose();

    private static async Task SendMuchAsync(RawExchange exchange, int chunks, CancellationToken cancellationToken)
    {
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        var text = $$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{new string('x', 8 * 1024)}}}"}}]}""" + "\n\n";
        for (var i = 0; i < chunks; i++)
        {
            await exchange.SendChunkAsync(text, cancellationToken);
        }

        await exchange.SendChunkAsync("""data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""
            + "\n\ndata: [DONE]\n\n", cancellationToken);
    }

    private static async Task<Socket> ConnectAsync(RelayUnderTest relay, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, relay.Client.BaseAddress!.Port, cancellationToken);
        return socket;
    }

    private Task<RelayUnderTest> StartAsync(CancellationToken cancellationToken) =>
        RelayUnderTest.StartAsync(new RelayOptions { Upstream = _upstream.BaseUrl }, cancellationToken);

    private async Task AssertServesAsync(RelayUnderTest relay, CancellationToken cancellationToken)
    {
        var asking = relay.PostAsync("""{"model":"m","input":"a"}""", cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync(
            "200 OK",
            "Content-Type: application/json\r\n",
            """{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}""",
            cancellationToken);
        using var answer = await asking;
        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Does.Contain("Hello"));
    }
}
