using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>An accepted background response is stored, even if the database is unavailable for longer than a lease.</summary>
[CancelAfter(120_000)]
internal sealed class OutageTests
{
    private const string Later = """ "input":"One","background":true """;

    [Test]
    public async Task A_response_that_ends_while_the_database_is_away_is_stored_when_it_is_back(CancellationToken cancellationToken)
    {
        var (gate, gated, _) = await DatabaseGate.ToNewDatabaseAsync(cancellationToken);
        await using var closing = gate;
        await using var talk = await StartAsync(gated, cancellationToken);
        var (id, exchange) = await BeginAsync(talk, cancellationToken);

        gate.Shut();
        await Talk.AnswerAsync(exchange, Talk.Text("Uno"), cancellationToken);
        exchange.Dispose();
        await talk.Relay.LoggedAsync($"{id} cannot be stored yet").WaitAsync(cancellationToken);
        await WaitOutLeaseAsync(talk, cancellationToken, talk.Relay);
        gate.Open();
        var before = Talk.StatusOf(await talk.GetAsync(id, cancellationToken));
        await talk.BeatUntilAsync($"{id} finished", cancellationToken);
        var after = await talk.GetAsync(id, cancellationToken);

        Assert.That(before, Is.EqualTo("in_progress").Or.EqualTo("completed"));
        Assert.That(Talk.StatusOf(after), Is.EqualTo("completed"));
        Assert.That(after["output"]![0]!["content"]![0]!["text"]!.GetValue<string>(), Is.EqualTo("Uno"));
    }

    [Test]
    public async Task A_relay_that_lives_renews_its_lease_after_the_outage(CancellationToken cancellationToken)
    {
        var (gate, gated, _) = await DatabaseGate.ToNewDatabaseAsync(cancellationToken);
        await using var closing = gate;
        await using var talk = await StartAsync(gated, cancellationToken);
        await using var other = await talk.StartAnotherAsync(cancellationToken);
        var (id, exchange) = await BeginAsync(talk, cancellationToken);

        gate.Shut();
        await WaitOutLeaseAsync(talk, cancellationToken, talk.Relay, other);
        gate.Open();
        var seen = Talk.StatusOf(await talk.GetAsync(id, cancellationToken));
        var seenElsewhere = Talk.StatusOf(await talk.GetAsync(id, cancellationToken, other));
        await talk.BeatAsync(relays: 2, cancellationToken);
        await Talk.AnswerAsync(exchange, Talk.Text("Uno"), cancellationToken);
        exchange.Dispose();
        await talk.BeatUntilAsync($"{id} finished", cancellationToken);

        Assert.That((seen, seenElsewhere), Is.EqualTo(("in_progress", "in_progress")));
        Assert.That(Talk.StatusOf(await talk.GetAsync(id, cancellationToken)), Is.EqualTo("completed"));
    }

    [TestCase("DELETE", "")]
    [TestCase("POST", "/cancel")]
    public async Task An_end_that_was_refused_during_an_outage_changes_nothing_and_succeeds_later(
        string method, string path, CancellationToken cancellationToken)
    {
        var (gate, gated, direct) = await DatabaseGate.ToNewDatabaseAsync(cancellationToken);
        await using var closing = gate;
        await using var talk = await StartAsync(direct, cancellationToken);
        await using var other = await StartOtherAsync(talk, gated, cancellationToken);
        var (id, exchange) = await BeginAsync(talk, cancellationToken);

        gate.Shut();
        var refused = await talk.SendAsync(new HttpMethod(method), id + path, cancellationToken, relay: other);
        await talk.BeatAsync(relays: 2, cancellationToken);
        var during = Talk.StatusOf(await talk.GetAsync(id, cancellationToken));
        gate.Open();
        await talk.GetAsync(id, cancellationToken, other);
        var accepted = await talk.SendAsync(new HttpMethod(method), id + path, cancellationToken, relay: other);
        await talk.BeatUntilAsync($"{id} finished", cancellationToken);
        await exchange.ClosedAsync(cancellationToken);
        exchange.Dispose();

        Assert.That(
            (refused.Status, during, accepted.Status),
            Is.EqualTo((HttpStatusCode.ServiceUnavailable, "in_progress", HttpStatusCode.OK)));
        Assert.That(refused.Body, Does.Contain("store_unavailable"));
        Assert.That(
            (await talk.SendAsync(HttpMethod.Get, id, cancellationToken)).Status,
            Is.EqualTo(method == "DELETE" ? HttpStatusCode.NotFound : HttpStatusCode.OK));
    }

    [TestCase("DELETE", "", true)]
    [TestCase("DELETE", "", false)]
    [TestCase("POST", "/cancel", true)]
    [TestCase("POST", "/cancel", false)]
    public async Task An_end_that_another_relay_has_accepted_holds_although_its_own_relay_was_cut_off(
        string method, string path, bool endsMeanwhile, CancellationToken cancellationToken)
    {
        var (gate, gated, direct) = await DatabaseGate.ToNewDatabaseAsync(cancellationToken);
        await using var closing = gate;
        await using var talk = await StartAsync(gated, cancellationToken);
        await using var other = await StartOtherAsync(talk, direct, cancellationToken);
        var (id, exchange) = await BeginAsync(talk, cancellationToken);

        gate.Shut();
        var accepted = await talk.SendAsync(new HttpMethod(method), id + path, cancellationToken, relay: other);
        if (endsMeanwhile)
        {
            await Talk.AnswerAsync(exchange, Talk.Text("Uno"), cancellationToken);
            await talk.Relay.LoggedAsync($"{id} cannot be stored yet").WaitAsync(cancellationToken);
        }

        gate.Open();
        await talk.BeatUntilAsync($"{id} finished", cancellationToken);
        exchange.Dispose();
        var seen = await talk.SendAsync(HttpMethod.Get, id, cancellationToken, relay: other);

        Assert.That(accepted.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            talk.Relay.Log, Does.Contain($"{id} is no longer wanted: it was {(method == "DELETE" ? "deleted" : "cancelled")}"));
        Assert.That(
            (seen.Status, method == "DELETE" ? null : Talk.StatusOf(JsonNode.Parse(seen.Body)!)),
            Is.EqualTo(method == "DELETE" ? (HttpStatusCode.NotFound, null) : (HttpStatusCode.OK, "cancelled")));
    }

    [Test]
    public async Task A_relay_that_stops_during_an_outage_logs_what_it_could_not_store(CancellationToken cancellationToken)
    {
        var (gate, gated, _) = await DatabaseGate.ToNewDatabaseAsync(cancellationToken);
        await using var closing = gate;
        await using var talk = await StartAsync(gated, cancellationToken);
        var (id, exchange) = await BeginAsync(talk, cancellationToken);

        gate.Shut();
        await Talk.AnswerAsync(exchange, Talk.Text("Uno"), cancellationToken);
        exchange.Dispose();
        await talk.Relay.LoggedAsync($"{id} cannot be stored yet").WaitAsync(cancellationToken);
        await talk.StopAsync(cancellationToken);

        Assert.That(talk.Relay.Log, Does.Contain($"{id} was not stored: The store cannot be reached."));
    }

    // In one leap: each relay has one beat, which fails, and its lease is over.
    private static async Task WaitOutLeaseAsync(Talk talk, CancellationToken cancellationToken, params RelayUnderTest[] relays)
    {
        talk.Time.AdvanceTo(Stores.Lease * 2);
        foreach (var relay in relays)
        {
            await relay.LoggedAsync("maintenance of the store failed").WaitAsync(cancellationToken);
        }
    }

    private static Task<Talk> StartAsync(string database, CancellationToken cancellationToken) => Talk.StartAsync(
        StoreKind.Memory,
        cancellationToken,
        options => options with { Store = options.Store with { Postgres = Stores.Address(database) } });

    private static Task<RelayUnderTest> StartOtherAsync(Talk talk, string database, CancellationToken cancellationToken) =>
        talk.StartAnotherAsync(
            talk.Options with { Store = talk.Options.Store with { Postgres = Stores.Address(database) } }, cancellationToken);

    private static async Task<(string Id, RawExchange Exchange)> BeginAsync(Talk talk, CancellationToken cancellationToken)
    {
        var queued = await talk.Relay.PostAsync($$"""{"model":"m",{{Later}}}""", Talk.Key, cancellationToken);
        var id = Talk.IdOf(JsonNode.Parse(await queued.Content.ReadAsStringAsync(cancellationToken))!);
        return (id, await talk.Upstream.ReceiveAsync(cancellationToken));
    }
}
