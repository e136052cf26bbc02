using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Exchange;

/// <summary>The clocks of a whole relay, on a time that only moves when a test says so.</summary>
[TestFixture]
internal sealed class RelayClocksTests : IDisposable
{
    private const int Patience = 30_000;
    private const string Ask = """{"model":"m","input":"a","stream":true}""";
    private const string TextChunk = """data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"}}]}""" + "\n\n";
    private const string FinishChunk = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n";

    private readonly ManualTime _time = new();
    private readonly RawUpstream _upstream = new();

    [Test]
    [CancelAfter(Patience)]
    public async Task The_stream_opens_after_a_second_though_the_upstream_has_said_nothing(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken, _time);

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));
        using var answer = await asking;

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_silent_stream_is_kept_alive_with_comments(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken, _time);

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));
        using var answer = await asking;
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        _time.Advance(TimeSpan.FromSeconds(15));
        await ReadUntilAsync(body, ": keep-alive\n\n", cancellationToken);
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task An_upstream_that_never_answers_is_a_504_when_nothing_has_been_sent(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(
            Options() with { Clocks = new RelayClocks { EarlyHeaders = TimeSpan.Zero } }, cancellationToken, _time);

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        _time.Advance(TimeSpan.FromSeconds(600));
        using var answer = await asking;
        await exchange.ClosedAsync(cancellationToken);

        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["error"]!;
        Assert.That(((int)answer.StatusCode, error["code"]!.GetValue<string>()), Is.EqualTo((504, "first_byte_timeout")));
    }

    // Needs the translator: after the first byte it tells failures in events.
    [Test]
    [CancelAfter(Patience)]
    public async Task A_refusal_after_the_stream_has_opened_is_told_in_events(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken, _time);

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));
        using var answer = await asking;
        await exchange.SendAnswerAsync("429 Slow", "", """{"error":{"message":"slow down"}}""", cancellationToken);
        var events = await answer.Content.ReadAsStringAsync(cancellationToken);

        Assert.That(events, Does.Contain("event: response.failed\n").And.Contain("rate_limit_exceeded").And.Contain("slow down"));
    }

    // Needs the translator, as above.
    [Test]
    [CancelAfter(Patience)]
    public async Task An_upstream_that_falls_silent_ends_in_a_named_failure(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken, _time);

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        await exchange.SendChunkAsync(TextChunk, cancellationToken);
        using var answer = await asking;
        _time.Advance(TimeSpan.FromSeconds(300));
        var events = await answer.Content.ReadAsStringAsync(cancellationToken);
        await exchange.ClosedAsync(cancellationToken);

        Assert.That(events, Does.Contain("event: response.failed\n").And.Contain("transport_idle_timeout"));
    }

    // Needs the translator: only it sees a finish reason. The text tells the test that the finish, which came in the same read, has been
    // seen.
    [Test]
    [CancelAfter(Patience)]
    public async Task After_a_finish_reason_the_stream_ends_when_the_grace_is_over(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken, _time);

        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        await exchange.SendChunkAsync(TextChunk + FinishChunk, cancellationToken);
        using var answer = await asking;
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await ReadUntilAsync(body, "Hello", cancellationToken);
        _time.Advance(TimeSpan.FromSeconds(2));

        await ReadUntilAsync(body, "event: response.completed\n", cancellationToken);
    }

    public void Dispose() => _upstream.Dispose();

    private RelayOptions Options() => new() { Upstream = _upstream.BaseUrl };

    private static async Task ReadUntilAsync(Stream body, string wanted, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains(wanted, StringComparison.Ordinal))
        {
            var count = await body.ReadAsync(buffer, cancellationToken);
            Assert.That(count, Is.Positive, $"The stream ended before '{wanted}': {text}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
    }
}
