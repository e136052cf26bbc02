using System.Text;
using System.Text.Json;
using Conformance.Running.Asking;
using Conformance.Running.Relays;
using Conformance.Running.Wiring;
using Conformance.Tests.Recording;
using MockUpstream;
using MockUpstream.Contract;
using NUnit.Framework;

namespace Conformance.Tests.Running.Wiring;

/// <summary>The question before the first case: which sign of it reaches the mock, and what is said when none does.</summary>
[CancelAfter(60_000)]
internal sealed class PreflightTests
{
    private MockUpstreamHost _mock = null!;

    [SetUp]
    public async Task StartMock()
    {
        _mock = MockUpstreamHost.Build(new MockUpstreamOptions());
        await _mock.StartAsync(TestContext.CurrentContext.CancellationToken);
    }

    [TearDown]
    public async Task StopMock() => await _mock.DisposeAsync();

    [TestCase(true, true, true, Correlation.Model)]
    [TestCase(false, true, true, Correlation.ApiKey)]
    [TestCase(false, false, true, Correlation.Marker)]
    [TestCase(false, false, false, Correlation.Alone)]
    public async Task The_strongest_sign_that_reaches_the_mock_is_used(
        bool model, bool key, bool text, Correlation by, CancellationToken cancellationToken)
    {
        await using var relay = Forwarding(model, key, text);

        var found = await AskAsync(relay.Url, DeclaredProfile.Plain, cancellationToken);

        var wired = (Wired)found;
        Assert.Multiple(() =>
        {
            Assert.That(
                (wired.Access.By, wired.MapsModels, wired.ModelSeen), Is.EqualTo((by, !model, model ? "rc-preflight.model" : "llama-3")));
            Assert.That(wired.Notes, by == Correlation.Model ? Is.Empty : Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task One_case_at_a_time_takes_every_request(CancellationToken cancellationToken)
    {
        await using var relay = Forwarding(model: false, key: false, text: false);
        var wired = (Wired)await AskAsync(relay.Url, DeclaredProfile.Plain, cancellationToken);
        var link = new MockUpstreamLink(_mock);
        link.MatchAnything();
        await using var playback = link.Register(Cases.Scenario("a/b"), "rc-a.b");
        playback.BeginTurn(0);
        using var client = new HttpClient();

        using var answer = await client.PostAsync(new Uri(relay.Url, "/v1/responses"), new StringContent("{}"), cancellationToken);

        Assert.That(
            (wired.Access.By, (await playback.EndTurnAsync(TimeSpan.Zero, cancellationToken)).Exchanges.Count),
            Is.EqualTo((Correlation.Alone, 1)));
    }

    [Test]
    public async Task The_question_has_all_signs_and_the_users_headers(CancellationToken cancellationToken)
    {
        await using var relay = Forwarding(model: true, key: true, text: true);
        var profile = new DeclaredProfile { Headers = [KeyValuePair.Create("x-team", "a")], Path = "/openai/v1/responses" };

        await AskAsync(relay.Url, profile, cancellationToken);

        Assert.That(relay.Requests.Single(), Does.StartWith("POST /openai/v1/responses").And
            .Contain("x-team: a").And
            .Contain("Bearer sk-rc-").And
            .Contain("[rc-preflight.marker]"));
    }

    [Test]
    public async Task A_declared_model_that_does_not_come_is_noted(CancellationToken cancellationToken)
    {
        await using var relay = Forwarding(model: false, key: true, text: true);
        var profile = new DeclaredProfile { ModelMap = [KeyValuePair.Create("gpt-5", "qwen-3")] };

        var wired = (Wired)await AskAsync(relay.Url, profile, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(wired.Notes, Is.EqualTo(new[]
            {
                "The relay is declared to request the model 'qwen-3' from its upstream, but requested 'llama-3'.",
                "The relay maps models; requests are matched to their cases by the API key.",
            }));
            Assert.That(
                JsonElement.Parse(relay.Requests.Single().Split("\r\n\r\n")[1]).GetProperty("model").GetString(), Is.EqualTo("gpt-5"));
        });
    }

    [Test]
    public async Task A_relay_that_dies_of_the_question_is_named(CancellationToken cancellationToken)
    {
        await using var relay = new RawServer(_ => Task.CompletedTask);

        var found = await Preflight(DeclaredProfile.Plain, relay.Url)
            .RunAsync(new FakeRelays(new ReadyRelay(relay.Url, new FakeLife("exit code 139\nsegfault"))), cancellationToken);

        Assert.That(
            ((Unwired)found).Problem,
            Is.EqualTo("The relay exited while it answered the first request, before anything reached the mock upstream: exit code 139."));
        Assert.That(((Unwired)found).Output, Is.EqualTo(new[] { "segfault" }));
    }

    [Test]
    public async Task A_relay_that_is_silent_names_the_timeout(CancellationToken cancellationToken)
    {
        await using var relay = new RawServer(connection => connection.UntilGoneAsync());

        var found = await new Preflight(
            new MockUpstreamLink(_mock),
            new UrlTarget("acme", relay.Url),
            DeclaredProfile.Plain,
            TimeSpan.FromMilliseconds(200),
            TimeProvider.System)
            .RunAsync(new FakeRelays(new ReadyRelay(relay.Url, Life: null)), cancellationToken);

        Assert.That(
            ((Unwired)found).Problem,
            Does.Contain("received no answer within 0.2 s (--timeout), and nothing reached the mock upstream at " + _mock.BaseUrl));
    }

    private Task<PreflightResult> AskAsync(Uri relay, DeclaredProfile profile, CancellationToken cancellationToken) =>
        Preflight(profile, relay).RunAsync(new FakeRelays(new ReadyRelay(relay, Life: null)), cancellationToken);

    private Preflight Preflight(DeclaredProfile profile, Uri relay) =>
        new(new MockUpstreamLink(_mock), new UrlTarget("acme", relay), profile, TimeSpan.FromSeconds(10), TimeProvider.System);

    /// <summary>A relay that passes on only some of the signs.</summary>
    private RawServer Forwarding(bool model, bool key, bool text)
    {
        var upstream = new Uri(_mock.BaseUrl + "/chat/completions");
        return new RawServer(async connection =>
        {
            var (head, body) = (connection.Head, connection.Body);
            var asked = body.Length > 2 ? JsonElement.Parse(body) : default;
            var input = asked.ValueKind == JsonValueKind.Object ? asked.GetProperty("input").GetString() : "Hi";
            var name = asked.ValueKind == JsonValueKind.Object ? asked.GetProperty("model").GetString() : "x";
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, upstream)
            {
                Content = new StringContent(JsonSerializer.Serialize(new { model = model ? name : "llama-3", stream = true, messages = new[]
                {
                    new { role = "user", content = text ? input : "Hi" },
                } }), Encoding.UTF8, "application/json"),
            };
            if (key)
            {
                request.Headers.TryAddWithoutValidation("Authorization", head.Split("\r\n")
                    .First(static line => line.StartsWith("Authorization:", StringComparison.Ordinal))["Authorization: ".Length..]);
            }

            using var answer = await client.SendAsync(request, connection.Stopped);
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
    }
}
