using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Exchange;
using Relay.Tests.Support;

namespace Relay.Tests.Http;

/// <summary>The relay as clients meet it: a real server between a real client and an upstream of bytes.</summary>
[TestFixture]
internal sealed class RelayServiceTests
{
    private const int Patience = 30_000;
    private const string Ask = """{"model":"m","input":"a","stream":true}""";
    private const string AskWhole = """{"model":"m","input":"a"}""";
    private const string TextChunk = """data: {"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":"""
        + """{"role":"assistant","content":"Hello"}}]}""" + "\n\n";
    private const string FinishChunk =
        """data: {"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n";
    private const string Done = "data: [DONE]\n\n";
    private const string Completion = """{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","conten"""
        + """t":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""";

    [Test]
    [CancelAfter(Patience)]
    public async Task A_stream_passes(CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        await using var relay = await RelayUnderTest.StartAsync(Options(upstream), cancellationToken);

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        await exchange.SendChunkAsync(TextChunk, cancellationToken);
        using var answer = await asking;
        await exchange.SendChunkAsync(FinishChunk + Done, cancellationToken);
        var events = await answer.Content.ReadAsStringAsync(cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(answer.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/event-stream; charset=utf-8"));
            Assert.That(answer.Headers.CacheControl?.NoCache, Is.True);
            Assert.That(answer.Headers.GetValues("X-Accel-Buffering"), Is.EqualTo(["no"]));
            Assert.That(answer.Headers.Server, Is.Empty);
            Assert.That(exchange.Head, Does.StartWith("POST /v1/chat/completions HTTP/1.1").And.Contains("Accept: text/event-stream"));
            Assert.That(exchange.Body, Is.EqualTo(
                """{"model":"m","messages":[{"role":"user","content":"a"}],"stream":true,"stream_options":{"include_usage":true}}"""));
        });
        AssertEvents(events, "response.completed");
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task The_sentinel_ends_the_stream_though_the_upstream_stays_open(CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        await using var relay = await RelayUnderTest.StartAsync(Options(upstream), cancellationToken, new ManualTime());

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        await exchange.SendChunkAsync(TextChunk + FinishChunk + Done, cancellationToken);
        using var answer = await asking;
        var events = await answer.Content.ReadAsStringAsync(cancellationToken);
        await exchange.ClosedAsync(cancellationToken);

        AssertEvents(events, "response.completed");
    }

    [TestCase("before the upstream has answered")]
    [TestCase("before the first token")]
    [TestCase("in the middle of the stream")]
    [CancelAfter(Patience)]
    public async Task A_client_that_hangs_up_ends_the_call_to_the_upstream(string window, CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        await using var relay = await RelayUnderTest.StartAsync(Options(upstream), cancellationToken, new ManualTime());
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        var asking = relay.PostAsync(Ask, hangUp.Token);
        using var exchange = await upstream.ReceiveAsync(cancellationToken);
        if (window != "before the upstream has answered")
        {
            await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        }

        if (window == "in the middle of the stream")
        {
            await exchange.SendChunkAsync(TextChunk, cancellationToken);
            using var answer = await asking;
        }
        else
        {
            await hangUp.CancelAsync();
            Assert.That(async () => await asking, Throws.InstanceOf<OperationCanceledException>());
        }

        await exchange.ClosedAsync(cancellationToken);
        Assert.That(relay.Log, Does.Not.Contain("Error"));
    }

    [TestCase("401 Unauthorized", """{"error":{"message":"no key","type":"auth","code":"bad_key"}}""", 401, "bad_key", "no key")]
    [TestCase("429 Too Many Requests", """{"error":{"message":"slow","code":null}}""", 429, "rate_limit_exceeded", "slow")]
    [TestCase("502 Bad Gateway", "<html>nginx</html>", 502, "upstream_error", "The upstream answered 502 with an HTML page.")]
    [TestCase("503 Busy", "", 503, "upstream_overloaded", "The upstream answered 503 with an empty body.")]
    [TestCase("302 Found", "", 502, "upstream_redirect", "The upstream answered with a redirect, which is not followed.")]
    [TestCase("200 OK", "<!doctype html>", 502, "upstream_bad_response", "The upstream answered with an HTML page.")]
    [TestCase(
        "200 OK",
        "no healthy upstream",
        502,
        "upstream_bad_response",
        "The upstream sent words instead of an answer: no healthy upstream")]
    [TestCase("200 OK", "{\"choices\":[", 502, "upstream_bad_response", "The upstream's answer is not valid JSON.")]
    [TestCase("200 OK", "", 502, "upstream_empty", "The upstream's answer was empty.")]
    [TestCase("200 OK", ": ping\n\n: ping\n\n", 502, "upstream_empty", "The upstream's answer was empty.")]
    [TestCase("200 OK", "event: error\ndata: {\"message\":\"melted\",\"code\":\"overheated\"}\n\n", 502, "overheated", "melted")]
    [CancelAfter(Patience)]
    public async Task A_failure_before_the_stream_is_a_status(
        string status, string body, int expectedStatus, string code, string message, CancellationToken cancellationToken)
    {
        foreach (var ask in (string[])[Ask, AskWhole])
        {
            using var upstream = new RawUpstream();
            await using var relay = await RelayUnderTest.StartAsync(
                Options(upstream) with { Retries = new RelayRetries { Max = 0 } }, cancellationToken);

            var asking = relay.PostAsync(ask, cancellationToken);
            using var exchange = await upstream.ReceiveAsync(cancellationToken);
            await exchange.SendAnswerAsync(status, "Content-Type: text/event-stream\r\nLocation: http://elsewhere/\r\nRetry-After: "
                + "7\r\nx-request-id: req_1\r\nx-ratelimit-remaining: 0\r\nx-other: 1\r\n", body, cancellationToken);
            using var answer = await asking;
            var error = await ReadErrorAsync(answer, cancellationToken);

            Assert.Multiple(() =>
            {
                Assert.That((int)answer.StatusCode, Is.EqualTo(expectedStatus));
                Assert.That(
                    (error["code"]!.GetValue<string>(), error["message"]!.GetValue<string>(), error["param"]!.GetValue<string>()),
                    Is.EqualTo((code, message, "")));
                Assert.That(answer.Headers.RetryAfter?.ToString(), Is.EqualTo("7"));
                Assert.That(answer.Headers.GetValues("x-request-id"), Is.EqualTo(["req_1"]));
                Assert.That(answer.Headers.GetValues("x-ratelimit-remaining"), Is.EqualTo(["0"]));
                Assert.That(answer.Headers.Contains("x-other"), Is.False);
            });
        }
    }

    // Needs the translator: whether a payload is an error is its to say.
    [TestCase("""{"error":{"message":"slow","type":"rate_limit_error","code":"rate_limit_exceeded"}}""", 429)]
    [TestCase("""{"error":{"message":"too long","code":"context_length_exceeded"}}""", 400)]
    [TestCase("""{"error":{"message":"boom","code":null}}""", 502)]
    [CancelAfter(Patience)]
    public async Task An_error_as_the_first_event_is_a_status(string payload, int expectedStatus, CancellationToken cancellationToken)
    {
        foreach (var body in (string[])[$"data: {payload}\n\n", $"event: error\ndata: {payload}\n\n", payload])
        {
            using var upstream = new RawUpstream();
            await using var relay = await RelayUnderTest.StartAsync(Options(upstream), cancellationToken);

            var asking = relay.PostAsync(Ask, cancellationToken);
            using var exchange = await upstream.ReceiveAsync(cancellationToken);
            await exchange.SendAnswerAsync("200 OK", "Content-Type: text/event-stream\r\n", body, cancellationToken);
            using var answer = await asking;

            Assert.That((int)answer.StatusCode, Is.EqualTo(expectedStatus), body);
        }
    }

    [TestCase("text/event-stream", "data")]
    [TestCase("text/plain", "data")]
    [TestCase("application/json", "data")]
    [TestCase("application/json", "json")]
    [TestCase("text/event-stream", "json")]
    [CancelAfter(Patience)]
    public async Task What_the_body_is_shows_in_the_body_and_not_in_its_type(
        string contentType, string kind, CancellationToken cancellationToken)
    {
        foreach (var ask in (string[])[Ask, AskWhole])
        {
            using var upstream = new RawUpstream();
            await using var relay = await RelayUnderTest.StartAsync(Options(upstream), cancellationToken);

            var asking = relay.PostAsync(ask, cancellationToken);
            using var exchange = await upstream.ReceiveAsync(cancellationToken);
            await exchange.SendAnswerAsync("200 OK", $"Content-Type: {contentType}\r\n", kind == "json"
                ? $"\uFEFF {Completion}"
                : TextChunk + FinishChunk + Done, cancellationToken);
            using var answer = await asking;
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);

            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
            Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo(ask == Ask ? "text/event-stream" : "application/json"));
            Assert.That(text, Does.Contain("Hello"));
        }
    }

    [TestCase("gzip")]
    [TestCase("br")]
    [CancelAfter(Patience)]
    public async Task A_compressed_stream_passes_as_it_comes(string encoding, CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        await using var relay = await RelayUnderTest.StartAsync(Options(upstream), cancellationToken);
        using var compressed = new CompressedBody(encoding);

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(
            RawExchange.StreamHead.Replace("\r\n\r\n", $"\r\nContent-Encoding: {encoding}\r\n\r\n", StringComparison.Ordinal),
            cancellationToken);
        await exchange.SendChunkAsync(compressed.Write(TextChunk), cancellationToken);
        using var answer = await asking;
        await exchange.SendChunkAsync(compressed.Write(FinishChunk + Done), cancellationToken);
        var events = await answer.Content.ReadAsStringAsync(cancellationToken);

        Assert.That(answer.Content.Headers.ContentEncoding, Is.Empty);
        AssertEvents(events, "response.completed");
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task An_upstream_nobody_listens_on_is_a_502(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(
            new RelayOptions { Upstream = RawUpstream.Unreachable() }, cancellationToken);

        using var answer = await relay.PostAsync(Ask, cancellationToken);

        var error = await ReadErrorAsync(answer, cancellationToken);
        Assert.That(((int)answer.StatusCode, error["code"]!.GetValue<string>()), Is.EqualTo((502, "upstream_unreachable")));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_reset_before_the_answer_is_a_502(CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        await using var relay = await RelayUnderTest.StartAsync(
            Options(upstream) with { Retries = new RelayRetries { Max = 0 } }, cancellationToken);

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await upstream.ReceiveAsync(cancellationToken);
        exchange.Reset();
        using var answer = await asking;

        var error = await ReadErrorAsync(answer, cancellationToken);
        Assert.That(((int)answer.StatusCode, error["code"]!.GetValue<string>()), Is.EqualTo((502, "upstream_connection_lost")));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task An_answer_without_end_is_cut_at_its_limit(CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        await using var relay = await RelayUnderTest.StartAsync(Options(upstream) with { MaxAnswerBytes = 10_000 }, cancellationToken);

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        for (var sent = 0; sent <= 10_000; sent += TextChunk.Length)
        {
            await exchange.SendChunkAsync(TextChunk, cancellationToken);
        }

        using var answer = await asking;
        var events = await answer.Content.ReadAsStringAsync(cancellationToken);
        await exchange.ClosedAsync(cancellationToken);

        AssertEvents(events, "response.failed");
        Assert.That(events, Does.Contain("\"code\":\"upstream_answer_too_large\"").And.Contain("\"delta\":\"Hello\""));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_whole_answer_over_the_limit_is_refused(CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        await using var relay = await RelayUnderTest.StartAsync(Options(upstream) with { MaxAnswerBytes = 100 }, cancellationToken);

        var asking = relay.PostAsync(AskWhole, cancellationToken);
        using var exchange = await upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("200 OK", "Content-Type: application/json\r\n", Completion, cancellationToken);
        using var answer = await asking;

        var error = await ReadErrorAsync(answer, cancellationToken);
        Assert.That(((int)answer.StatusCode, error["code"]!.GetValue<string>()), Is.EqualTo((502, "upstream_answer_too_large")));
    }

    // Needs the translator: after the first byte it tells failures in events.
    [TestCase("reset", "upstream_connection_lost")]
    [TestCase("truncate", "upstream_truncated")]
    [TestCase("too large", "upstream_event_too_large")]
    [CancelAfter(Patience)]
    public async Task A_failure_in_the_stream_is_told_in_events(string way, string code, CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        await using var relay = await RelayUnderTest.StartAsync(Options(upstream) with { MaxEventBytes = 1000 }, cancellationToken);

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        await exchange.SendChunkAsync(TextChunk, cancellationToken);
        using var answer = await asking;
        await (way switch
        {
            "too large" => exchange.SendChunkAsync($"data: {new string('x', 2000)}", cancellationToken),
            "reset" => Task.Run(exchange.Reset, cancellationToken),
            _ => Task.Run(exchange.Dispose, cancellationToken),
        });
        var events = await answer.Content.ReadAsStringAsync(cancellationToken);

        AssertEvents(events, "response.failed");
        Assert.That(events, Does.Contain($"\"code\":\"{code}\""));
    }

    [TestCase(true)]
    [TestCase(false)]
    [CancelAfter(Patience)]
    public async Task A_body_above_the_limit_is_a_413(bool lengthIsKnown, CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        await using var relay = await RelayUnderTest.StartAsync(Options(upstream) with { MaxBodyBytes = 100_000 }, cancellationToken);
        using var content = new StringContent(
            $$"""{"model":"m","input":"{{new string('a', 100_000)}}"}""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses") { Content = content };
        request.Headers.TransferEncodingChunked = !lengthIsKnown;

        using var answer = await relay.Client.SendAsync(request, cancellationToken);

        var error = await ReadErrorAsync(answer, cancellationToken);
        Assert.That(((int)answer.StatusCode, error["code"]!.GetValue<string>()), Is.EqualTo((413, "request_too_large")));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_large_body_reaches_the_upstream_whole(CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        await using var relay = await RelayUnderTest.StartAsync(Options(upstream), cancellationToken);
        var text = string.Concat(Enumerable.Repeat("0123456789", 300_000));

        var asking = relay.PostAsync($$"""{"model":"m","input":"{{text}}"}""", cancellationToken);
        using var exchange = await upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("200 OK", "", Completion, cancellationToken);
        using var answer = await asking;

        Assert.That(JsonNode.Parse(exchange.Body)!["messages"]![0]!["content"]!.GetValue<string>(), Is.EqualTo(text));
    }

    [TestCase("GET", "/v1/embeddings", 404, "unknown_url")]
    [TestCase("GET", "/", 404, "unknown_url")]
    [TestCase("GET", "/v1/responses", 405, "method_not_allowed")]
    [TestCase("DELETE", "/responses", 405, "method_not_allowed")]
    [CancelAfter(Patience)]
    public async Task What_the_relay_does_not_know_is_told_in_the_clients_shape(
        string method, string path, int status, string code, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(
            new RelayOptions { Upstream = RawUpstream.Unreachable() }, cancellationToken);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await relay.Client.SendAsync(request, cancellationToken);

        var error = await ReadErrorAsync(answer, cancellationToken);
        Assert.That(((int)answer.StatusCode, error["code"]!.GetValue<string>()), Is.EqualTo((status, code)));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Health_is_ok(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(
            new RelayOptions { Upstream = RawUpstream.Unreachable() }, cancellationToken);

        var health = await relay.Client.GetStringAsync(new Uri("/health", UriKind.Relative), cancellationToken);

        Assert.That(health, Is.EqualTo("""{"status":"ok"}"""));
    }

    [TestCase("relay-secret-1", "Bearer client-secret-2", "Authorization: Bearer relay-secret-1")]
    [TestCase(null, "Bearer client-secret-2", "Authorization: Bearer client-secret-2")]
    [CancelAfter(Patience)]
    public async Task Secrets_reach_the_upstream_and_nobody_else(
        string? key, string clientKey, string expected, CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        await using var relay = await RelayUnderTest.StartAsync(Options(upstream) with { ApiKey = key }, cancellationToken);
        var body = $$$"""{"error":{"message":"Key relay-secret-1 / client-secret-2 / sk-live-123456 refused """
            + $$$"""at {{{upstream.BaseUrl}}}","code":"Bearer client-secret-2","type":"relay-secret-1"}}""";

        var asking = relay.PostAsync(Ask, clientKey, cancellationToken);
        using var exchange = await upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("401 No", "x-request-id: r\r\n", body, cancellationToken);
        using var answer = await asking;
        var seen = await answer.Content.ReadAsStringAsync(cancellationToken) + answer.Headers + relay.Log;

        Assert.That(exchange.Head, Does.Contain(expected));
        Assert.Multiple(() =>
        {
            Assert.That(seen, Does.Not.Contain(key ?? "client-secret-2"));
            Assert.That(seen, Does.Not.Contain("client-secret-2"));
            Assert.That(seen, Does.Not.Contain("sk-live"));
            Assert.That(seen, Does.Not.Contain(upstream.BaseUrl.Authority));
        });
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_request_is_three_lines_in_the_log(CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        await using var relay = await RelayUnderTest.StartAsync(Options(upstream), cancellationToken);

        var asking = relay.PostAsync(AskWhole, cancellationToken);
        using var exchange = await upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("200 OK", "", Completion, cancellationToken);
        using var answer = await asking;
        await relay.DisposeAsync();

        var lines = relay.Log.Split('\n')
            .Where(static line => line.Contains(" resp_", StringComparison.Ordinal))
            .Select(static line => line[..15]);
        Assert.That(lines, Is.EqualTo(["Information 100", "Information 101", "Information 102"]));
    }

    private static RelayOptions Options(RawUpstream upstream) => new() { Upstream = upstream.BaseUrl };

    private static void AssertEvents(string events, string terminal)
    {
        Assert.That(events, Does.Contain($"event: {terminal}\n"));
        Assert.That(events, Does.EndWith("\n\n"));
    }

    private static async Task<JsonNode> ReadErrorAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["error"]!;
}
