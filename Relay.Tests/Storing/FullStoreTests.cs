using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Relay.Diagnostics;
using Relay.Exchange;
using Relay.Storing;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>An outage is waited for. A store without room is not: waiting would not give it any.</summary>
[CancelAfter(120_000)]
internal sealed class FullStoreTests
{
    [Test]
    public async Task A_response_that_is_larger_than_the_store_is_given_up_at_once(CancellationToken cancellationToken)
    {
        await using var store = new MemoryStore(20_000);
        var draft = Stores.Response("resp_1", status: "in_progress");
        await store.AddAsync(draft, [], cancellationToken);

        // A clock that stands still: a wait would never end.
        using var telemetry = new RelayTelemetry();
        var time = new ManualTime();
        var backlog = new StoreBacklog(maxBytes: 1_000_000, telemetry);
        await using var limited = new TimeLimitedStore(store, TimeSpan.Zero, time);
        var unstored = new UnstoredResponses(limited, time, NullLogger<UnstoredResponses>.Instance);
        var patience = new StorePatience(time, TimeSpan.FromSeconds(1), TimeSpan.Zero, backlog, unstored, cancellationToken);
        var recorder = new ResponseRecorder(draft, journal: null, store, telemetry, NullLogger.Instance, patience);
        var text = JsonSerializer.Serialize(new string('a', 30_000));
        var storing = recorder.StoreAsync(Stores.Json($$"""{"id":"resp_1","status":"completed","output":[],"text":{{text}}}"""));
        await storing.WaitAsync(cancellationToken);

        Assert.That(recorder.HasEnded, Is.False);
    }

    [TestCase("")]
    [TestCase(""","stream":true""")]
    public async Task A_background_response_that_is_larger_than_the_store_has_failed_by_name(
        string members, CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(
            StoreKind.Memory, cancellationToken, static options => options with { Store = options.Store with { MaxBytes = 20_000 } });
        using var answer = await talk.Relay.PostAsync(
            $$"""{"model":"m","input":"One","background":true{{members}}}""", Talk.Key, cancellationToken);
        using var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);
        await Talk.AnswerAsync(exchange, Talk.Text(RandomText(30_000)), cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        var id = members.Length > 0 ? Talk.IdIn(body) : Talk.IdOf(JsonNode.Parse(body)!);
        await talk.Relay.LoggedAsync($"{id} finished").WaitAsync(cancellationToken);

        var (status, read) = await talk.SendAsync(HttpMethod.Get, id, cancellationToken);

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            (JsonNode.Parse(read)!["status"]!.GetValue<string>(), JsonNode.Parse(read)!["error"]!["code"]!.GetValue<string>()),
            Is.EqualTo(("failed", "response_not_stored")));
    }

    [Test]
    public async Task A_background_response_whose_events_outgrow_the_store_ends_at_once_and_by_name(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(
            StoreKind.Memory, cancellationToken, static options => options with { Store = options.Store with { MaxBytes = 20_000 } });
        using var answer = await talk.Relay.PostAsync(
            """{"model":"m","input":"One","background":true,"stream":true}""", Talk.Key, cancellationToken);
        using var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        await exchange.SendChunkAsync(Talk.Delta($$"""{"content":"{{RandomText(30_000)}}"}"""), cancellationToken);
        var seen = await Talk.ReadUntilAsync(answer, "output_text.delta", cancellationToken);

        await talk.BeatAsync(relays: 1, cancellationToken);
        var rest = await Talk.ReadRestAsync(answer, cancellationToken);
        await exchange.ClosedAsync(cancellationToken);
        await talk.Relay.LoggedAsync($"{Talk.IdIn(seen)} finished").WaitAsync(cancellationToken);
        var read = await talk.GetAsync(Talk.IdIn(seen), cancellationToken);

        Assert.That(rest, Does.Contain("event: response.failed").And.Contain("\"code\":\"response_not_stored\""));
        Assert.That(
            (read["status"]?.GetValue<string>(), read["error"]?["code"]?.GetValue<string>()),
            Is.EqualTo(("failed", "response_not_stored")));
    }

    // Compression does not make it smaller than the store.
    private static string RandomText(int length) => string.Create(length, 7, static (text, seed) =>
    {
        var random = new Random(seed);
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)('0' + random.Next(75));
        }
    }).Replace('\\', '_');
}
