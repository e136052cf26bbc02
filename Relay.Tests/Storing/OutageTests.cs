using System.Net;
using NUnit.Framework;
using Relay.Background;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>An accepted background response is stored, even if the database is unavailable for longer than a lease.</summary>
[CancelAfter(60_000)]
internal sealed class OutageTests
{
    private const string Later = """ "input":"One","background":true """;

    [Test]
    public async Task A_response_that_ends_while_the_database_is_away_is_stored_when_it_is_back(CancellationToken cancellationToken)
    {
        await using var gate = await OpenGateAsync(cancellationToken);
        await using var talk = await StartAsync(gate, cancellationToken);
        var (id, exchange) = await BeginAsync(talk, cancellationToken);

        gate.Shut();
        await Talk.AnswerAsync(exchange, Talk.Text("Uno"), cancellationToken);
        exchange.Dispose();
        await talk.Relay.LoggedAsync($"{id} cannot be stored yet").WaitAsync(cancellationToken);
        await WaitOutLeaseAsync(talk, cancellationToken);
        gate.Open();
        var before = Talk.StatusOf(await talk.GetAsync(id, cancellationToken));
        await BeatUntilAsync(talk, $"{id} finished", cancellationToken);
        var after = await talk.GetAsync(id, cancellationToken);

        Assert.That((before, Talk.StatusOf(after)), Is.EqualTo(("in_progress", "completed")));
        Assert.That(after["output"]![0]!["content"]![0]!["text"]!.GetValue<string>(), Is.EqualTo("Uno"));
    }

    [Test]
    public async Task A_relay_that_lives_renews_its_lease_after_the_outage(CancellationToken cancellationToken)
    {
        await using var gate = await OpenGateAsync(cancellationToken);
        await using var talk = await StartAsync(gate, cancellationToken);
        await using var other = await talk.StartAnotherAsync(cancellationToken);
        var (id, exchange) = await BeginAsync(talk, cancellationToken);

        gate.Shut();
        await WaitOutLeaseAsync(talk, cancellationToken);
        gate.Open();
        var seen = Talk.StatusOf(await talk.GetAsync(id, cancellationToken));
        var seenElsewhere = Talk.StatusOf(await talk.GetAsync(id, cancellationToken, other));
        talk.Time.Advance(Stores.Beat);
        await Talk.AnswerAsync(exchange, Talk.Text("Uno"), cancellationToken);
        exchange.Dispose();
        await BeatUntilAsync(talk, $"{id} finished", cancellationToken);

        Assert.That((seen, seenElsewhere), Is.EqualTo(("in_progress", "in_progress")));
        Assert.That(Talk.StatusOf(await talk.GetAsync(id, cancellationToken)), Is.EqualTo("completed"));
    }

    private static async Task WaitOutLeaseAsync(Talk talk, CancellationToken cancellationToken)
    {
        var failed = talk.Relay.LoggedAsync("maintenance of the store failed");
        for (var waited = TimeSpan.Zero; waited < Stores.Lease * 2; waited += Stores.Beat)
        {
            talk.Time.Advance(Stores.Beat);
            await Task.Delay(20, cancellationToken);
        }

        await failed.WaitAsync(cancellationToken);
    }

    private static async Task BeatUntilAsync(Talk talk, string words, CancellationToken cancellationToken)
    {
        var logged = talk.Relay.LoggedAsync(words);
        while (!logged.IsCompleted)
        {
            talk.Time.Advance(Stores.Beat);
            await Task.Delay(20, cancellationToken);
        }
    }

    private static async Task<DatabaseGate> OpenGateAsync(CancellationToken cancellationToken)
    {
        // Started by the fixture of this namespace; any address in it names the same server.
        var address = new Uri(await PostgresCluster.NewDatabaseAsync(cancellationToken));
        return new DatabaseGate(new IPEndPoint(IPAddress.Loopback, address.Port));
    }

    private static async Task<Talk> StartAsync(DatabaseGate gate, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(await PostgresCluster.NewDatabaseAsync(cancellationToken)) { Port = gate.Port };
        return await Talk.StartAsync(
            StoreKind.Memory,
            cancellationToken,
            options => options with { Store = options.Store with { Postgres = Stores.Address(address.Uri.ToString()) } });
    }

    private static async Task<(string Id, RawExchange Exchange)> BeginAsync(Talk talk, CancellationToken cancellationToken)
    {
        var queued = await talk.Relay.PostAsync($$"""{"model":"m",{{Later}}}""", Talk.Key, cancellationToken);
        var id = Talk.IdOf(System.Text.Json.Nodes.JsonNode.Parse(await queued.Content.ReadAsStringAsync(cancellationToken))!);
        return (id, await talk.Upstream.ReceiveAsync(cancellationToken));
    }
}
