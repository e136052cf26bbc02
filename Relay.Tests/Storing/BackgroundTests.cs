using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>Responses that are made while nobody waits.</summary>
[TestFixture(StoreKind.Memory)]
[TestFixture(StoreKind.Postgres)]
internal sealed class BackgroundTests(StoreKind kind)
{
    private const int Patience = 60_000;
    private const string Later = """ "input":"One","background":true """;

    [Test]
    [CancelAfter(Patience)]
    public async Task It_is_queued_then_in_progress_then_completed(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);

        var queued = await BeginAsync(talk, Later, cancellationToken);
        using var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);
        var inProgress = await talk.GetAsync(Talk.IdOf(queued), cancellationToken);
        await Talk.AnswerAsync(exchange, Talk.Text("Uno"), cancellationToken);
        await talk.Relay.LoggedAsync($"{Talk.IdOf(queued)} finished");
        var completed = await talk.GetAsync(Talk.IdOf(queued), cancellationToken);

        Assert.That(
            (Talk.StatusOf(queued), Talk.StatusOf(inProgress), Talk.StatusOf(completed)),
            Is.EqualTo(("queued", "in_progress", "completed")));
        Assert.That(
            (queued["background"]!.GetValue<bool>(), completed["output"]![0]!["content"]![0]!["text"]!.GetValue<string>()),
            Is.EqualTo((true, "Uno")));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task It_cannot_be_built_upon_before_it_is_over_and_can_afterwards(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var id = Talk.IdOf(await BeginAsync(talk, Later, cancellationToken));
        using var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);

        var refused = await talk.RefusedAsync($$""" "input":"Two","previous_response_id":"{{id}}" """, cancellationToken);
        await Talk.AnswerAsync(exchange, Talk.Text("Uno"), cancellationToken);
        await talk.Relay.LoggedAsync($"{id} finished");
        var (chat, _) = await talk.ExchangeAsync(
            $$""" "input":"Two","previous_response_id":"{{id}}" """, Talk.Text("Due"), cancellationToken);

        Assert.That(
            (refused.Status, JsonNode.Parse(refused.Body)!["error"]!["code"]!.GetValue<string>()),
            Is.EqualTo((HttpStatusCode.BadRequest, "previous_response_in_progress")));
        Assert.That(Talk.Messages(chat), Is.EqualTo(new[] { "user: One", "assistant: Uno", "user: Two" }));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_stream_goes_on_without_its_client_and_can_be_taken_up_again(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var asking = talk.Relay.PostAsync($$"""{"model":"m","stream":true,{{Later}}}""", Talk.Key, cancellationToken);
        using var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);
        var answer = await asking;
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        await exchange.SendChunkAsync(Talk.Delta("""{"content":"U"}"""), cancellationToken);
        var seen = await Talk.ReadUntilAsync(answer, "\"delta\":\"U\"", cancellationToken);
        answer.Dispose();
        var last = seen.Split("\n\n").Length - 2;

        using var resumed = await talk.OpenAsync(HttpMethod.Get, $"{Talk.IdIn(seen)}?stream=true&starting_after={last}", cancellationToken);
        await exchange.SendChunkAsync(Talk.Delta("""{"content":"no"}""") + Talk.Finish("stop"), cancellationToken);
        var rest = await resumed.Content.ReadAsStringAsync(cancellationToken);
        var (_, whole) = await talk.SendAsync(HttpMethod.Get, $"{Talk.IdIn(seen)}?stream=true", cancellationToken);

        Assert.That(seen + rest, Is.EqualTo(whole));
        Assert.That(rest, Does.Contain("\"delta\":\"no\"").And.Contain("event: response.completed").And.EndsWith("data: [DONE]\n\n"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Cancelling_lets_the_upstream_go_and_a_second_time_changes_nothing(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var id = Talk.IdOf(await BeginAsync(talk, Later, cancellationToken));
        using var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);

        var cancelled = await talk.SendAsync(HttpMethod.Post, $"{id}/cancel", cancellationToken);
        await exchange.ClosedAsync(cancellationToken);
        await talk.Relay.LoggedAsync($"{id} finished");
        var again = await talk.SendAsync(HttpMethod.Post, $"{id}/cancel", cancellationToken);
        var got = await talk.SendAsync(HttpMethod.Get, id, cancellationToken);

        Assert.That((Talk.StatusOf(JsonNode.Parse(cancelled.Body)!), cancelled.Status), Is.EqualTo(("cancelled", HttpStatusCode.OK)));
        Assert.That((again.Body, got.Body), Is.EqualTo((cancelled.Body, cancelled.Body)));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Whoever_follows_a_stream_that_is_cancelled_sees_its_end(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var asking = talk.Relay.PostAsync($$"""{"model":"m","stream":true,{{Later}}}""", Talk.Key, cancellationToken);
        using var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);
        using var answer = await asking;
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        await exchange.SendChunkAsync(Talk.Delta("""{"content":"U"}"""), cancellationToken);
        var seen = await Talk.ReadUntilAsync(answer, "\"delta\":\"U\"", cancellationToken);

        await talk.SendAsync(HttpMethod.Post, $"{Talk.IdIn(seen)}/cancel", cancellationToken);
        var rest = await Talk.ReadUntilAsync(answer, "[DONE]", cancellationToken);

        Assert.That(rest, Does.Contain("event: error").And.Contain("event: response.failed").And.Contain("response_cancelled"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task What_a_client_waited_for_cannot_be_cancelled(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var id = Talk.IdOf(await talk.AskAsync("""  "input":"One"  """, "Uno", cancellationToken));

        var (status, body) = await talk.SendAsync(HttpMethod.Post, $"{id}/cancel", cancellationToken);

        Assert.That((status, body), Is.EqualTo((HttpStatusCode.BadRequest, body)));
        Assert.That(body, Does.Contain("Cannot cancel a synchronous response"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Deleting_ends_it(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var id = Talk.IdOf(await BeginAsync(talk, Later, cancellationToken));
        using var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);

        await talk.SendAsync(HttpMethod.Delete, id, cancellationToken);
        await exchange.ClosedAsync(cancellationToken);
        await talk.Relay.LoggedAsync($"{id} finished");

        Assert.That((await talk.SendAsync(HttpMethod.Get, id, cancellationToken)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase(true)]
    [TestCase(false)]
    [CancelAfter(Patience)]
    public async Task A_refusal_of_the_vendors_is_a_failed_response(bool stream, CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var asking = talk.Relay.PostAsync(
            $$"""{"model":"m","stream":{{(stream ? "true" : "false")}},{{Later}}}""", Talk.Key, cancellationToken);
        using var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync(
            "429 Slow", "Connection: close\r\n", """{"error":{"message":"Slow down","code":"rate_limit_exceeded"}}""", cancellationToken);
        using var answer = await asking;
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        var id = stream ? Talk.IdIn(body) : Talk.IdOf(JsonNode.Parse(body)!);
        await talk.Relay.LoggedAsync($"{id} finished");

        var got = await talk.GetAsync(id, cancellationToken);

        Assert.That(
            (answer.StatusCode, Talk.StatusOf(got), got["error"]!["code"]!.GetValue<string>()),
            Is.EqualTo((HttpStatusCode.OK, "failed", "rate_limit_exceeded")));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_silence_is_broken_for_whoever_follows(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var asking = talk.Relay.PostAsync($$"""{"model":"m","stream":true,{{Later}}}""", Talk.Key, cancellationToken);
        using var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);
        using var answer = await asking;
        await Talk.ReadUntilAsync(answer, "event: response.in_progress", cancellationToken);
        await talk.Time.ArmedInAsync(talk.Options.Clocks.KeepAlive, cancellationToken);

        talk.Time.Advance(talk.Options.Clocks.KeepAlive);
        await Talk.ReadUntilAsync(answer, ": keep-alive\n\n", cancellationToken);
        await Talk.AnswerAsync(exchange, Talk.Text("Uno"), cancellationToken);

        Assert.That(await Talk.ReadUntilAsync(answer, "[DONE]", cancellationToken), Does.Contain("event: response.completed"));
    }

    private static async Task<JsonNode> BeginAsync(Talk talk, string members, CancellationToken cancellationToken)
    {
        using var answer = await talk.Relay.PostAsync($$"""{"model":"m",{{members}}}""", Talk.Key, cancellationToken);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
    }
}
