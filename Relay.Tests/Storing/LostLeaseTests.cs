using NUnit.Framework;
using Relay.Storing;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>
/// A response that others have ended while this relay was making it stays as they have ended it, and the log and the client's stream say
/// how.
/// </summary>
[CancelAfter(120_000)]
internal sealed class LostLeaseTests
{
    [Test]
    public async Task A_response_declared_lost_stays_lost_and_is_told_as_what_it_is(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        await using var other = await talk.StartAnotherAsync(cancellationToken);
        var run = await BeginAsync(talk, cancellationToken);
        await BeatAsync(talk, cancellationToken);
        await run.Exchange.SendChunkAsync(Talk.Delta("""{"content":"Uno"}"""), cancellationToken);

        await ExecuteAsync(talk, "UPDATE relay_responses SET lease_until = '2000-01-01'", cancellationToken);
        var declared = await talk.GetAsync(run.Id, cancellationToken, other);
        var (_, replayed) = await talk.SendAsync(HttpMethod.Get, $"{run.Id}?stream=true", cancellationToken, relay: other);
        await BeatAsync(talk, cancellationToken);
        await run.Exchange.ClosedAsync(cancellationToken);
        var seen = await run.Stream;
        await talk.Relay.LoggedAsync($"{run.Id} finished").WaitAsync(cancellationToken);
        run.Exchange.Dispose();
        var (_, replayedLater) = await talk.SendAsync(HttpMethod.Get, $"{run.Id}?stream=true", cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That((Talk.StatusOf(declared), declared["error"]!["code"]!.GetValue<string>()), Is.EqualTo(("failed", "relay_lost")));
            Assert.That(seen, Does.Contain("event: response.failed").And.Contain("\"code\":\"relay_lost\"")
                .And.Contain("Another relay has declared the response lost"));
            Assert.That(
                talk.Relay.Log,
                Does.Contain($"{run.Id} was not stored: its lease had expired, and another relay has declared it lost"));
            Assert.That(replayedLater, Is.EqualTo(replayed));
        });
        Assert.That(
            (await talk.GetAsync(run.Id, cancellationToken)).ToJsonString(), Is.EqualTo(declared.ToJsonString()), "it is not overwritten");
    }

    [TestCase("DELETE", "", "it was deleted", "The response was deleted.")]
    [TestCase("POST", "/cancel", "it was cancelled", "The response was cancelled.")]
    public async Task A_response_ended_at_another_relay_is_told_as_what_it_is(
        string method, string path, string logged, string message, CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        await using var other = await talk.StartAnotherAsync(cancellationToken);
        var run = await BeginAsync(talk, cancellationToken);

        await talk.SendAsync(new HttpMethod(method), run.Id + path, cancellationToken, relay: other);
        talk.Time.Advance(Stores.Beat);
        var seen = await run.Stream;
        await talk.Relay.LoggedAsync($"{run.Id} finished").WaitAsync(cancellationToken);
        run.Exchange.Dispose();

        Assert.That(talk.Relay.Log, Does.Contain($"{run.Id} is no longer wanted: {logged}"));
        Assert.That(seen, Does.Contain("event: response.failed").And.Contain(message));
    }

    [Test]
    public async Task A_lease_that_is_renewed_in_the_last_moment_counts(CancellationToken cancellationToken)
    {
        var store = await Stores.OpenAsync(StoreKind.Postgres, cancellationToken);
        await using var closing = store;
        var running = Stores.Response("resp_1", status: "in_progress");
        await store.AddAsync(running, [], cancellationToken);
        var late = Stores.Start + TimeSpan.FromMinutes(1);
        var found = await store.FindLostAsync(late, cancellationToken);

        await store.RenewAsync(["resp_1"], late + Stores.Lease, cancellationToken);
        var isEnded = await store.EndLostAsync(found[0] with { Status = "failed" }, late, cancellationToken);

        Assert.That((found.Count, isEnded), Is.EqualTo((1, false)));
    }

    [Test]
    public async Task A_lost_response_that_the_database_refuses_does_not_keep_others_from_ending(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        var database = new PostgresStore(talk.Options.Store.Postgres!);
        await using var closing = database;
        await database.AddAsync(Stores.Response("resp_refused", status: "in_progress"), [], cancellationToken);
        await database.AddAsync(Stores.Response("resp_other", status: "in_progress"), [], cancellationToken);
        await ExecuteAsync(
            talk, "ALTER TABLE relay_responses ADD CHECK (id <> 'resp_refused' OR status <> 'failed')", cancellationToken);

        talk.Time.AdvanceTo(Stores.Lease * 2);
        await talk.BeatUntilAsync("resp_other failed: the relay that created it has stopped", cancellationToken);

        Assert.That(talk.Relay.Log, Does.Contain("resp_refused was not stored: The store returned an error (SQLSTATE 23514)."));
    }

    // Enough for a relay that has just started to trust leases.
    private static async Task BeatAsync(Talk talk, CancellationToken cancellationToken)
    {
        for (var beat = 0; beat < 5; beat++)
        {
            await talk.BeatAsync(relays: 2, cancellationToken);
        }
    }

    private static Task ExecuteAsync(Talk talk, string sql, CancellationToken cancellationToken) =>
        PostgresCluster.ExecuteAsync(sql, cancellationToken, Stores.AddressOf(talk.Options.Store.Postgres!));

    private static async Task<(string Id, Task<string> Stream, RawExchange Exchange)> BeginAsync(
        Talk talk, CancellationToken cancellationToken)
    {
        var answer = await talk.Relay.PostAsync(
            """{"model":"m","input":"One","background":true,"stream":true}""", Talk.Key, cancellationToken);
        var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        var id = (string)(await PostgresCluster.ExecuteAsync(
            "SELECT id FROM relay_responses", cancellationToken, Stores.AddressOf(talk.Options.Store.Postgres!)))!;
        return (id, ReadAsync(answer, cancellationToken), exchange);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using var read = answer;
        return await read.Content.ReadAsStringAsync(cancellationToken);
    }
}
