using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Relay.Diagnostics;
using Relay.Exchange;
using Relay.Storing;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>What waiting cannot help is given up at once and by name, and what waits has a limit.</summary>
[CancelAfter(30_000)]
internal sealed class RefusedStorageTests
{
    private const string Later = """{"model":"m","input":"One","background":true}""";

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
        var address = await PostgresCluster.NewDatabaseAsync(cancellationToken);
        await using var gate = new DatabaseGate(new IPEndPoint(IPAddress.Loopback, new Uri(address).Port));
        await using var talk = await Talk.StartAsync(
            StoreKind.Memory,
            cancellationToken,
            options => options with
            {
                Store = options.Store with
                {
                    Postgres = Stores.Address(new UriBuilder(address) { Port = gate.Port }.Uri.ToString()),
                    MaxBytes = 100_000,
                },
            });
        var begun = new List<(string Id, RawExchange Exchange)>();
        for (var i = 0; i < 3; i++)
        {
            begun.Add(await BeginAsync(talk, cancellationToken));
        }

        gate.Shut();
        foreach (var (id, exchange) in begun)
        {
            await Talk.AnswerAsync(exchange, Talk.Text(new string('a', 10_000)), cancellationToken);
            exchange.Dispose();
            await talk.Relay.LoggedAsync($"{id} cannot be stored yet").WaitAsync(cancellationToken);
        }

        await talk.Relay.LoggedAsync($"{begun[0].Id} was not stored: The responses that wait").WaitAsync(cancellationToken);
        gate.Open();
        await BeatUntilAsync(talk, [$"{begun[1].Id} finished", $"{begun[2].Id} finished"], cancellationToken);

        Assert.That(
            new[] { await StatusAsync(talk, begun[1].Id, cancellationToken), await StatusAsync(talk, begun[2].Id, cancellationToken) },
            Is.All.EqualTo("completed"));
        Assert.That(await StatusAsync(talk, begun[0].Id, cancellationToken), Is.Not.EqualTo("completed"));
        Assert.That(
            await MetricsAsync(talk, cancellationToken),
            Does.Contain("""{error_type="store_backlog_full"} 1""").And.Contain("relay_responses_waiting 0\n"));
    }

    private static async Task BeatUntilAsync(Talk talk, IEnumerable<string> words, CancellationToken cancellationToken)
    {
        var logged = Task.WhenAll(words.Select(talk.Relay.LoggedAsync));
        while (!logged.IsCompleted)
        {
            talk.Time.Advance(Stores.Beat);
            await Task.Delay(20, cancellationToken);
        }
    }

    private static async Task<string> StatusAsync(Talk talk, string id, CancellationToken cancellationToken) =>
        Talk.StatusOf(await talk.GetAsync(id, cancellationToken));

    private static Task<string> MetricsAsync(Talk talk, CancellationToken cancellationToken) =>
        talk.Relay.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);

    private static async Task<(string Id, RawExchange Exchange)> BeginAsync(Talk talk, CancellationToken cancellationToken)
    {
        using var queued = await talk.Relay.PostAsync(Later, Talk.Key, cancellationToken);
        var id = Talk.IdOf(JsonNode.Parse(await queued.Content.ReadAsStringAsync(cancellationToken))!);
        return (id, await talk.Upstream.ReceiveAsync(cancellationToken));
    }
}
