using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>
/// Runs relays as processes that share a database, and kills or locks one of them or the database. Acknowledged responses must stay
/// stored, and each response that was not stored must be reported.
/// </summary>
[TestFixture]
[CancelAfter(180_000)]
internal sealed class ChaosTests : IDisposable
{
    private const string Background = """{"model":"m","input":"One","background":true}""";
    private const string BackgroundStream = """{"model":"m","input":"One","background":true,"stream":true}""";
    private const string Stream = """{"model":"m","input":"One","stream":true}""";
    private const string Whole = """{"model":"m","input":"One"}""";

    // A relay must renew it on a machine that is busy with other tests.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    // Longer than requests that need no store may wait, and shorter than the driver blocks a thread to cancel a command.
    private static readonly TimeSpan Blocked = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly RawUpstream _upstream = new();
    private readonly HttpClient _client = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly List<HttpResponseMessage> _open = [];

    [Test]
    public async Task What_a_killed_relay_was_making_fails_by_name_at_another_relay(CancellationToken cancellationToken)
    {
        var database = await PostgresCluster.NewDatabaseAsync(cancellationToken);
        await using var killed = await StartAsync(database, cancellationToken);
        await using var other = await StartAsync(database, cancellationToken);
        using var first = await BeginAsync(killed, Background, cancellationToken);
        using var streamed = await BeginAsync(killed, BackgroundStream, cancellationToken);
        using var ordinary = await BeginAsync(killed, Stream, cancellationToken);
        var seen = await streamed.ReadUntilAsync("output_text.delta", cancellationToken);
        await ordinary.ReadUntilAsync("output_text.delta", cancellationToken);

        await killed.KillAsync(cancellationToken);
        var brokenOff = await ordinary.ReadToEndAsync(cancellationToken);
        var lost = await EndOfAsync(other, first.Id, cancellationToken);
        var lostStream = await EndOfAsync(other, streamed.Id, cancellationToken);
        var last = NumbersOf(seen).Max();
        var replayed = await GetTextAsync(
            other, $"{streamed.Id}?stream=true&starting_after={last.ToString(CultureInfo.InvariantCulture)}", cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That((Talk.StatusOf(lost), CodeOf(lost)), Is.EqualTo(("failed", "relay_lost")));
            Assert.That((Talk.StatusOf(lostStream), CodeOf(lostStream)), Is.EqualTo(("failed", "relay_lost")));
            Assert.That(replayed, Does.Contain("event: response.failed").And.EndsWith("data: [DONE]\n\n"));
            Assert.That(NumbersOf(replayed), Is.Not.Empty.And.All.GreaterThan(last));
            Assert.That(brokenOff, Does.Not.Contain("event: response.completed"), "nobody was told that it is complete");
        });
        Assert.That(
            await StatusOfAsync(other, ordinary.Id, cancellationToken), Is.EqualTo(HttpStatusCode.NotFound), "nobody was told its end");
    }

    [Test]
    public async Task What_was_acknowledged_before_the_database_was_killed_is_stored_when_it_is_back(CancellationToken cancellationToken)
    {
        using var server = PostgresServer.Start();
        await using var relay = await StartAsync(server.Address, cancellationToken);
        await using var other = await StartAsync(server.Address, cancellationToken);
        using var early = await BeginAsync(relay, Background, cancellationToken);
        using var streamed = await BeginAsync(relay, BackgroundStream, cancellationToken);
        using var late = await BeginAsync(relay, Background, cancellationToken);
        using var ordinary = await BeginAsync(relay, Stream, cancellationToken);

        server.Kill();
        await early.FinishAsync(cancellationToken);
        await streamed.FinishAsync(cancellationToken);
        await ordinary.FinishAsync(cancellationToken);
        var whole = await ordinary.ReadToEndAsync(cancellationToken);
        var followed = await streamed.ReadToEndAsync(cancellationToken);
        var refused = await PostAsync(relay, Background, cancellationToken);
        var reading = await StatusOfAsync(relay, early.Id, cancellationToken);

        // Longer than a lease: a relay that lives must not be taken for dead.
        await Task.Delay(Lease * 1.5, cancellationToken);
        server.Open();
        await late.FinishAsync(cancellationToken);
        string[] ids = [early.Id, streamed.Id, late.Id];
        var ends = new List<string>();
        foreach (var id in ids)
        {
            ends.Add(Talk.StatusOf(await EndOfAsync(other, id, cancellationToken)));
            ends.Add(Talk.StatusOf(await EndOfAsync(relay, id, cancellationToken)));
        }

        Assert.Multiple(() =>
        {
            Assert.That(ends, Is.All.EqualTo("completed"));
            Assert.That(whole, Does.Contain("event: response.completed").And.EndsWith("data: [DONE]\n\n"));
            Assert.That(followed, Does.Contain("event: response.completed"));
            Assert.That(
                (refused.StatusCode, reading), Is.EqualTo((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable)));
        });
        await relay.LoggedAsync($"{ordinary.Id} was not stored", cancellationToken);
        await relay.LoggedAsync($"{early.Id} is stored after", cancellationToken);
        Assert.That(await GetTextAsync(other, $"{streamed.Id}?stream=true", cancellationToken), Is.EqualTo(followed));
    }

    [Test]
    public async Task Answers_go_on_while_a_table_is_locked_and_what_was_acknowledged_is_stored_later(CancellationToken cancellationToken)
    {
        var database = await PostgresCluster.NewDatabaseAsync(cancellationToken);
        await using var relay = await StartAsync(database, cancellationToken);
        await using var calm = await StartAsync("memory", cancellationToken);
        using var acknowledged = await BeginAsync(relay, Background, cancellationToken);
        var held = await TableLock.TakeAsync(Stores.Address(database), "relay_responses", cancellationToken);
        using var crowding = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var crowd = Enumerable.Range(0, 30).Select(_ => ReadOnAsync(relay, acknowledged.Id, crowding.Token)).ToList();
        var longest = Task.WhenAll(FindLongestWaitAsync(relay, crowding.Token), FindLongestWaitAsync(calm, crowding.Token));

        await acknowledged.FinishAsync(cancellationToken);
        using var stream = await BeginAsync(relay, Stream, cancellationToken);
        await stream.FinishAsync(cancellationToken);
        var whole = await stream.ReadToEndAsync(cancellationToken);
        using var asked = await BeginAsync(relay, Whole, cancellationToken);
        var refused = await PostAsync(relay, Background, cancellationToken);
        var metrics = await _client.GetStringAsync(new Uri(relay.Url, "/metrics"), cancellationToken);
        await held.DisposeAsync();
        await crowding.CancelAsync();
        await Task.WhenAll(crowd);
        var waits = await longest;
        var end = await EndOfAsync(relay, acknowledged.Id, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(Talk.StatusOf(end), Is.EqualTo("completed"));
            Assert.That(whole, Does.Contain("event: response.completed"));
            Assert.That(stream.Stored, Is.EqualTo("uncertain").Or.Null);
            Assert.That(asked.Stored, Is.EqualTo("false"));
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(metrics, Does.Contain("relay_responses_not_stored_total{error_type=\"store_timeout\"} 2\n"));
            Assert.That(
                waits[0], Is.LessThan(waits[1] + Blocked), "requests that need no store are served as by a relay with another store");
        });
    }

    public void Dispose()
    {
        _open.ForEach(static answer => answer.Dispose());
        _client.Dispose();
        _upstream.Dispose();
    }

    private static IEnumerable<long> NumbersOf(string events) => events.Split('\n')
        .Where(static line => line.StartsWith("data: {", StringComparison.Ordinal))
        .Select(static line => JsonNode.Parse(line["data: ".Length..])!["sequence_number"]!.GetValue<long>());

    private static string CodeOf(JsonNode response) => response["error"]!["code"]!.GetValue<string>();

    private static Uri UrlOf(RelayProgram relay, string path) => new(relay.Url, $"/v1/responses/{path}");

    private Task<RelayProgram> StartAsync(string database, CancellationToken cancellationToken) => RelayProgram.StartAsync(
        [
            "--upstream", _upstream.BaseUrl.ToString(), "--store", database, "--store-lease", "2s", "--store-timeout", "1s",
            "--retry-max", "0",
        ],
        cancellationToken);

    // Waits until a response is no longer being made. A store that is still away is asked again.
    private async Task<JsonNode> EndOfAsync(RelayProgram relay, string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var answer = await _client.GetAsync(UrlOf(relay, id), cancellationToken);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                var response = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
                if (Talk.StatusOf(response) is not ("queued" or "in_progress"))
                {
                    return response;
                }
            }

            await Task.Delay(Look, cancellationToken);
        }
    }

    private async Task ReadOnAsync(RelayProgram relay, string id, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await StatusOfAsync(relay, id, CancellationToken.None);
        }
    }

    private async Task<TimeSpan> FindLongestWaitAsync(RelayProgram relay, CancellationToken cancellationToken)
    {
        var longest = TimeSpan.Zero;
        while (!cancellationToken.IsCancellationRequested)
        {
            var since = Stopwatch.GetTimestamp();
            using var answer = await _client.GetAsync(new Uri(relay.Url, "/health"), CancellationToken.None);
            longest = longest > Stopwatch.GetElapsedTime(since) ? longest : Stopwatch.GetElapsedTime(since);

            // Without a pause, this loop takes the processor from the relays.
            await Task.Delay(Look, CancellationToken.None);
        }

        return longest;
    }

    private Task<string> GetTextAsync(RelayProgram relay, string path, CancellationToken cancellationToken) =>
        _client.GetStringAsync(UrlOf(relay, path), cancellationToken);

    private async Task<HttpStatusCode> StatusOfAsync(RelayProgram relay, string id, CancellationToken cancellationToken)
    {
        using var answer = await _client.GetAsync(UrlOf(relay, id), cancellationToken);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> PostAsync(RelayProgram relay, string json, CancellationToken cancellationToken)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(relay.Url, "/v1/responses")) { Content = content };
        var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        _open.Add(answer);
        return answer;
    }

    // On a busy machine even a store that is available may not answer in time.
    private async Task<HttpResponseMessage> PostUntilAcceptedAsync(RelayProgram relay, string json, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await PostAsync(relay, json, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                return answer;
            }
        }
    }

    // Asks, and has the vendor begin its answer. An answer that is not a stream is awaited to its end.
    private async Task<Asked> BeginAsync(RelayProgram relay, string json, CancellationToken cancellationToken)
    {
        var asking = json is Background or BackgroundStream
            ? PostUntilAcceptedAsync(relay, json, cancellationToken)
            : PostAsync(relay, json, cancellationToken);
        var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(
            RawExchange.StreamHead.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal), cancellationToken);
        await exchange.SendChunkAsync(Talk.Delta("""{"content":"Uno"}"""), cancellationToken);
        if (json == Whole)
        {
            await exchange.SendChunkAsync(Talk.Finish("stop"), cancellationToken);
            await exchange.SendAsync("0\r\n\r\n", cancellationToken);
        }

        var asked = new Asked(await asking, exchange);
        await asked.ReadUntilAsync("\"resp_", cancellationToken);
        return asked;
    }

    /// <summary>A question to a relay, and the vendor's connection that answers it.</summary>
    private sealed class Asked(HttpResponseMessage answer, RawExchange exchange) : IDisposable
    {
        private const int IdLength = 29;

        private readonly StringBuilder _received = new();

        public string Id => Received.Substring(Received.IndexOf("\"resp_", StringComparison.Ordinal) + 1, IdLength);

        public string? Stored => answer.Headers.TryGetValues("x-relay-stored", out var values) ? values.Single() : null;

        private string Received => _received.ToString();

        public async Task<string> ReadUntilAsync(string words, CancellationToken cancellationToken)
        {
            var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[4096];
            while (!Received.Contains(words, StringComparison.Ordinal) || Received[^1] is not ('\n' or '}'))
            {
                var count = await body.ReadAsync(buffer, cancellationToken);
                _received.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }

            return Received;
        }

        /// <summary>Reads until the relay ends the answer or is gone.</summary>
        public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
        {
            try
            {
                var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
                using var reader = new StreamReader(body, leaveOpen: true);
                _received.Append(await reader.ReadToEndAsync(cancellationToken));
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException)
            {
                // The relay was killed.
            }

            return Received;
        }

        public async Task FinishAsync(CancellationToken cancellationToken)
        {
            await exchange.SendChunkAsync(Talk.Finish("stop"), cancellationToken);
            await exchange.SendAsync("0\r\n\r\n", cancellationToken);
        }

        public void Dispose() => exchange.Dispose();
    }
}
