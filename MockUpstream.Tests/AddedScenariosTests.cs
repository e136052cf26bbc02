using System.Net;
using System.Net.Http.Json;
using MockUpstream;
using NUnit.Framework;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace MockUpstream.Tests;

/// <summary>Scenarios on a WireMock server that a test started for itself.</summary>
[CancelAfter(60_000)]
internal sealed class AddedScenariosTests
{
    private const string Hello = """data: {"id":"chatcmpl""";

    private readonly HttpClient _client = new();
    private readonly string _folder = Path.Combine(
        Path.GetTempPath(), $"relayconf-added-{Environment.ProcessId}-{TestContext.CurrentContext.Test.ID}");

    [SetUp]
    public void MakeFolder()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "text"));
        File.Copy(Path.Combine(Repository.Scenarios, "text", "plain.yaml"), Path.Combine(_folder, "text", "plain.yaml"));
        foreach (var list in Directory.EnumerateFiles(Path.Combine(Repository.Scenarios, "vocabulary")))
        {
            Directory.CreateDirectory(Path.Combine(_folder, "vocabulary"));
            File.Copy(list, Path.Combine(_folder, "vocabulary", Path.GetFileName(list)));
        }
    }

    [TearDown]
    public void Clean()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_scenario_plays_beside_the_mappings_of_the_test(CancellationToken cancellationToken)
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        server.Given(Request.Create().WithPath("/mine")).RespondWith(Response.Create().WithBody("mine"));
        await using var scenarios = server.AddScenarios(_folder);

        using var played = await AskAsync(server, scenarios.Models.Single(), cancellationToken);
        var mine = await _client.GetStringAsync(new Uri(server.Url + "/mine"), cancellationToken);
        using var elsewhere = await _client.GetAsync(new Uri(server.Url + "/elsewhere"), cancellationToken);

        Assert.That(await played.Content.ReadAsStringAsync(cancellationToken), Does.StartWith(Hello).And.EndWith("data: [DONE]\n\n"));
        Assert.That(mine, Is.EqualTo("mine"));
        Assert.That(await elsewhere.Content.ReadAsStringAsync(cancellationToken), Does.Contain("No matching mapping found"));
    }

    [Test]
    public async Task No_match_is_our_404_and_the_log_shows_both(CancellationToken cancellationToken)
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        await using var scenarios = server.AddScenarios(_folder);
        using var played = await AskAsync(server, "rc-text.plain", cancellationToken);
        await played.Content.ReadAsStringAsync(cancellationToken);

        using var missed = await AskAsync(server, "rc-text.plane", cancellationToken);

        Assert.That(
            (missed.StatusCode, missed.Headers.GetValues("x-should-retry").Single()), Is.EqualTo((HttpStatusCode.NotFound, "false")));
        Assert.That(
            await missed.Content.ReadAsStringAsync(cancellationToken), Does.Contain("case 'rc-text.plain' requires 'rc-text.plain'"));
        Assert.That(server.FindUnmatchedLogEntries(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_servers_own_admin_API_goes_on_working(CancellationToken cancellationToken)
    {
        using var server = WireMockServer.StartWithAdminInterface("http://127.0.0.1:0");
        server.Given(Request.Create().WithPath("/mine")).WithTitle("mine").RespondWith(Response.Create().WithBody("mine"));
        await using var scenarios = server.AddScenarios(_folder);

        var mappings = await _client.GetStringAsync(new Uri(server.Url + "/__admin/mappings"), cancellationToken);
        server.Reset();
        using var played = await AskAsync(server, "rc-text.plain", cancellationToken);

        Assert.That(mappings, Does.Contain("\"mine\""));
        Assert.That(server.MappingModels, Is.Empty);
        Assert.That(await played.Content.ReadAsStringAsync(cancellationToken), Does.StartWith(Hello));
    }

    [Test]
    public async Task A_broken_file_is_named_and_the_rest_is_played(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "text", "broken.yaml"), "schema: relay-scenario/v1\nupsteam: {}\n", cancellationToken);
        using var server = WireMockServer.Start("http://127.0.0.1:0");

        await using var scenarios = server.AddScenarios(_folder);
        using var played = await AskAsync(server, "rc-text.plain", cancellationToken);

        Assert.That(scenarios.Problems.Select(problem => problem.ToString()), Has.Some.Contain("text/broken.yaml:2:1: "));
        Assert.That(await played.Content.ReadAsStringAsync(cancellationToken), Does.StartWith(Hello));
    }

    [Test]
    public async Task Scenarios_that_are_disposed_leave_the_server_as_it_was(CancellationToken cancellationToken)
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        var scenarios = server.AddScenarios(_folder);
        await scenarios.DisposeAsync();

        using var gone = await AskAsync(server, "rc-text.plain", cancellationToken);

        Assert.That(await gone.Content.ReadAsStringAsync(cancellationToken), Does.Contain("No matching mapping found"));
        Assert.That(server.Mappings, Is.Empty);
    }

    [TestCase(true, "one send a write")]
    [TestCase(false, "writes may be merged")]
    public async Task The_log_says_whether_boundaries_are_exact(bool keeps, string expected, CancellationToken cancellationToken)
    {
        var settings = new WireMockServerSettings { Urls = ["http://127.0.0.1:0"] };
        using var server = WireMockServer.Start(keeps ? settings.KeepWriteBoundaries() : settings);
        await using var scenarios = server.AddScenarios(_folder);
        var logged = new TaskCompletionSource<IResponseMessage?>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.LogEntriesChanged += (_, _) => logged.TrySetResult(server.LogEntries.Single().ResponseMessage);

        using var played = await AskAsync(server, "rc-text.plain", cancellationToken);
        var response = await logged.Task.WaitAsync(cancellationToken);

        Assert.That(response?.Headers?["x-mock-boundaries"].Single(), Does.StartWith(expected));
    }

    [Test]
    public void A_folder_that_is_not_there_is_told()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");

        Assert.That(() => server.AddScenarios(_folder + "-not"), Throws.InstanceOf<DirectoryNotFoundException>());
    }

    private Task<HttpResponseMessage> AskAsync(WireMockServer server, string model, CancellationToken cancellationToken) =>
        _client.PostAsync(new Uri(server.Url
            + "/v1/chat/completions"), JsonContent.Create(new { model, stream = true }), cancellationToken);
}
