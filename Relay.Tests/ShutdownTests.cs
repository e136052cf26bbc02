using System.Net;
using System.Text;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests;

/// <summary>The order to stop: nothing is cut off without a word.</summary>
[TestFixture]
internal sealed class ShutdownTests : IDisposable
{
    private const int Patience = 60_000;
    private const string Ask = """{"model":"m","input":"a","stream":true}""";
    private const string Text = """data: {"choices":[{"index":0,"delta":{"content":"Hello"}}]}""" + "\n\n";
    private const string Rest = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n";

    private readonly RawUpstream _upstream = new();

    [Test]
    [CancelAfter(Patience)]
    public async Task An_answer_that_ends_within_the_grace_is_whole(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken, new ManualTime());
        using var exchange = await OpenAsync(relay, cancellationToken);

        var stopping = relay.StopAsync(cancellationToken);
        await exchange.Upstream.SendChunkAsync(Rest, cancellationToken);
        var text = await exchange.Answer.Content.ReadAsStringAsync(cancellationToken);
        await stopping;

        Assert.That(text, Does.Contain("event: response.completed").And.EndsWith("data: [DONE]\n\n"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task An_answer_that_outlasts_the_grace_is_told_to_fail(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken, time);
        using var exchange = await OpenAsync(relay, cancellationToken);

        var waiting = time.TimerOfAsync(TimeSpan.FromSeconds(7));
        var stopping = relay.StopAsync(cancellationToken);
        await waiting;
        time.Advance(TimeSpan.FromSeconds(7));
        var text = await exchange.Answer.Content.ReadAsStringAsync(cancellationToken);
        await stopping;

        Assert.That(text, Does.Contain("event: response.failed").And.Contain("\"relay_stopping\"").And.EndsWith("data: [DONE]\n\n"));
    }

    [Test]
    [CancelAfter(Patience)]
    [Platform("Linux,MacOsX", Reason = "Windows has no SIGTERM.")]
    public async Task Fifty_open_streams_each_get_a_terminal_event_and_the_relay_ends_well(CancellationToken cancellationToken)
    {
        const int streams = 50;
        await using var relay = await RelayProgram.StartAsync(
            ["--upstream", _upstream.BaseUrl.ToString(), "--set", "shutdown_grace_ms=50", "--log-level", "none"], cancellationToken);
        using var client = new HttpClient { BaseAddress = relay.Url, Timeout = Timeout.InfiniteTimeSpan };
        var exchanges = new List<Exchange>();
        for (var i = 0; i < streams; i++)
        {
            exchanges.Add(await OpenAsync(client, cancellationToken));
        }

        relay.Terminate();
        var texts = await Task.WhenAll(exchanges.Select(exchange => exchange.Answer.Content.ReadAsStringAsync(cancellationToken)));
        var code = await relay.EndAsync(cancellationToken);
        exchanges.ForEach(static exchange => exchange.Dispose());

        Assert.That(texts, Has.Length.EqualTo(streams).And.All.Contains("event: response.failed\n").And.All.EndsWith("data: [DONE]\n\n"));
        Assert.That(code, Is.Zero);
    }

    public void Dispose() => _upstream.Dispose();

    private RelayOptions Options() => new() { Upstream = _upstream.BaseUrl, ShutdownGrace = TimeSpan.FromSeconds(7) };

    private Task<Exchange> OpenAsync(RelayUnderTest relay, CancellationToken cancellationToken) =>
        OpenAsync(relay.Client, cancellationToken);

    /// <summary>A stream of which the client has seen the beginning.</summary>
    private async Task<Exchange> OpenAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses")
        {
            Content = new StringContent(Ask, Encoding.UTF8, "application/json"),
        };
        var asking = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var upstream = await _upstream.ReceiveAsync(cancellationToken);
        await upstream.SendAsync(RawExchange.StreamHead, cancellationToken);
        await upstream.SendChunkAsync(Text, cancellationToken);
        var answer = await asking;
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return new Exchange(upstream, answer);
    }

    private sealed record Exchange(RawExchange Upstream, HttpResponseMessage Answer) : IDisposable
    {
        public void Dispose()
        {
            Upstream.Dispose();
            Answer.Dispose();
        }
    }
}
