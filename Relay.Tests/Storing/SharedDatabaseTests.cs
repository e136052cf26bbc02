using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay;
using Relay.Background;
using Relay.Options;
using Relay.Policies;
using Relay.Storing;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>What only a database can do: outlive relays, and be shared by them.</summary>
[TestFixture]
internal sealed class SharedDatabaseTests
{
    private const int Patience = 60_000;
    private const string Later = """ "input":"One","background":true """;

    [Test]
    [CancelAfter(Patience)]
    public async Task A_conversation_goes_on_after_the_relay_was_started_again(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        var events = await talk.StreamAsync("""  "input":"One"  """, Talk.Text("Uno"), cancellationToken);

        await talk.RestartAsync(cancellationToken);
        var (chat, _) = await talk.ExchangeAsync(
            $$""" "input":"Two","previous_response_id":"{{Talk.IdIn(events)}}" """, Talk.Text("Due"), cancellationToken);
        var (_, replayed) = await talk.SendAsync(HttpMethod.Get, $"{Talk.IdIn(events)}?stream=true", cancellationToken);

        Assert.That(Talk.Messages(chat), Is.EqualTo(new[] { "user: One", "assistant: Uno", "user: Two" }));
        Assert.That(replayed, Is.EqualTo(events));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_turn_may_be_continued_at_another_relay(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        await using var other = await talk.StartAnotherAsync(cancellationToken);
        var first = await talk.AskAsync("""  "input":"One"  """, "Uno", cancellationToken);

        var (chat, second) = await talk.ExchangeAsync(
            $$""" "input":"Two","previous_response_id":"{{Talk.IdOf(first)}}" """, Talk.Text("Due"), cancellationToken, other);

        Assert.That(Talk.Messages(chat), Is.EqualTo(new[] { "user: One", "assistant: Uno", "user: Two" }));
        Assert.That((await talk.GetAsync(Talk.IdOf(second), cancellationToken)).ToJsonString(), Is.EqualTo(second.ToJsonString()));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Cancelling_at_another_relay_ends_the_run_at_the_next_beat(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        await using var other = await talk.StartAnotherAsync(cancellationToken);
        var (id, exchange) = await BeginAsync(talk, stream: false, cancellationToken);

        await talk.SendAsync(HttpMethod.Post, $"{id}/cancel", cancellationToken, relay: other);
        talk.Time.Advance(Stores.Beat);
        await exchange.ClosedAsync(cancellationToken);
        await talk.Relay.LoggedAsync($"{id} finished");
        exchange.Dispose();

        Assert.That(Talk.StatusOf(await talk.GetAsync(id, cancellationToken)), Is.EqualTo("cancelled"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_stream_is_followed_at_another_relay(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        await using var other = await talk.StartAnotherAsync(cancellationToken);
        var (id, exchange) = await BeginAsync(talk, stream: true, cancellationToken);
        var looking = talk.Time.TimerOfAsync(TimeSpan.FromMilliseconds(500));

        var following = talk.SendAsync(HttpMethod.Get, $"{id}?stream=true", cancellationToken, relay: other);
        await looking;
        await Talk.AnswerAsync(exchange, Talk.Text("Uno"), cancellationToken);
        await talk.Relay.LoggedAsync($"{id} finished");
        talk.Time.Advance(TimeSpan.FromMilliseconds(500));
        var (_, followed) = await following;
        var (_, replayed) = await talk.SendAsync(HttpMethod.Get, $"{id}?stream=true", cancellationToken);
        exchange.Dispose();

        Assert.That(followed, Is.EqualTo(replayed));
        Assert.That(followed, Does.Contain("event: response.completed"));
    }

    [TestCase(0, 1)]
    [TestCase(41, 42)]
    [CancelAfter(Patience)]
    public async Task The_end_of_a_lost_stream_follows_what_the_client_has_seen(int seen, int next, CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        await AddLostAsync(talk, upstream: null, cancellationToken);
        talk.Time.AdvanceTo(Stores.Lease + TimeSpan.FromSeconds(1));

        var (_, replayed) = await talk.SendAsync(HttpMethod.Get, $"resp_lost?stream=true&starting_after={seen}", cancellationToken);

        Assert.That(replayed, Does.StartWith($"event: error\ndata: {{\"type\":\"error\",\"sequence_number\":{next},").And
            .Contain($"\"type\":\"response.failed\",\"sequence_number\":{next + 1},"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task What_a_dead_relay_was_making_is_failed_by_name_and_its_stream_has_an_end(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        await using var other = await talk.StartAnotherAsync(cancellationToken);
        await AddLostAsync(talk, upstream: null, cancellationToken);
        var alive = await talk.GetAsync("resp_lost", cancellationToken, other);
        talk.Time.AdvanceTo(Stores.Lease + TimeSpan.FromSeconds(1));
        var dead = await talk.GetAsync("resp_lost", cancellationToken, other);
        var (_, replayed) = await talk.SendAsync(HttpMethod.Get, "resp_lost?stream=true", cancellationToken, relay: other);

        Assert.That(
            (Talk.StatusOf(alive), Talk.StatusOf(dead), dead["error"]!["code"]!.GetValue<string>()),
            Is.EqualTo(("in_progress", "failed", "relay_lost")));
        Assert.That(replayed, Does.Contain("\"type\":\"error\",\"sequence_number\":1").And
            .Contain("\"type\":\"response.failed\",\"sequence_number\":2").And
            .EndsWith("data: [DONE]\n\n"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_replay_that_ends_a_stream_follows_the_policies_of_the_upstream_that_made_it(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        var policies = RelayPolicies.Default with { ErrorEvent = ErrorEvent.Flat, DoneMarker = DoneMarker.Off };
        var upstream = new UpstreamOptions { Name = "eu", BaseUrl = talk.Upstream.BaseUrl, Policies = policies };
        await using var other = await talk.StartAnotherAsync(talk.Options with { Upstreams = [upstream] }, cancellationToken);
        await AddLostAsync(talk, "eu", cancellationToken);
        talk.Time.AdvanceTo(Stores.Lease + TimeSpan.FromSeconds(1));

        var (_, replayed) = await talk.SendAsync(HttpMethod.Get, "resp_lost?stream=true", cancellationToken, relay: other);

        Assert.That(replayed, Does.Contain("event: error\n").And.Contain("\"code\":\"relay_lost\"").And.Not.Contain("\"error\":{\"type\""));
        Assert.That(replayed, Does.Contain("event: response.failed\n").And.Not.Contain("[DONE]"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task What_a_relay_was_making_when_it_was_stopped_is_failed_by_name(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        var (id, exchange) = await BeginAsync(talk, stream: false, cancellationToken);

        await talk.RestartAsync(cancellationToken);
        var got = await talk.GetAsync(id, cancellationToken);
        exchange.Dispose();

        Assert.That((Talk.StatusOf(got), got["error"]!["code"]!.GetValue<string>()), Is.EqualTo(("failed", "relay_stopping")));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_beat_keeps_the_lease_of_a_long_run(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        var (id, exchange) = await BeginAsync(talk, stream: false, cancellationToken);

        for (var beat = 0; beat < 40; beat++)
        {
            await talk.BeatAsync(relays: 1, cancellationToken);
        }

        var status = Talk.StatusOf(await talk.GetAsync(id, cancellationToken));
        exchange.Dispose();

        Assert.That(status, Is.EqualTo("in_progress"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Many_relays_may_start_at_once_on_an_empty_database(CancellationToken cancellationToken)
    {
        var address = await PostgresCluster.NewDatabaseAsync(cancellationToken);
        var stores = Enumerable.Range(0, 6).Select(_ => new PostgresStore(Stores.Address(address))).ToList();

        await Task.WhenAll(stores.Select(store => store.OpenAsync(cancellationToken)));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }

        Assert.That(
            await PostgresCluster.ExecuteAsync("SELECT count(*) FROM relay_schema", cancellationToken, address),
            Is.EqualTo((long)PostgresMigrations.Newest));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_schema_of_a_newer_relay_is_left_alone(CancellationToken cancellationToken)
    {
        var address = await PostgresCluster.NewDatabaseAsync(cancellationToken);
        await using var store = new PostgresStore(Stores.Address(address));
        await store.OpenAsync(cancellationToken);
        await PostgresCluster.ExecuteAsync("INSERT INTO relay_schema (version) VALUES (99)", cancellationToken, address);

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(cancellationToken));

        Assert.That(refused!.Message, Does.Contain("version 99"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_store_that_fails_does_not_take_the_answer_and_is_told_by_name(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        var name = (string)(await PostgresCluster.ExecuteAsync("SELECT current_schema()", cancellationToken, AddressOf(talk)))!;
        await PostgresCluster.ExecuteAsync($"DROP SCHEMA {name} CASCADE", cancellationToken);

        var answered = await talk.AskAsync("""  "input":"One"  """, "Uno", cancellationToken);
        var got = await talk.SendAsync(HttpMethod.Get, Talk.IdOf(answered), cancellationToken);
        var refused = await talk.RefusedAsync($$""" "input":"Two","previous_response_id":"{{Talk.IdOf(answered)}}" """, cancellationToken);

        Assert.That(
            (Talk.StatusOf(answered), got.Status, refused.Status),
            Is.EqualTo(("completed", HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable)));
        Assert.That(JsonNode.Parse(refused.Body)!["error"]!["code"]!.GetValue<string>(), Is.EqualTo("store_unavailable"));
        Assert.That(talk.Relay.Log, Does.Contain("was not stored").And.Not.Contain(name));
    }

    [TestCase("postgres://someone:plum-orchard-42@127.0.0.1:{0}/secretbase", "The store cannot be reached.")]
    [CancelAfter(Patience)]
    public async Task A_store_that_cannot_be_reached_is_one_sentence_and_exit_code_3(
        string pattern, string sentence, CancellationToken cancellationToken)
    {
        var address = pattern.Replace("{0}", $"{RawUpstream.Unreachable().Port}", StringComparison.Ordinal);
        using var output = new StringWriter();
        using var errors = new StringWriter();

        var code = await RelayHost.RunAsync(
            ["--upstream", "http://127.0.0.1:1/v1", "--port", "0", "--log-level", "none", "--store", address], output, errors);

        Assert.That((code, errors.ToString().TrimEnd()), Is.EqualTo((3, sentence)));
    }

    private static string AddressOf(Talk talk) => Stores.AddressOf(talk.Options.Store.Postgres!);

    /// <summary>
    /// Stores a response as a relay leaves it that is killed: in progress, its lease not renewed, its stream without an end.
    /// </summary>
    private static async Task AddLostAsync(Talk talk, string? upstream, CancellationToken cancellationToken)
    {
        var database = new PostgresStore(talk.Options.Store.Postgres!);
        await using var closing = database;
        var first = await talk.AskAsync("""  "input":"One"  """, "Uno", cancellationToken);
        var key = (await FindKeyAsync(database, talk, first, cancellationToken)) with { Id = "resp_lost" };

        var left = new EventJournal();
        left.Append("event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0}\n\n"u8);

        await database.AddAsync(
            new StoredResponse
            {
                Key = key,
                Upstream = upstream,
                Status = "in_progress",
                Background = true,
                Streamed = true,
                Response = Stores.Json("""{"id":"resp_lost","object":"response","status":"in_progress","error":null,"output":[]}"""),
                Input = Stores.Json("[]"),
                KeptUntil = talk.Time.GetUtcNow() + Stores.TimeToLive,
                LeaseUntil = talk.Time.GetUtcNow() + Stores.Lease,
            },
            left.TakeParts(0),
            cancellationToken);
    }

    private static async Task<ResponseKey> FindKeyAsync(
        PostgresStore store, Talk talk, JsonNode response, CancellationToken cancellationToken)
    {
        var owner = (string)(await PostgresCluster.ExecuteAsync("SELECT owner FROM relay_responses", cancellationToken, AddressOf(talk)))!;
        var found = await store.FindAsync(new ResponseKey(owner, Talk.IdOf(response)), talk.Time.GetUtcNow(), cancellationToken);
        return found!.Key;
    }

    private static async Task<(string Id, RawExchange Exchange)> BeginAsync(Talk talk, bool stream, CancellationToken cancellationToken)
    {
        using var answer = await talk.Relay.PostAsync(
            $$"""{"model":"m","stream":{{(stream ? "true" : "false")}},{{Later}}}""", Talk.Key, cancellationToken);
        var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var start = new byte[80];
        await body.ReadExactlyAsync(start, cancellationToken);
        var text = System.Text.Encoding.UTF8.GetString(start);
        while (!text.Contains("resp_", StringComparison.Ordinal) || text.Length < text.IndexOf("resp_", StringComparison.Ordinal) + 29)
        {
            await body.ReadExactlyAsync(start, cancellationToken);
            text += System.Text.Encoding.UTF8.GetString(start);
        }

        return (text.Substring(text.IndexOf("resp_", StringComparison.Ordinal), 29), await talk.Upstream.ReceiveAsync(cancellationToken));
    }
}
