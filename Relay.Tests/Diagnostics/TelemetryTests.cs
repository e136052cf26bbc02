using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Diagnostics;

/// <summary>What a relay tells of its work: to Prometheus, and to a collector of OpenTelemetry.</summary>
[TestFixture]
[CancelAfter(60_000)]
internal sealed class TelemetryTests : IDisposable
{
    private const string Ask = """{"model":"gpt-x","input":"a","stream":true}""";

    private const string Answer = """
        data: {"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":31,"completion_tokens":9,"total_tokens":40}}

        data: [DONE]


        """;

    private readonly RawUpstream _upstream = new();

    [Test]
    public async Task Prometheus_reads_answers_tokens_and_refusals(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(new RelayOptions { Upstream = _upstream.BaseUrl }, cancellationToken);

        await ExchangeAsync(relay, cancellationToken);
        using var refused = await relay.PostAsync("{", cancellationToken);
        await relay.LoggedAsync("finished: ok");
        var metrics = await relay.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(metrics, Does.Match("""gen_ai_client_operation_duration_seconds_count\{[^}]*gen_ai_request_model="gpt-x"\} 1\n"""));
            Assert.That(metrics, Does.Match("""gen_ai_client_operation_time_to_first_chunk_seconds_count\{[^}]*\} 1\n"""));
            Assert.That(metrics, Does.Match("""gen_ai_client_token_usage_sum\{[^}]*gen_ai_token_type="input"\} 31\n"""));
            Assert.That(metrics, Does.Match("""gen_ai_client_token_usage_sum\{[^}]*gen_ai_token_type="output"\} 9\n"""));
            Assert.That(metrics, Does.Match("""relay_responses_active\{[^}]*\} 0\n"""));
            Assert.That(metrics, Does.Contain("""relay_requests_refused_total{error_type="invalid_json"} 1""" + "\n"));
            Assert.That(metrics, Does.Not.Contain(_upstream.BaseUrl.Authority));
        });
    }

    [Test]
    public async Task Metrics_that_are_switched_off_are_not_there(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(
            new RelayOptions { Upstream = _upstream.BaseUrl, Metrics = false }, cancellationToken);

        using var answer = await relay.Client.GetAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);

        Assert.That((int)answer.StatusCode, Is.EqualTo(404));
    }

    [Test]
    public async Task A_collector_gets_spans_and_metrics_and_the_upstream_the_trace(CancellationToken cancellationToken)
    {
        await using var collector = await Collector.StartAsync(cancellationToken);
        var options = new RelayOptions { Upstream = _upstream.BaseUrl, Collector = collector.Url, ApiKey = "the-relays-key" };
        string head;
        await using (var relay = await RelayUnderTest.StartAsync(options, cancellationToken))
        {
            relay.Client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            head = await ExchangeAsync(relay, cancellationToken);
            await relay.LoggedAsync("finished: ok");
            await relay.StopAsync(cancellationToken);
        }

        var traces = collector.PostedTo("/v1/traces");
        Assert.Multiple(() =>
        {
            Assert.That(traces, Does.Contain("chat gpt-x").And.Contain("gen_ai.usage.input_tokens").And.Contain("gen_ai.response.id"));
            Assert.That(
                collector.PostedTo("/v1/metrics"),
                Does.Contain("gen_ai.client.operation.duration").And.Contain("gen_ai.client.token.usage"));
            Assert.That(head, Does.Match("traceparent: 00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01"));
            Assert.That(traces, Does.Not.Contain("the-relays-key").And.Not.Contain(_upstream.BaseUrl.Authority).And.Not.Contain("Hello"));
        });
    }

    [Test]
    public async Task A_collector_gets_nothing_of_a_clients_headers_query_and_input(CancellationToken cancellationToken)
    {
        const string Secret = "plum-orchard-42";
        await using var collector = await Collector.StartAsync(cancellationToken);
        await using (var relay = await RelayUnderTest.StartAsync(
            new RelayOptions { Upstream = _upstream.BaseUrl, Collector = collector.Url }, cancellationToken))
        {
            relay.Client.DefaultRequestHeaders.Add("Authorization", $"Bearer {Secret}");
            relay.Client.DefaultRequestHeaders.Add("User-Agent", $"client/{Secret}");
            relay.Client.DefaultRequestHeaders.Add("x-request-id", Secret);
            await ExchangeAsync(relay, cancellationToken);
            using var unknown = await relay.Client.GetAsync(new Uri($"/{Secret}?key={Secret}", UriKind.Relative), cancellationToken);
            using var refused = await relay.PostAsync($$"""{"model":"m","input":"{{Secret}}","prompt":"{{Secret}}"}""", cancellationToken);
            await relay.StopAsync(cancellationToken);
        }

        Assert.That(collector.PostedTo("/v1/traces"), Does.Contain("chat gpt-x"));
        Assert.That(collector.Received, Does.Not.Contain(Secret));
    }

    [Test]
    public async Task Without_a_collector_no_trace_goes_up(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(new RelayOptions { Upstream = _upstream.BaseUrl }, cancellationToken);

        var head = await ExchangeAsync(relay, cancellationToken);

        Assert.That(head, Does.Not.Contain("traceparent"));
    }

    public void Dispose() => _upstream.Dispose();

    private async Task<string> ExchangeAsync(RelayUnderTest relay, CancellationToken cancellationToken)
    {
        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("200 OK", "Content-Type: text/event-stream\r\n", Answer, cancellationToken);
        using var answer = await asking;
        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Does.Contain("response.completed"));
        return exchange.Head;
    }
}
