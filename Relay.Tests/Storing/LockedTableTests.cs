using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>
/// A table of the database is locked by another program. Answers go on, and say that they are not stored; reads are refused in time.
/// </summary>
/// <remarks>
/// The relays' clock stands still until a test lets the limit pass. The lock is held meanwhile, so a request without a limit would not end.
/// </remarks>
[CancelAfter(120_000)]
internal sealed class LockedTableTests
{
    // Less than any other time that a relay waits for.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(40);

    [TestCase("relay_responses")]
    [TestCase("relay_events")]
    public async Task A_stream_is_whole_and_its_loss_is_logged_and_counted(string table, CancellationToken cancellationToken)
    {
        await using var talk = await StartAsync(cancellationToken);
        await using var held = await LockAsync(talk, table, cancellationToken);

        var events = await PassLimitAsync(
            talk, talk.StreamAsync(""" "input":"One" """, Talk.Text("Uno"), cancellationToken), cancellationToken);

        Assert.That(events, Does.Contain("event: response.completed").And.EndsWith("data: [DONE]\n\n"));
        Assert.That(talk.Relay.Log, Does.Contain($"{Talk.IdIn(events)} was not stored: The store did not answer in time."));
        Assert.That(
            await MetricsAsync(talk, cancellationToken),
            Does.Contain("relay_responses_not_stored_total{error_type=\"store_timeout\"} 1\n"));
    }

    [Test]
    public async Task An_answer_that_is_not_a_stream_says_in_a_header_that_it_is_not_stored(CancellationToken cancellationToken)
    {
        await using var talk = await StartAsync(cancellationToken);
        var before = await AskAsync(talk, stream: false, cancellationToken);
        var held = await LockAsync(talk, "relay_responses", cancellationToken);

        var locked = await PassLimitAsync(talk, AskAsync(talk, stream: false, cancellationToken), cancellationToken);
        await held.DisposeAsync();
        var after = await AskAsync(talk, stream: false, cancellationToken);

        Assert.That(
            (before.Stored, locked.Stored, after.Stored), Is.EqualTo(((string?)null, (string?)"false", (string?)null)));
        Assert.That(locked.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_stream_that_begins_while_the_store_is_known_to_be_away_says_so_in_a_header(CancellationToken cancellationToken)
    {
        await using var talk = await StartAsync(cancellationToken);
        var held = await LockAsync(talk, "relay_responses", cancellationToken);

        var first = await PassLimitAsync(talk, AskAsync(talk, stream: true, cancellationToken), cancellationToken);
        var second = await PassLimitAsync(talk, AskAsync(talk, stream: true, cancellationToken), cancellationToken);
        await held.DisposeAsync();
        await talk.StoreIsBackAsync(cancellationToken);
        var third = await AskAsync(talk, stream: true, cancellationToken);

        Assert.That((first.Stored, second.Stored, third.Stored), Is.EqualTo(((string?)null, (string?)"uncertain", (string?)null)));
    }

    [TestCase("GET", "")]
    [TestCase("GET", "/input_items")]
    [TestCase("GET", "?stream=true")]
    [TestCase("DELETE", "")]
    [TestCase("POST", "/cancel")]
    public async Task Reading_is_refused_in_time(string method, string path, CancellationToken cancellationToken)
    {
        await using var talk = await StartAsync(cancellationToken);
        var id = Talk.IdIn(await talk.StreamAsync(""" "input":"One" """, Talk.Text("Uno"), cancellationToken));
        await using var held = await LockAsync(talk, "relay_responses", cancellationToken);

        using var answer = await PassLimitAsync(
            talk, talk.OpenAsync(new HttpMethod(method), id + path, cancellationToken), cancellationToken);

        await AssertRefusedAsync(answer, cancellationToken);
    }

    [TestCase(""" "input":"Two","previous_response_id":"ID" """)]
    [TestCase(""" "input":[{"type":"item_reference","id":"msg_1"}] """)]
    [TestCase(""" "input":"Two","background":true """)]
    [TestCase(""" "input":"Two","background":true,"stream":true """)]
    public async Task A_request_that_needs_the_store_is_refused_in_time(string members, CancellationToken cancellationToken)
    {
        await using var talk = await StartAsync(cancellationToken);
        var id = Talk.IdOf(await talk.AskAsync(""" "input":"One" """, "Uno", cancellationToken));
        await using var held = await LockAsync(talk, "relay_responses", cancellationToken);

        var request = $$"""{"model":"m",{{members.Replace("ID", id, StringComparison.Ordinal)}}}""";
        using var answer = await PassLimitAsync(
            talk, talk.Relay.PostAsync(request, Talk.Key, cancellationToken), cancellationToken);

        await AssertRefusedAsync(answer, cancellationToken);
        Assert.That(
            await MetricsAsync(talk, cancellationToken),
            Does.Contain("relay_requests_refused_total{error_type=\"store_unavailable\"} 1\n"));
    }

    [Test]
    public async Task Many_reads_do_not_hinder_other_requests(CancellationToken cancellationToken)
    {
        const int Many = 200;
        await using var talk = await StartAsync(cancellationToken);
        await using var held = await LockAsync(talk, "relay_responses", cancellationToken);

        var reading = Enumerable.Range(0, Many)
            .Select(i => talk.SendAsync(HttpMethod.Get, $"resp_{i}", cancellationToken))
            .ToList();
        using var health = await talk.Relay.Client.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
        var isFirst = reading.Exists(static read => !read.IsCompleted);
        var answers = Task.WhenAll(reading);
        while (!answers.IsCompleted)
        {
            var next = ArmedAsync(talk);
            talk.Time.Advance(Limit);
            await Task.WhenAny(answers, next).WaitAsync(cancellationToken);
        }

        Assert.That((health.StatusCode, isFirst), Is.EqualTo((HttpStatusCode.OK, true)));
        Assert.That((await answers).Select(static answer => answer.Status), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    // A relay without limits would never set this timer. A large response has a little more time.
    private static Task ArmedAsync(Talk talk) => talk.Time.TimerBetweenAsync(Limit / 4, Limit * 1.5);

    private static async Task<T> PassLimitAsync<T>(Talk talk, Task<T> asking, CancellationToken cancellationToken)
    {
        await talk.Time.StandingBetweenAsync(Limit / 4, Limit * 1.5, cancellationToken);
        talk.Time.Advance(Limit * 1.5);
        return await asking;
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["error"]!;
        Assert.Multiple(() =>
        {
            Assert.That(
                (answer.StatusCode, error["code"]!.GetValue<string>()),
                Is.EqualTo((HttpStatusCode.ServiceUnavailable, "store_unavailable")));
            Assert.That(answer.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
        });
    }

    private static async Task<(HttpStatusCode Status, string? Stored, string Id)> AskAsync(
        Talk talk, bool stream, CancellationToken cancellationToken)
    {
        var asking = talk.Relay.PostAsync(
            $$"""{"model":"m","input":"One","stream":{{(stream ? "true" : "false")}}}""", Talk.Key, cancellationToken);
        using var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        await exchange.SendChunkAsync(Talk.Delta("""{"content":"Uno"}"""), cancellationToken);
        using var early = stream ? await asking : null;
        await exchange.SendChunkAsync(Talk.Finish("stop"), cancellationToken);
        using var answer = await asking;
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        var stored = answer.Headers.TryGetValues("x-relay-stored", out var values) ? string.Join(',', values) : null;
        return (answer.StatusCode, stored, stream ? Talk.IdIn(body) : Talk.IdOf(JsonNode.Parse(body)!));
    }

    private static Task<string> MetricsAsync(Talk talk, CancellationToken cancellationToken) =>
        talk.Relay.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);

    private static Task<TableLock> LockAsync(Talk talk, string table, CancellationToken cancellationToken) =>
        TableLock.TakeAsync(talk.Options.Store.Postgres!, table, cancellationToken);

    private static Task<Talk> StartAsync(CancellationToken cancellationToken) => Talk.StartAsync(
        StoreKind.Postgres, cancellationToken, options => options with { Store = options.Store with { Timeout = Limit } });
}
