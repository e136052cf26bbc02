using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>
/// A table of the database is locked by another program. Answers go on, and say that they are not stored; reads are refused in time.
/// </summary>
[CancelAfter(60_000)]
internal sealed class LockedTableTests
{
    // The limit of the relays in these tests, and less than a request without a limit would wait for the database.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Bearable = TimeSpan.FromSeconds(5);

    [TestCase("relay_responses")]
    [TestCase("relay_events")]
    public async Task A_stream_is_whole_and_its_loss_is_logged_and_counted(string table, CancellationToken cancellationToken)
    {
        await using var talk = await StartAsync(cancellationToken);
        await using var held = await LockAsync(talk, table, cancellationToken);

        var since = Stopwatch.GetTimestamp();
        var events = await talk.StreamAsync(""" "input":"One" """, Talk.Text("Uno"), cancellationToken);
        var waited = Stopwatch.GetElapsedTime(since);

        Assert.That(events, Does.Contain("event: response.completed").And.EndsWith("data: [DONE]\n\n"));
        Assert.That(waited, Is.LessThan(Bearable));
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

        var locked = await AskAsync(talk, stream: false, cancellationToken);
        await held.DisposeAsync();
        var after = await AskAsync(talk, stream: false, cancellationToken);

        Assert.That(
            (before.Stored, locked.Stored, after.Stored), Is.EqualTo(((string?)null, (string?)"false", (string?)null)));
        Assert.That((locked.Status, locked.Waited < Bearable), Is.EqualTo((HttpStatusCode.OK, true)));
    }

    [Test]
    public async Task A_stream_that_begins_while_the_store_is_known_to_be_away_says_so_in_a_header(CancellationToken cancellationToken)
    {
        await using var talk = await StartAsync(cancellationToken);
        await using var held = await LockAsync(talk, "relay_responses", cancellationToken);

        var first = await AskAsync(talk, stream: true, cancellationToken);
        var second = await AskAsync(talk, stream: true, cancellationToken);
        await held.DisposeAsync();
        await talk.SendAsync(HttpMethod.Get, "resp_0", cancellationToken);
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

        var since = Stopwatch.GetTimestamp();
        using var answer = await talk.OpenAsync(new HttpMethod(method), id + path, cancellationToken);

        await AssertRefusedAsync(answer, since, cancellationToken);
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

        var since = Stopwatch.GetTimestamp();
        using var answer = await talk.Relay.PostAsync(
            $$"""{"model":"m",{{members.Replace("ID", id, StringComparison.Ordinal)}}}""", Talk.Key, cancellationToken);

        await AssertRefusedAsync(answer, since, cancellationToken);
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

        var since = Stopwatch.GetTimestamp();
        var reading = Enumerable.Range(0, Many)
            .Select(i => talk.SendAsync(HttpMethod.Get, $"resp_{i}", cancellationToken))
            .ToList();
        using var health = await talk.Relay.Client.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
        var isFirst = reading.Exists(static read => !read.IsCompleted);
        var answers = await Task.WhenAll(reading);
        var waited = Stopwatch.GetElapsedTime(since);

        Assert.That((health.StatusCode, isFirst), Is.EqualTo((HttpStatusCode.OK, true)));
        Assert.That(answers.Select(static answer => answer.Status), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(waited, Is.LessThan(Bearable));
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage answer, long since, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.GetElapsedTime(since);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["error"]!;
        Assert.Multiple(() =>
        {
            Assert.That(
                (answer.StatusCode, error["code"]!.GetValue<string>()),
                Is.EqualTo((HttpStatusCode.ServiceUnavailable, "store_unavailable")));
            Assert.That(answer.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
            Assert.That(waited, Is.LessThan(Bearable));
        });
    }

    private static async Task<(HttpStatusCode Status, string? Stored, string Id, TimeSpan Waited)> AskAsync(
        Talk talk, bool stream, CancellationToken cancellationToken)
    {
        var asking = talk.Relay.PostAsync(
            $$"""{"model":"m","input":"One","stream":{{(stream ? "true" : "false")}}}""", Talk.Key, cancellationToken);
        using var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        await exchange.SendChunkAsync(Talk.Delta("""{"content":"Uno"}"""), cancellationToken);
        using var early = stream ? await asking : null;
        await exchange.SendChunkAsync(Talk.Finish("stop"), cancellationToken);
        var since = Stopwatch.GetTimestamp();
        using var answer = await asking;
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        var waited = Stopwatch.GetElapsedTime(since);
        var stored = answer.Headers.TryGetValues("x-relay-stored", out var values) ? string.Join(',', values) : null;
        return (answer.StatusCode, stored, stream ? Talk.IdIn(body) : Talk.IdOf(JsonNode.Parse(body)!), waited);
    }

    private static Task<string> MetricsAsync(Talk talk, CancellationToken cancellationToken) =>
        talk.Relay.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);

    private static Task<TableLock> LockAsync(Talk talk, string table, CancellationToken cancellationToken) =>
        TableLock.TakeAsync(talk.Options.Store.Postgres!, table, cancellationToken);

    private static Task<Talk> StartAsync(CancellationToken cancellationToken) => Talk.StartAsync(
        StoreKind.Postgres, cancellationToken, options => options with { Store = options.Store with { Timeout = Limit } });
}
