using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Options;
using Relay.Policies;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>
/// A client follows a background response at a relay that does not make it, and this relay loses the store. The stream goes on when the
/// store is back, and never ends without a terminal event.
/// </summary>
[CancelAfter(120_000)]
internal sealed class ReplayOutageTests
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    [Test]
    public async Task A_replay_goes_on_after_an_outage_without_a_gap_or_a_repetition(CancellationToken cancellationToken)
    {
        var (gate, gated, direct) = await DatabaseGate.ToNewDatabaseAsync(cancellationToken);
        await using var closing = gate;
        await using var talk = await StartAsync(direct, cancellationToken);
        await using var other = await StartOtherAsync(talk, gated, cancellationToken);
        using var run = await BeginAsync(talk, cancellationToken);
        using var following = await talk.OpenAsync(HttpMethod.Get, $"{run.Id}?stream=true", cancellationToken, relay: other);
        var seen = await Talk.ReadUntilAsync(following, "\"delta\":\"U\"", cancellationToken);

        gate.Shut();
        await LookUntilAsync(talk, other.LoggedAsync($"{run.Id} cannot be followed at the moment"), cancellationToken);
        await run.Exchange.SendChunkAsync(Talk.Delta("""{"content":"no"}""") + Talk.Finish("stop"), cancellationToken);
        await talk.Relay.LoggedAsync($"{run.Id} finished").WaitAsync(cancellationToken);
        gate.Open();
        var reading = Talk.ReadRestAsync(following, cancellationToken);
        await LookUntilAsync(talk, reading, cancellationToken);
        var (_, whole) = await talk.SendAsync(HttpMethod.Get, $"{run.Id}?stream=true", cancellationToken);

        Assert.That(seen + await reading, Is.EqualTo(whole));
        Assert.That(whole, Does.Contain("\"delta\":\"no\"").And.EndsWith("data: [DONE]\n\n"));
    }

    [TestCase(ErrorEvent.Both, DoneMarker.On, -1)]
    [TestCase(ErrorEvent.Nested, DoneMarker.On, -1)]
    [TestCase(ErrorEvent.Flat, DoneMarker.Off, -1)]
    [TestCase(ErrorEvent.None, DoneMarker.Off, 40)]
    public async Task A_replay_whose_store_stays_away_ends_with_a_terminal_event_in_the_form_of_its_policies(
        ErrorEvent errorEvent, DoneMarker doneMarker, int startingAfter, CancellationToken cancellationToken)
    {
        var (gate, gated, direct) = await DatabaseGate.ToNewDatabaseAsync(cancellationToken);
        await using var closing = gate;
        await using var talk = await StartAsync(direct, cancellationToken);
        var policies = RelayPolicies.Default with { ErrorEvent = errorEvent, DoneMarker = doneMarker };
        await using var other = await StartOtherAsync(talk, gated, cancellationToken, policies);
        using var run = await BeginAsync(talk, cancellationToken);
        var path = $"{run.Id}?stream=true" + (startingAfter < 0 ? "" : $"&starting_after={startingAfter}");
        using var following = await talk.OpenAsync(HttpMethod.Get, path, cancellationToken, relay: other);

        gate.Shut();
        var began = talk.Time.GetUtcNow();
        var reading = Talk.ReadRestAsync(following, cancellationToken);
        await LookUntilAsync(talk, reading, cancellationToken);
        var waited = talk.Time.GetUtcNow() - began;
        var frames = (await reading).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        var end = JsonNode.Parse(frames.Last(static frame => !frame.Contains("[DONE]", StringComparison.Ordinal)).Split("\ndata: ")[1])!;
        var error = frames.SingleOrDefault(static frame => frame.StartsWith("event: error\n", StringComparison.Ordinal));
        var numbers = frames.Where(static frame => frame.StartsWith("event: ", StringComparison.Ordinal))
            .Select(static frame => JsonNode.Parse(frame.Split("\ndata: ")[1])!["sequence_number"]!.GetValue<int>())
            .ToList();
        Assert.Multiple(() =>
        {
            Assert.That(
                (end["type"]!.GetValue<string>(), end["response"]!["status"]!.GetValue<string>()),
                Is.EqualTo(("response.failed", "failed")));
            Assert.That(end["response"]!["error"]!["code"]!.GetValue<string>(), Is.EqualTo("store_unavailable"));
            Assert.That(error is null, Is.EqualTo(errorEvent is ErrorEvent.None));
            Assert.That(error?.Contains("\"error\":{", StringComparison.Ordinal), Is.EqualTo(HasNested(errorEvent)));
            Assert.That(frames[^1] == "data: [DONE]", Is.EqualTo(doneMarker is DoneMarker.On));
            Assert.That(numbers, Is.EqualTo(Enumerable.Range(startingAfter + 1, numbers.Count)));
            Assert.That(waited, Is.GreaterThanOrEqualTo(Stores.Lease).And.LessThan(Stores.Lease * 2));
        });
    }

    [Test]
    public async Task A_replay_whose_response_is_deleted_ends_with_a_terminal_event(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        await using var other = await talk.StartAnotherAsync(cancellationToken);
        using var run = await BeginAsync(talk, cancellationToken);
        using var following = await talk.OpenAsync(HttpMethod.Get, $"{run.Id}?stream=true", cancellationToken, relay: other);
        await Talk.ReadUntilAsync(following, "\"delta\":\"U\"", cancellationToken);

        await talk.SendAsync(HttpMethod.Delete, run.Id, cancellationToken);
        var reading = Talk.ReadRestAsync(following, cancellationToken);
        await LookUntilAsync(talk, reading, cancellationToken);

        Assert.That(
            await reading,
            Does.Contain("event: response.failed").And.Contain("The response was deleted.").And.EndsWith("data: [DONE]\n\n"));
    }

    [Test]
    public async Task A_replay_at_a_relay_that_is_stopped_ends_with_a_terminal_event(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        await using var other = await talk.StartAnotherAsync(cancellationToken);
        using var run = await BeginAsync(talk, cancellationToken);
        using var following = await talk.OpenAsync(HttpMethod.Get, $"{run.Id}?stream=true", cancellationToken, relay: other);
        await Talk.ReadUntilAsync(following, "\"delta\":\"U\"", cancellationToken);

        var reading = Talk.ReadRestAsync(following, cancellationToken);
        await talk.StopAsync(cancellationToken, other);

        Assert.That(
            await reading,
            Does.Contain("event: response.failed").And.Contain("\"code\":\"relay_stopping\"").And.EndsWith("data: [DONE]\n\n"));
        Assert.That(Talk.StatusOf(await talk.GetAsync(run.Id, cancellationToken)), Is.EqualTo("in_progress"), "its own relay goes on");
    }

    [Test]
    public async Task A_silence_is_broken_for_whoever_follows_at_another_relay(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(
            StoreKind.Postgres,
            cancellationToken,
            static options => options with { Clocks = options.Clocks with { KeepAlive = Look * 3 } });
        await using var other = await talk.StartAnotherAsync(cancellationToken);
        using var run = await BeginAsync(talk, cancellationToken);
        using var following = await talk.OpenAsync(HttpMethod.Get, $"{run.Id}?stream=true", cancellationToken, relay: other);

        var reading = Talk.ReadUntilAsync(following, ": keep-alive\n\n", cancellationToken);
        await LookUntilAsync(talk, reading, cancellationToken);
        await run.Exchange.SendChunkAsync(Talk.Finish("stop"), cancellationToken);
        await talk.Relay.LoggedAsync($"{run.Id} finished").WaitAsync(cancellationToken);
        var rest = Talk.ReadRestAsync(following, cancellationToken);
        await LookUntilAsync(talk, rest, cancellationToken);

        Assert.That(await rest, Does.Contain("event: response.completed").And.EndsWith("data: [DONE]\n\n"));
    }

    private static bool? HasNested(ErrorEvent form) => form is ErrorEvent.None ? null : form is not ErrorEvent.Flat;

    // Lets the relay that serves the replay look into the store again and again, until something has happened.
    private static async Task LookUntilAsync(Talk talk, Task happened, CancellationToken cancellationToken)
    {
        while (!happened.IsCompleted)
        {
            using var one = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(happened, talk.Time.ArmedInAsync(Look, one.Token)).WaitAsync(cancellationToken);
            await one.CancelAsync();
            if (!happened.IsCompleted)
            {
                talk.Time.Advance(Look);
            }
        }
    }

    private static Task<Talk> StartAsync(string database, CancellationToken cancellationToken) => Talk.StartAsync(
        StoreKind.Memory,
        cancellationToken,
        options => options with { Store = options.Store with { Postgres = Stores.Address(database) } });

    private static Task<RelayUnderTest> StartOtherAsync(
        Talk talk, string database, CancellationToken cancellationToken, RelayPolicies? policies = null)
    {
        var store = talk.Options.Store with { Postgres = Stores.Address(database) };
        return talk.StartAnotherAsync(
            talk.Options with { Store = store, Policies = policies ?? talk.Options.Policies }, cancellationToken);
    }

    // Begins a response, and has its relay store the first events, where the other relay finds them.
    private static async Task<BegunRun> BeginAsync(Talk talk, CancellationToken cancellationToken)
    {
        var answer = await talk.Relay.PostAsync(
            """{"model":"m","input":"One","background":true,"stream":true}""", Talk.Key, cancellationToken);
        var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(
            RawExchange.StreamHead.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal), cancellationToken);
        await exchange.SendChunkAsync(Talk.Delta("""{"content":"U"}"""), cancellationToken);
        var seen = await Talk.ReadUntilAsync(answer, "\"delta\":\"U\"", cancellationToken);
        await talk.BeatAsync(relays: 2, cancellationToken);
        return new BegunRun(Talk.IdIn(seen), exchange, answer);
    }

    private sealed record BegunRun(string Id, RawExchange Exchange, HttpResponseMessage Answer) : IDisposable
    {
        public void Dispose()
        {
            Answer.Dispose();
            Exchange.Dispose();
        }
    }
}
