using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay;
using Relay.Configuring;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Http;

/// <summary>What the relay answers beside responses: models, health, and how it is set up.</summary>
[TestFixture]
internal sealed class OperationsTests : IDisposable
{
    private const int Patience = 30_000;
    private const string List = """{"object":"list","data":[{"id":"m","object":"model","own":null}]}""";

    private readonly RawUpstream _upstream = new();

    [TestCase("/v1/models")]
    [TestCase("/models")]
    [CancelAfter(Patience)]
    public async Task The_models_are_the_vendors(string path, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options() with { ApiKey = "the-relays-key" }, cancellationToken);

        var asking = relay.Client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("200 OK", "Content-Type: application/json\r\n", List, cancellationToken);
        using var answer = await asking;

        Assert.That(exchange.Head, Does.StartWith("GET /v1/models HTTP/1.1").And.Contains("Authorization: Bearer the-relays-key"));
        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Is.EqualTo(List));
    }

    [TestCase("401 No", """{"error":{"message":"key the-relays-key is wrong","code":"invalid_api_key"}}""", 401, "invalid_api_key")]
    [TestCase("503 Busy", "<html>", 503, "upstream_overloaded")]
    [TestCase("200 OK", "<html>", 502, "upstream_bad_response")]
    [TestCase("200 OK", "[]", 502, "upstream_bad_response")]
    [CancelAfter(Patience)]
    public async Task A_list_that_does_not_come_is_a_failure_in_the_usual_shape(
        string status, string body, int expectedStatus, string code, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options() with { ApiKey = "the-relays-key" }, cancellationToken);

        var asking = relay.Client.GetAsync(new Uri("/v1/models", UriKind.Relative), cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync(status, "", body, cancellationToken);
        using var answer = await asking;
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);

        Assert.That(
            ((int)answer.StatusCode, JsonNode.Parse(text)!["error"]!["code"]!.GetValue<string>()), Is.EqualTo((expectedStatus, code)));
        Assert.That(text, Does.Not.Contain("the-relays-key"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Codex_gets_its_catalogue_beside_the_list(CancellationToken cancellationToken)
    {
        const string Models = """{"object":"list","data":[{"id":"a","context_length":200000},{"id":"b"},{"own":1},{"id":""}]}""";
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken);

        var asking = relay.Client.GetAsync(new Uri("/v1/models?client_version=0.171.0", UriKind.Relative), cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("200 OK", "Content-Type: application/json\r\n", Models, cancellationToken);
        using var answer = await asking;
        var list = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;

        var models = list["models"]!.AsArray();
        Assert.Multiple(() =>
        {
            Assert.That(exchange.Head, Does.StartWith("GET /v1/models HTTP/1.1"));
            Assert.That(list["data"]!.AsArray(), Has.Count.EqualTo(4));
            Assert.That(
                models.Select(static model => (model!["slug"]!.GetValue<string>(), (int?)model["context_window"])),
                Is.EqualTo(new (string, int?)[] { ("a", 200_000), ("b", null) }));
            Assert.That(models[0]!["supports_search_tool"]!.GetValue<bool>(), Is.True);
            Assert.That(models[0]!["base_instructions"]!.GetValue<string>(), Does.Contain("coding agent"));
            Assert.That(models[0]!["truncation_policy"]!.ToJsonString(), Is.EqualTo("""{"mode":"bytes","limit":10000}"""));
        });
    }

    [TestCase("GET", "/v1/responses", "websocket", 426)]
    [TestCase("GET", "/responses", "WebSocket", 426)]
    [TestCase("GET", "/v1/responses", "", 405)]
    [TestCase("GET", "/v1/responses/compact", "", 405)]
    [CancelAfter(Patience)]
    public async Task An_upgrade_is_answered_426_and_closes_the_connection(
        string method, string path, string upgrade, int status, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (upgrade.Length > 0)
        {
            request.Headers.Connection.Add("Upgrade");
            request.Headers.TryAddWithoutValidation("Upgrade", upgrade);
        }

        using var answer = await relay.Client.SendAsync(request, cancellationToken);

        Assert.That(((int)answer.StatusCode, answer.Headers.ConnectionClose is true), Is.EqualTo((status, status == 426)));
        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Does.StartWith("""{"error":{"message":"""));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Models_of_an_upstream_that_nobody_can_reach_are_a_502(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options() with { Upstream = RawUpstream.Unreachable() }, cancellationToken);

        using var answer = await relay.Client.GetAsync(new Uri("/v1/models", UriKind.Relative), cancellationToken);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
    }

    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    [CancelAfter(Patience)]
    public async Task A_relay_that_listens_is_alive_and_ready(string path, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken);

        Assert.That(
            await relay.Client.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken), Is.EqualTo("""{"status":"ok"}"""));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task The_policies_show_what_is_set(CancellationToken cancellationToken)
    {
        var options = RelayOptionsReader.Read(
            [$"--upstream={_upstream.BaseUrl}", "--set", "done_marker=off", "--set", "retry_max=5"], static _ => null, out _);
        await using var relay = await RelayUnderTest.StartAsync(options!, cancellationToken);

        var listing = JsonNode.Parse(await relay.Client.GetStringAsync(new Uri("/policies", UriKind.Relative), cancellationToken))!;
        var marker = listing["policies"]!.AsArray().Single(policy => policy!["name"]!.GetValue<string>() == "done_marker")!;
        var retries = listing["settings"]!.AsArray().Single(setting => setting!["name"]!.GetValue<string>() == "retry_max")!;

        Assert.Multiple(() =>
        {
            Assert.That((marker["value"]!.GetValue<string>(), marker["default"]!.GetValue<string>()), Is.EqualTo(("off", "on")));
            Assert.That((retries["value"]!.GetValue<int>(), retries["default"]!.GetValue<int>()), Is.EqualTo((5, 2)));
        });
    }

    [Test]
    public void Every_setting_that_can_be_set_is_listed_with_its_own_value()
    {
        foreach (var setting in SettingTable.Settings.Where(static setting => setting.Kind is "number" or "bytes" or "milliseconds"))
        {
            var options = RelayOptionsReader.Read(
                [$"--upstream={_upstream.BaseUrl}", $"--set={setting.Name}=4711"], static _ => null, out var problem);

            Assert.That((problem, Setting.Shown(json => setting.Write(json, options!))), Is.EqualTo(("", "4711")), setting.Name);
        }
    }

    [Test]
    public async Task The_policies_are_printed_without_an_upstream()
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();

        var exitCode = await RelayHost.RunAsync(["--print-policies", "--set", "done_marker=off"], output, errors);

        Assert.That((exitCode, errors.ToString()), Is.EqualTo((0, "")));
        Assert.That(output.ToString(), Does.Contain("\"done_marker\"").And.Contain("\"value\": \"off\""));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task One_answer_too_many_is_told_to_come_again(CancellationToken cancellationToken)
    {
        const string ask = """{"model":"m","input":"a"}""";
        await using var relay = await RelayUnderTest.StartAsync(Options() with { MaxStreams = 1 }, cancellationToken);

        var asking = relay.PostAsync(ask, cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        using var refused = await relay.PostAsync(ask, cancellationToken);
        var error = JsonNode.Parse(await refused.Content.ReadAsStringAsync(cancellationToken))!["error"]!;
        await exchange.SendAnswerAsync("400 Bad", "Connection: close\r\n", "", cancellationToken);
        using var answer = await asking;

        Assert.Multiple(() =>
        {
            Assert.That(((int)refused.StatusCode, refused.Headers.RetryAfter?.ToString()), Is.EqualTo((503, "1")));
            Assert.That(error["code"]!.GetValue<string>(), Is.EqualTo("relay_overloaded"));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        });
    }

    public void Dispose() => _upstream.Dispose();

    private RelayOptions Options() => new() { Upstream = _upstream.BaseUrl };
}
