using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Relay.Diagnostics;
using Relay.Exchange;
using Relay.Storing;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>What waiting cannot help is given up at once and by name, and what waits has a limit.</summary>
[CancelAfter(120_000)]
internal sealed class RefusedStorageTests
{
    private const string Later = """{"model":"m","input":"One","background":true}""";
    private const string LaterStream = """{"model":"m","input":"One","background":true,"stream":true}""";

    [Test]
    public async Task A_response_that_the_database_refuses_has_failed_by_name(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        await PostgresCluster.ExecuteAsync(
            "ALTER TABLE relay_responses ADD CHECK (status <> 'completed')",
            cancellationToken,
            Stores.AddressOf(talk.Options.Store.Postgres!));

        var (id, exchange) = await BeginAsync(talk, cancellationToken);
        await Talk.AnswerAsync(exchange, Talk.Text("Uno"), cancellationToken);
        exchange.Dispose();
        await talk.Relay.LoggedAsync($"{id} finished").WaitAsync(cancellationToken);
        var read = await talk.GetAsync(id, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(
                (Talk.StatusOf(read), read["error"]!["code"]!.GetValue<string>()), Is.EqualTo(("failed", "response_not_stored")));
            Assert.That(talk.Relay.Log, Does.Contain($"{id} was not stored: The store returned an error (SQLSTATE 23514)."));
        });
        Assert.That(await MetricsAsync(talk, cancellationToken), Does.Contain("""{error_type="store_rejected"} 1"""));
    }

    [TestCase("53100", "Unreachable")]
    [TestCase("53300", "Unreachable")]
    [TestCase("57P03", "Unreachable")]
    [TestCase("08006", "Unreachable")]
    [TestCase("40P01", "Unreachable")]
    [TestCase("55P03", "Timeout")]
    [TestCase("57014", "Timeout")]
    [TestCase("42501", "Rejected")]
    [TestCase("22021", "Rejected")]
    [TestCase("23514", "Rejected")]
    [TestCase("54000", "Rejected")]
    public void An_error_is_waited_for_if_it_can_pass(string state, string failure) =>
        Assert.That(PostgresErrors.Classify(state).ToString(), Is.EqualTo(failure));

    [Test]
    public async Task A_fault_while_storing_is_logged_and_counted(CancellationToken cancellationToken)
    {
        var store = await Stores.OpenAsync(StoreKind.Postgres, cancellationToken);
        await store.DisposeAsync();
        using var telemetry = new RelayTelemetry();
        using var metrics = new PrometheusMetrics(telemetry.Meter);
        var recorder = new ResponseRecorder(
            Stores.Response("resp_1"), journal: null, store, telemetry, NullLogger.Instance);

        var isStored = await recorder.StoreAsync(Stores.Json("""{"id":"resp_1","status":"completed","output":[]}"""));

        Assert.That(isStored, Is.False);
        Assert.That(metrics.Write(), Does.Contain("""relay_responses_not_stored_total{error_type="relay_error"} 1"""));
    }

    [Test]
    public async Task The_oldest_is_given_up_when_too_much_waits(CancellationToken cancellationToken)
    {
        var (gate, gated, _) = await DatabaseGate.ToNewDatabaseAsync(cancellationToken);
        await using var closing = gate;
        await using var talk = await StartWithLittleRoomAsync(gated, cancellationToken);
        var begun = await BeginManyAsync(talk, Later, cancellationToken);

        await CrowdAsync(talk, gate, begun, cancellationToken);
        gate.Open();
        await talk.BeatUntilAsync($"{begun[1].Id} finished", cancellationToken);
        await talk.BeatUntilAsync($"{begun[2].Id} finished", cancellationToken);

        Assert.That(
            new[] { await StatusAsync(talk, begun[1].Id, cancellationToken), await StatusAsync(talk, begun[2].Id, cancellationToken) },
            Is.All.EqualTo("completed"));
        Assert.That(await StatusAsync(talk, begun[0].Id, cancellationToken), Is.Not.EqualTo("completed"));
        Assert.That(
            await MetricsAsync(talk, cancellationToken),
            Does.Contain("""{error_type="store_backlog_full"} 1""").And.Contain("relay_responses_waiting 0\n"));
    }

    // Its relay lives, so it must not fail as a response whose relay has stopped.
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_response_that_was_given_up_has_failed_by_name_when_the_store_is_back(
        bool isReadAtOnce, CancellationToken cancellationToken)
    {
        var (gate, gated, direct) = await DatabaseGate.ToNewDatabaseAsync(cancellationToken);
        await using var closing = gate;
        await using var talk = await StartWithLittleRoomAsync(gated, cancellationToken);
        var begun = await BeginManyAsync(talk, Later, cancellationToken);
        var id = begun[0].Id;

        await CrowdAsync(talk, gate, begun, cancellationToken);
        gate.Open();
        var read = await talk.GetAsync(id, cancellationToken);
        while (!isReadAtOnce && Talk.StatusOf(read) != "failed")
        {
            await talk.BeatAsync(relays: 1, cancellationToken);
            read = await talk.GetAsync(id, cancellationToken);
        }

        var store = talk.Options.Store with { Postgres = Stores.Address(direct) };
        await using var other = await talk.StartAnotherAsync(talk.Options with { Store = store }, cancellationToken);
        var readElsewhere = await talk.GetAsync(id, cancellationToken, other);

        Assert.Multiple(() =>
        {
            Assert.That((Talk.StatusOf(read), CodeOf(read)), Is.EqualTo(("failed", "response_not_stored")));
            Assert.That(read["error"]!["message"]!.GetValue<string>(), Does.Contain("unavailable"));
            Assert.That(readElsewhere.ToJsonString(), Is.EqualTo(read.ToJsonString()));
            Assert.That(talk.Relay.Log, Does.Contain($"{id} has failed in the store"));
        });
    }

    [Test]
    public async Task The_beats_of_the_store_end_a_response_that_was_given_up(CancellationToken cancellationToken)
    {
        var (gate, gated, direct) = await DatabaseGate.ToNewDatabaseAsync(cancellationToken);
        await using var closing = gate;
        await using var talk = await StartWithLittleRoomAsync(gated, cancellationToken);
        var begun = await BeginManyAsync(talk, Later, cancellationToken);

        await CrowdAsync(talk, gate, begun, cancellationToken);
        gate.Open();
        await talk.BeatUntilAsync($"{begun[0].Id} has failed in the store", cancellationToken);

        var stored = await PostgresCluster.ExecuteAsync(
            $"SELECT convert_from(response, 'UTF8') FROM relay_responses WHERE id = '{begun[0].Id}'", cancellationToken, direct);
        Assert.That(CodeOf(JsonNode.Parse((string)stored!)!), Is.EqualTo("response_not_stored"));
    }

    [Test]
    public async Task Whoever_follows_a_response_that_was_given_up_at_another_relay_sees_its_end(CancellationToken cancellationToken)
    {
        var (gate, gated, direct) = await DatabaseGate.ToNewDatabaseAsync(cancellationToken);
        await using var closing = gate;
        await using var talk = await StartWithLittleRoomAsync(gated, cancellationToken);
        var store = talk.Options.Store with { Postgres = Stores.Address(direct) };
        await using var other = await talk.StartAnotherAsync(talk.Options with { Store = store }, cancellationToken);
        var begun = await BeginManyAsync(talk, LaterStream, cancellationToken);

        await CrowdAsync(talk, gate, begun, cancellationToken);
        gate.Open();
        var read = await talk.GetAsync(begun[0].Id, cancellationToken);
        var (_, replayed) = await talk.SendAsync(HttpMethod.Get, $"{begun[0].Id}?stream=true", cancellationToken, relay: other);

        Assert.That((Talk.StatusOf(read), CodeOf(read)), Is.EqualTo(("failed", "response_not_stored")));
        Assert.That(
            replayed,
            Does.Contain("event: response.failed").And.Contain("\"code\":\"response_not_stored\"").And
                .Not.Contain("relay_lost").And.EndsWith("data: [DONE]\n\n"));
    }

    private static Task<Talk> StartWithLittleRoomAsync(string database, CancellationToken cancellationToken) => Talk.StartAsync(
        StoreKind.Memory,
        cancellationToken,
        options => options with { Store = options.Store with { Postgres = Stores.Address(database), MaxBytes = 100_000 } });

    private static async Task<List<(string Id, RawExchange Exchange)>> BeginManyAsync(
        Talk talk, string request, CancellationToken cancellationToken)
    {
        var begun = new List<(string Id, RawExchange Exchange)>();
        for (var i = 0; i < 3; i++)
        {
            begun.Add(await BeginAsync(talk, cancellationToken, request));
        }

        return begun;
    }

    // Makes the store unavailable and ends all responses. The first one no longer fits into the backlog.
    private static async Task CrowdAsync(
        Talk talk, DatabaseGate gate, List<(string Id, RawExchange Exchange)> begun, CancellationToken cancellationToken)
    {
        gate.Shut();
        foreach (var (id, exchange) in begun)
        {
            await Talk.AnswerAsync(exchange, Talk.Text(new string('a', 10_000)), cancellationToken);
            exchange.Dispose();
            await talk.Relay.LoggedAsync($"{id} cannot be stored yet").WaitAsync(cancellationToken);
        }

        await talk.Relay.LoggedAsync($"{begun[0].Id} was not stored: The responses that wait").WaitAsync(cancellationToken);
        await talk.Relay.LoggedAsync($"{begun[0].Id} finished").WaitAsync(cancellationToken);
    }

    private static string? CodeOf(JsonNode response) => response["error"]?["code"]?.GetValue<string>();

    private static async Task<string> StatusAsync(Talk talk, string id, CancellationToken cancellationToken) =>
        Talk.StatusOf(await talk.GetAsync(id, cancellationToken));

    private static Task<string> MetricsAsync(Talk talk, CancellationToken cancellationToken) =>
        talk.Relay.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);

    private static async Task<(string Id, RawExchange Exchange)> BeginAsync(
        Talk talk, CancellationToken cancellationToken, string request = Later)
    {
        using var answer = await talk.Relay.PostAsync(request, Talk.Key, cancellationToken);
        var id = request == LaterStream
            ? Talk.IdIn(await Talk.ReadUntilAsync(answer, "event: response.created", cancellationToken))
            : Talk.IdOf(JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!);
        return (id, await talk.Upstream.ReceiveAsync(cancellationToken));
    }
}
