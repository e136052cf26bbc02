using System.Text;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>The end of a background response, as those who follow it and those who stop the relay see it.</summary>
[CancelAfter(60_000)]
internal sealed class EndOfBackgroundTests : IDisposable
{
    private const string Completed = "event: response.completed";
    private const string Ask = """{"model":"m","input":"One","background":true,"stream":true}""";

    private readonly RawUpstream _upstream = new();
    private readonly WatchedStore _store = new();

    [Test]
    public async Task A_follower_sees_the_end_when_the_response_is_stored(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken, new ManualTime());
        var (reached, goOn) = _store.Hold("completed");

        var reading = FollowAsync(relay, cancellationToken);
        await reached.WaitAsync(cancellationToken);
        var early = await SeenWithinAsync(reading);
        goOn.SetResult();

        Assert.That(early, Does.Not.Contain(Completed));
        Assert.That(await reading.Text, Does.Contain(Completed).And.EndsWith("data: [DONE]\n\n"));
    }

    [Test]
    public async Task A_follower_at_another_relay_sees_the_end_when_the_response_is_stored(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);
        await using var other = await StartAsync(cancellationToken);
        var (reached, goOn) = _store.Hold("completed");
        var made = FollowAsync(relay, cancellationToken);
        await reached.WaitAsync(cancellationToken);
        await made.UntilAsync("\n\n", cancellationToken);

        using var answer = await other.Client.GetAsync(
            new Uri($"/v1/responses/{Talk.IdIn(made.Seen)}?stream=true", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            cancellationToken);
        var following = new Reading(answer, cancellationToken);
        await following.UntilAsync("event: response.output_text.done", cancellationToken);
        var early = await SeenWithinAsync(following);
        goOn.SetResult();

        Assert.That(early, Does.Not.Contain(Completed));
        Assert.That(await following.Text, Is.EqualTo(await made.Text).And.Contains(Completed));
    }

    [Test]
    public async Task A_follower_does_not_wait_for_a_slow_store_longer_than_its_timeout(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        await using var relay = await StartAsync(cancellationToken, time);
        var limit = new StoreOptions().Timeout;
        var armed = time.TimerOfAsync(limit);
        var (reached, goOn) = _store.Hold("completed");

        var reading = FollowAsync(relay, cancellationToken);
        await reached.WaitAsync(cancellationToken);
        await armed.WaitAsync(cancellationToken);
        time.Advance(limit);

        Assert.That(await reading.Text, Does.Contain(Completed).And.EndsWith("data: [DONE]\n\n"));
        goOn.SetResult();
    }

    [Test]
    public async Task A_run_that_breaks_ends_its_stream_as_failed(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);
        _store.Writing = static response =>
            response.Status == "in_progress" ? throw new InvalidOperationException("odd") : Task.CompletedTask;

        using var answer = await relay.PostAsync(Ask, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);

        Assert.That(text, Does.Contain("event: response.failed").And.Contain("\"relay_error\"").And.EndsWith("data: [DONE]\n\n"));
    }

    [Test]
    public async Task A_stop_while_the_store_does_not_answer_ends_well_and_names_the_response(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        await using var relay = await StartAsync(cancellationToken, time);
        var (reached, goOn) = _store.Hold("completed");
        var reading = FollowAsync(relay, cancellationToken);
        await reached.WaitAsync(cancellationToken);
        await reading.UntilAsync("\n\n", cancellationToken);
        using var impatient = new CancellationTokenSource();

        var stopping = relay.StopAsync(impatient.Token);
        await impatient.CancelAsync();
        await stopping;

        Assert.That(
            relay.Log, Does.Contain($"{Talk.IdIn(reading.Seen)} was not stored: The store did not answer before the relay stopped."));
        goOn.SetResult();
    }

    [Test]
    public async Task The_usage_of_an_answer_whose_client_left_while_it_was_stored_is_counted(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(cancellationToken);
        var (reached, goOn) = _store.Hold("completed");
        using var handler = new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero };
        using var hasty = new HttpClient(handler) { BaseAddress = relay.Client.BaseAddress };
        using var ask = new HttpRequestMessage(HttpMethod.Post, "/v1/responses")
        {
            Content = new StringContent("""{"model":"m","input":"One","stream":true}""", Encoding.UTF8, "application/json"),
        };
        var asking = hasty.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        await exchange.SendChunkAsync(Talk.Delta("""{"content":"Uno"}"""), cancellationToken);
        var answer = await asking;
        await exchange.SendChunkAsync(
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":31,\"completion_tokens\":9,\"total_tokens\":40}}\n\ndata: [DONE]\n\n",
            cancellationToken);
        await reached.WaitAsync(cancellationToken);
        answer.Dispose();

        // Time for the relay to notice; if it does not, the response is counted as any other.
        await Task.Delay(TimeSpan.FromMilliseconds(300), cancellationToken);
        goOn.SetResult();
        await relay.LoggedAsync("finished");
        var metrics = await relay.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);

        Assert.That(metrics, Does.Match("gen_ai_client_token_usage_sum\\{[^}]*gen_ai_token_type=\"input\"\\} 31\n"));
    }

    public void Dispose() => _upstream.Dispose();

    private Task<RelayUnderTest> StartAsync(CancellationToken cancellationToken, TimeProvider? time = null) => RelayUnderTest.StartAsync(
        new RelayOptions { Upstream = _upstream.BaseUrl }, cancellationToken, time, store: _store);

    private Reading FollowAsync(RelayUnderTest relay, CancellationToken cancellationToken) =>
        new(AskAsync(relay, cancellationToken), cancellationToken);

    private async Task<HttpResponseMessage> AskAsync(RelayUnderTest relay, CancellationToken cancellationToken)
    {
        var asking = relay.PostAsync(Ask, cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await Talk.AnswerAsync(exchange, Talk.Text("Uno"), cancellationToken);
        return await asking;
    }

    // Long enough for an event that is on its way.
    private static async Task<string> SeenWithinAsync(Reading reading)
    {
        await Task.WhenAny(reading.Text, Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None));
        return reading.Seen;
    }

    /// <summary>A stream that is read while the test goes on.</summary>
    private sealed class Reading
    {
        private readonly StringBuilder _seen = new();

        public Reading(Task<HttpResponseMessage> answer, CancellationToken cancellationToken) =>
            Text = ReadAsync(answer, cancellationToken);

        public Reading(HttpResponseMessage answer, CancellationToken cancellationToken)
            : this(Task.FromResult(answer), cancellationToken)
        {
        }

        /// <summary>The whole stream.</summary>
        public Task<string> Text { get; }

        /// <summary>What has arrived.</summary>
        public string Seen
        {
            get
            {
                lock (_seen)
                {
                    return _seen.ToString();
                }
            }
        }

        /// <summary>Completes when some words have arrived.</summary>
        public async Task UntilAsync(string words, CancellationToken cancellationToken)
        {
            while (!Seen.Contains(words, StringComparison.Ordinal))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
            }
        }

        private async Task<string> ReadAsync(Task<HttpResponseMessage> answering, CancellationToken cancellationToken)
        {
            using var answer = await answering;
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
            var buffer = new char[4096];
            for (int read; (read = await reader.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                lock (_seen)
                {
                    _seen.Append(buffer, 0, read);
                }
            }

            return Seen;
        }
    }
}
