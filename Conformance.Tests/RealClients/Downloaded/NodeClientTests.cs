using System.Text.Json;
using NUnit.Framework;

namespace Conformance.Tests.RealClients.Downloaded;

/// <summary>The <c>openai</c> package from npm, as <c>responses.mjs</c> calls it.</summary>
[Category(ClientPackages.Category)]
[CancelAfter(60_000)]
internal sealed class NodeClientTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("relayconf").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("text/plain")]
    [TestCase("sse/bytewise")]
    public async Task Text_arrives_in_deltas_and_whole(string scenario, CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync(scenario, cancellationToken);

        var told = await AskAsync(stage, "text", cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(told.Text("deltas"), Is.Not.Empty.And.EqualTo(told.Text("text")));
            Assert.That(told.Text("status"), Is.EqualTo("completed"));
            Assert.That(vendor.Messages(0), Is.EqualTo(new[] { "user: Say hello" }));
            Assert.That(vendor.PlayedToTheEnd);
        });
    }

    [TestCase("text")]
    [TestCase("body")]
    public async Task A_body_says_the_same_as_a_stream_and_counts_its_tokens(string task, CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("text/plain", cancellationToken);

        var told = await AskAsync(stage, task, cancellationToken);

        Assert.That((told.Text("text"), told.Text("status"), told.Text("tokens")), Is.EqualTo(("Hello, world", "completed", "13")));
    }

    [Test]
    public async Task Reasoning_is_shown_as_a_summary(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("reasoning/reasoning-content", cancellationToken);

        var told = await AskAsync(stage, "reasoning", cancellationToken);

        Assert.That(
            (told.Text("reasoning"), told.Text("summary"), told.Text("text")),
            Is.EqualTo(("Seven has no divisors.", "Seven has no divisors.", "Yes")));
    }

    [Test]
    public async Task Calls_whose_arguments_come_interleaved_are_told_apart(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("tools/arguments-interleaved", cancellationToken);

        var told = await AskAsync(stage, "calls", cancellationToken);

        Assert.That(
            told.Texts("calls"), Is.EqualTo(new[] { """call_1 get_weather {"city":"Oslo"}""", """call_2 get_time {"zone":"CET"}""" }));
    }

    [TestCase("loop")]
    [TestCase("stored")]
    public async Task An_agent_is_understood_for_three_turns(string task, CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("clients/agent-loop", cancellationToken);

        var told = await AskAsync(stage, task, cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(told.Text("text"), Is.EqualTo("It is warmer in Rome."));
            Assert.That(vendor.Divergences(), Is.Empty);
            Assert.That(vendor.PlayedToTheEnd);
        });
    }

    [Test]
    public async Task A_schema_reaches_the_vendor_and_its_answer_parses(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("request/json-schema", cancellationToken);

        var told = await AskAsync(stage, "schema", cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(told.Json.GetProperty("parsed").GetRawText(), Is.EqualTo("""{"name":"green"}"""));
            Assert.That(vendor.Divergences(), Is.Empty);
        });
    }

    [Test]
    public async Task An_image_reaches_the_vendor_beside_its_text(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("request/image", cancellationToken);

        var told = await AskAsync(stage, "image", cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(told.Text("text"), Is.EqualTo("A cat"));
            Assert.That(vendor.Divergences(), Is.Empty);
        });
    }

    [Test]
    public async Task A_reader_that_aborts_in_the_middle_stops_the_vendor(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("timing/hang-up-mid-stream", cancellationToken);

        var told = await AskAsync(stage, "abort", cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.That((told.Text("aborted"), vendor.Aborted), Is.EqualTo(("true", true)));
    }

    [Test]
    public async Task A_failure_in_the_middle_is_told_with_the_vendors_words(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("errors/in-stream-after-text", cancellationToken);

        var told = await AskAsync(stage, "failure", cancellationToken);

        Assert.That(
            (told.Text("error.name"), told.Text("error.code"), told.Text("error.message")),
            Is.EqualTo(("APIError", "server_is_overloaded", "The model is overloaded")));
    }

    [TestCase("text")]
    [TestCase("body")]
    public async Task A_refusal_before_the_answer_is_an_error_of_its_own_class_with_status_and_words(
        string task, CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("errors/unauthorised", cancellationToken);

        var told = await AskAsync(stage, task, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(
                (told.Text("error.name"), told.Text("error.status"), told.Text("error.code")),
                Is.EqualTo(("AuthenticationError", "401", "invalid_api_key")));
            Assert.That(told.Text("error.message"), Does.Contain("Incorrect API key provided"));
        });
    }

    [Test]
    public async Task A_client_that_wants_something_from_outside_is_found_out(CancellationToken cancellationToken)
    {
        await using var trap = new ProxyTrap();

        var ran = await ClientProcess.RunOpenAsync(
            ClientPackages.Node,
            Words(new Uri("http://127.0.0.1/v1"), "none", "outside"),
            _folder,
            [.. ClientProcess.Bare(_folder), .. trap.Environment()],
            ClientProcess.Ignore,
            cancellationToken);

        var wanted = await trap.WantedAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(ran.Output, Does.Contain("failed"));
            Assert.That(wanted, Is.Not.Empty.And.All.Contain("outside.invalid"));
        });
    }

    private async Task<NodeReport> AskAsync(ClientStage stage, string task, CancellationToken cancellationToken)
    {
        var ran = await ClientProcess.RunAsync(
            ClientPackages.Node, Words(stage.Relay, stage.Key, task), _folder, [], ClientProcess.Ignore, cancellationToken);

        Assert.That(ran.ExitCode, Is.Zero, ran.Error);
        return new NodeReport(JsonElement.Parse(ran.Output));
    }

    private static string[] Words(Uri relay, string model, string task) =>
        [ClientPackages.Source("responses.mjs"), ClientPackages.Folder, relay.ToString(), model, task];
}
