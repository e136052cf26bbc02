using System.Net;
using System.Net.Http.Json;
using MockUpstream;
using MockUpstream.Contract;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using WireMock.Admin.Mappings;
using WireMock.Admin.Requests;
using WireMock.Admin.Scenarios;
using WireMock.Admin.Settings;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Hosting;

/// <summary><c>/__admin</c> is WireMock's: what it adds plays beside the scenarios, and what the player served stands in its log.</summary>
[CancelAfter(60_000)]
internal sealed class AdminApiTests
{
    private const string Chat = "/v1/chat/completions";

    private readonly HttpClient _client = new();
    private MockUpstreamHost _host = null!;
    private AdminClient _admin = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = MockUpstreamHost.Build(new MockUpstreamOptions { Judged = false });
        await _host.StartAsync(CancellationToken.None);
        _host.Register(Scenario([Exchange(Raw("one")), Exchange(Raw("two"))], [Exchange(Raw("three"))]), Stage.Key);
        _admin = new AdminClient(_host.BaseUrl);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [TestCase(null, "from the mapping")]
    [TestCase(99, "from the mapping")]
    [TestCase(101, "one")]
    public async Task A_mapping_plays_in_front_of_the_scenarios_or_behind_them_by_its_priority(
        int? priority, string expected, CancellationToken cancellationToken)
    {
        await _admin.SendAsync(HttpMethod.Post, "mappings", Mapping(Chat, "from the mapping", priority), cancellationToken);

        var matched = await AskAsync(Stage.Key, cancellationToken);
        var unmatched = await AskAsync("nobody", cancellationToken);

        Assert.That((matched, unmatched), Is.EqualTo((expected, "from the mapping")));
    }

    [Test]
    public async Task A_mapping_that_matches_by_the_body_sees_it(CancellationToken cancellationToken)
    {
        const string Mapping = """
            {"Priority": 1,
             "Request": {"Path": "/v1/chat/completions", "Methods": ["POST"], "Body": {"Matcher": {"Name": "JsonPartialMatcher", "Pattern": {"model": "gpt-teapot"}}}},
             "Response": {"StatusCode": 418, "Body": "teapot"}}
            """;
        await _admin.SendAsync(HttpMethod.Post, "mappings", Mapping, cancellationToken);

        var teapot = await AskAsync("gpt-teapot", cancellationToken);
        var scenario = await AskAsync(Stage.Key, cancellationToken);

        Assert.That((teapot, scenario), Is.EqualTo(("teapot", "one")));
    }

    [Test]
    public async Task Mappings_are_listed_changed_and_deleted(CancellationToken cancellationToken)
    {
        var added = await _admin.PostAsync<StatusModel>("mappings", Mapping("/a", "a"), cancellationToken);

        await _admin.SendAsync(HttpMethod.Put, $"mappings/{added.Guid}", Mapping("/a", "b"), cancellationToken);
        var changed = await _client.GetStringAsync(new Uri(_host.BaseUrl, "/a"), cancellationToken);
        var listed = await _admin.GetAsync<MappingModel[]>("mappings", cancellationToken);
        await _admin.SendAsync(HttpMethod.Delete, $"mappings/{added.Guid}", null, cancellationToken);
        using var gone = await _client.GetAsync(new Uri(_host.BaseUrl, "/a"), cancellationToken);

        Assert.That((changed, listed.Single().Guid, gone.StatusCode), Is.EqualTo(("b", added.Guid, HttpStatusCode.NotFound)));
    }

    [TestCase("POST", "mappings/reset")]
    [TestCase("DELETE", "mappings")]
    [TestCase("POST", "reset")]
    public async Task A_reset_takes_the_added_mappings_away_and_begins_the_scenarios_anew(
        string method, string page, CancellationToken cancellationToken)
    {
        await _admin.SendAsync(HttpMethod.Post, "mappings", Mapping("/a", "a"), cancellationToken);
        await AskAsync(Stage.Key, cancellationToken);

        await _admin.SendAsync(new HttpMethod(method), page, null, cancellationToken);
        using var added = await _client.GetAsync(new Uri(_host.BaseUrl, "/a"), cancellationToken);
        var scenario = await AskAsync(Stage.Key, cancellationToken);

        Assert.That((added.StatusCode, scenario), Is.EqualTo((HttpStatusCode.NotFound, "one")));
    }

    [Test]
    public async Task A_reset_from_CSharp_leaves_the_scenarios_too(CancellationToken cancellationToken)
    {
        _host.Server.Reset();

        Assert.That(await AskAsync(Stage.Key, cancellationToken), Is.EqualTo("one"));
    }

    [Test]
    public async Task The_log_names_the_case_and_shows_what_was_sent(CancellationToken cancellationToken)
    {
        await AskAsync(Stage.Key, cancellationToken);
        await AskAsync("nobody", cancellationToken);

        var requests = await _admin.GetAsync<LogEntryModel[]>("requests", cancellationToken);
        var unmatched = await _admin.GetAsync<LogEntryModel[]>("requests/unmatched", cancellationToken);

        var played = requests.Single(entry => entry.MappingTitle == Stage.Key);
        Assert.Multiple(() =>
        {
            Assert.That(requests, Has.Length.EqualTo(2));
            Assert.That((Convert.ToInt32(played.Response?.StatusCode, null), played.Response?.Body), Is.EqualTo((200, "one")));
            Assert.That(played.Response?.Headers?["x-mock-case"].Single(), Is.EqualTo(Stage.Key));
            Assert.That(played.Response?.Headers?["x-mock-end"].Single(), Is.EqualTo("played to its end"));
            Assert.That(unmatched.Single().Request?.Body, Does.Contain("nobody"));
            Assert.That(unmatched.Single().Response?.Body, Does.Contain("no_scenario_matched"));
        });
    }

    [Test]
    public async Task Requests_are_found_and_counted_by_their_body(CancellationToken cancellationToken)
    {
        const string ByModel =
            """{"Path": "/v1/chat/completions", "Body": {"Matcher": {"Name": "JsonPartialMatcher", "Pattern": {"model": "rc-stage"}}}}""";
        await AskAsync(Stage.Key, cancellationToken);
        await AskAsync(Stage.Key, cancellationToken);
        await AskAsync("nobody", cancellationToken);

        var found = await _admin.PostAsync<LogEntryModel[]>("requests/find", ByModel, cancellationToken);
        var count = await _admin.PostAsync<RequestCountModel>("requests/count", ByModel, cancellationToken);
        await _admin.SendAsync(HttpMethod.Delete, "requests", null, cancellationToken);
        var left = await _admin.GetAsync<LogEntryModel[]>("requests", cancellationToken);

        Assert.That((found.Length, count.Count, left.Length), Is.EqualTo((2, 2, 0)));
    }

    [Test]
    public async Task A_near_miss_names_the_mapping(CancellationToken cancellationToken)
    {
        var mapping = Mapping("/v1/embeddings", "x");
        mapping.Request!.Methods = ["POST"];
        await _admin.SendAsync(HttpMethod.Post, "mappings", mapping, cancellationToken);
        using var missed = await _client.PostAsJsonAsync(new Uri(_host.BaseUrl, "/v1/embedings"), new { input = "a" }, cancellationToken);

        var near = await _admin.GetAsync<NearMissModel[]>("requests/unmatched/near-misses", cancellationToken);

        Assert.That(near.Single().MappingTitle, Is.EqualTo("by hand /v1/embeddings"));
    }

    [Test]
    public async Task The_states_of_the_scenarios_are_shown_reset_and_set(CancellationToken cancellationToken)
    {
        await AskAsync(Stage.Key, cancellationToken);
        var states = await _admin.GetAsync<ScenarioStateModel[]>("scenarios", cancellationToken);

        await _admin.SendAsync(HttpMethod.Post, $"scenarios/{Stage.Key}/reset", null, cancellationToken);
        var afterReset = await AskAsync(Stage.Key, cancellationToken);
        await _admin.SendAsync(HttpMethod.Put, $"scenarios/{Stage.Key}/state", """{"State": "turn 2"}""", cancellationToken);
        var afterSet = await AskAsync(Stage.Key, cancellationToken);

        Assert.That(
            (states.Single().Name, states.Single().NextState, states.Single().Started),
            Is.EqualTo((Stage.Key, "turn 1, exchange 2", true)));
        Assert.That((afterReset, afterSet), Is.EqualTo(("one", "three")));
    }

    [Test]
    public async Task The_settings_are_read_and_changed(CancellationToken cancellationToken)
    {
        var settings = await _admin.GetAsync<SettingsModel>("settings", cancellationToken);

        await _admin.SendAsync(HttpMethod.Put, "settings", settings, cancellationToken);
        var scenario = await AskAsync(Stage.Key, cancellationToken);
        var health = await _admin.SendAsync(HttpMethod.Get, "health", null, cancellationToken);

        Assert.That((settings.DisableRequestBodyDecompressing, scenario, health), Is.EqualTo(((bool?)true, "one", "Healthy")));
    }

    [TestCase("POST", "mappings", "{", "The body is not JSON")]
    [TestCase("POST", "mappings", "{}", "")]
    [TestCase(
        "POST",
        "mappings",
        """{"Request": {"Path": "/a", "Body": {"Matcher": {"Name": "NoSuchMatcher"}}}, "Response": {}}""",
        "NoSuchMatcher")]
    [TestCase("PUT", "settings", "[1,", "The body is not JSON")]
    public async Task A_body_that_WireMock_cannot_use_is_a_400_without_a_stack(
        string method, string page, string body, string reason, CancellationToken cancellationToken)
    {
        var (status, answer) = await _admin.TrySendAsync(new HttpMethod(method), page, body, cancellationToken);

        Assert.That((int)status, Is.EqualTo(400), answer);
        Assert.That(answer, Does.Contain(reason).And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_judged_case_keeps_its_turn_through_every_reset(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(Scenario([Exchange(Raw("one")), Exchange(Raw("two"))]), new(), cancellationToken);
        using var admin = new AdminClient(stage.Host.BaseUrl);
        await AskAsync(stage.Host, Stage.Key, cancellationToken);

        await admin.SendAsync(HttpMethod.Post, "reset", null, cancellationToken);

        Assert.That(await AskAsync(stage.Host, Stage.Key, cancellationToken), Is.EqualTo("two"));
    }

    private static MappingModel Mapping(string path, string body, int? priority = null) => new()
    {
        Title = "by hand " + path,
        Priority = priority,
        Request = new RequestModel { Path = path },
        Response = new ResponseModel { StatusCode = 200, Body = body },
    };

    private Task<string> AskAsync(string model, CancellationToken cancellationToken) => AskAsync(_host, model, cancellationToken);

    private async Task<string> AskAsync(MockUpstreamHost host, string model, CancellationToken cancellationToken)
    {
        using var answer = await _client.PostAsJsonAsync(new Uri(host.BaseUrl, Chat), new { model, stream = true }, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }
}
