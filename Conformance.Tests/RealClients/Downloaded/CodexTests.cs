using System.Diagnostics;
using NUnit.Framework;

namespace Conformance.Tests.RealClients.Downloaded;

/// <summary>The Codex CLI, whose every tool really runs, in front of a relay with its default settings.</summary>
/// <remarks>Codex never asks for a response to be stored, so there is no loop by <c>previous_response_id</c> here.</remarks>
[Category(ClientPackages.Category)]
[CancelAfter(90_000)]
internal sealed class CodexTests
{
    // A name that Codex has metadata for: it then declares its tools in an input item, as one freeform tool that runs scripts.
    private const string KnownModel = "gpt-5.6-sol";

    // The metadata of this model enables the search for tools of MCP servers.
    private const string SearchingModel = "gpt-5.5";

    // One white pixel.
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=";

    private static readonly string[] Commands = ["echo hello from the shell", "echo one", "echo two"];

    [TestCase("text/plain")]
    [TestCase("text/multibyte-characters-split")]
    public async Task Text_is_the_agents_message(string scenario, CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync(scenario, cancellationToken);
        using var codex = new CodexRun();

        await codex.AskAsync(stage, "Say hello", cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(codex.Result.ExitCode, Is.Zero, codex.Result.Error);
            Assert.That(codex.Messages.Single(), Is.Not.Empty);
            Assert.That(codex.Failure(), Is.Null);
            Assert.That(vendor.Messages(0)[^1], Is.EqualTo("user: Say hello"));
            Assert.That(vendor.PlayedToTheEnd);
        });
    }

    [TestCase(CodexProvider.FourLines)]
    [TestCase(CodexProvider.WebSockets)]
    [TestCase(CodexProvider.Catalog)]
    [TestCase(CodexProvider.BuiltIn)]
    public async Task Every_way_to_name_the_relay_works_at_once(CodexProvider provider, CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("text/plain", cancellationToken);
        using var codex = new CodexRun { Provider = provider };
        var model = provider is CodexProvider.BuiltIn ? SearchingModel : stage.Key;

        await codex.AskAsync(stage, model, ["Say hello"], ClientProcess.Ignore, cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(codex.Messages.Single(), Is.Not.Empty, codex.Result.Output);
            Assert.That(codex.Result.Output, Does.Not.Contain("Reconnecting").And.Not.Contain("Falling back"));
            Assert.That(codex.Items("error").Any(), Is.EqualTo(provider is CodexProvider.FourLines or CodexProvider.WebSockets));
            Assert.That(vendor.Messages(0)[0], Does.StartWith("system: You are ").And.Length.GreaterThan(1500));
            Assert.That(vendor.Messages(0)[^1], Is.EqualTo("user: Say hello"));
            Assert.That(vendor.Tools(0), Does.Contain("exec_command").And.Not.Contain("web_search"));
            Assert.That(
                vendor.Tools(0).Contains("tool_search"), Is.EqualTo(provider is CodexProvider.Catalog or CodexProvider.BuiltIn));
            Assert.That(vendor.PlayedToTheEnd);
        });
    }

    [TestCase(CodexProvider.FourLines)]
    [TestCase(CodexProvider.Catalog)]
    [TestCase(CodexProvider.BuiltIn)]
    public async Task A_tool_of_an_mcp_server_is_searched_for_and_called(CodexProvider provider, CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("turns/tool-search-then-the-found-tool", cancellationToken);
        using var codex = new CodexRun
        {
            Provider = provider,
            More = $"""
                [mcp_servers.tickets]
                command = "{ClientPackages.Node}"
                args = ["{ClientPackages.Source("tickets.mjs")}"]
                """,
        };
        var model = provider is CodexProvider.Catalog ? stage.Key : SearchingModel;

        await codex.AskAsync(stage, model, ["Close ticket 7."], ClientProcess.Ignore, cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        var call = codex.Items("mcp_tool_call").Single();
        Assert.Multiple(() =>
        {
            Assert.That(codex.Messages, Is.EqualTo(new[] { "Ticket 7 is closed." }), codex.Result.Output);
            Assert.That(
                (call.GetProperty("server").GetString(), call.GetProperty("tool").GetString(), call.GetProperty("status").GetString()),
                Is.EqualTo(("tickets", "close_ticket", "completed")));
            Assert.That(vendor.Tools(0), Does.Contain("tool_search").And.Not.Contain("mcp__tickets__close_ticket"));
            Assert.That(vendor.Tools(1), Does.Contain("mcp__tickets__close_ticket").And.Contain("mcp__tickets__open_ticket"));
            Assert.That(vendor.Tools(2), Is.EqualTo(vendor.Tools(1)));
            Assert.That(vendor.ToolOutputs(1)["call_1"], Does.Contain("mcp__tickets__close_ticket"));
            Assert.That(vendor.ToolOutputs(2)["call_2"], Does.Contain("close_ticket: ticket 7 is closed"));
            Assert.That(vendor.PlayedToTheEnd);
        });
    }

    // The built-in provider asks for a compaction item, and any other for a summary in an ordinary answer.
    [TestCase(CodexProvider.BuiltIn)]
    [TestCase(CodexProvider.FourLines)]
    public async Task A_session_goes_on_after_a_compaction_in_the_middle_of_a_turn(
        CodexProvider provider, CancellationToken cancellationToken)
    {
        const string Summary = "One was said, and two is still to be said.";
        await using var stage = await ClientStage.OpenAsync("clients/compaction", cancellationToken);
        using var codex = new CodexRun { Provider = provider };

        await codex.AskAsync(
            stage,
            SearchingModel,
            ["-c", "model_auto_compact_token_limit=50000", "Say one and two."],
            ClientProcess.Ignore,
            cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(codex.Messages.Last(), Is.EqualTo("Both are said."), codex.Result.Output);
            Assert.That(codex.Items("command_execution").Count(), Is.EqualTo(2));
            Assert.That(codex.Failure(), Is.Null);
            Assert.That(vendor.Requests[1].TryGetProperty("tools", out _), Is.EqualTo(false));
            Assert.That(vendor.Messages(1)[^1], Does.StartWith("user: ").And.Contain("summar").IgnoreCase);
            Assert.That(vendor.Messages(2).Count(message => message.Contains(Summary, StringComparison.Ordinal)), Is.EqualTo(1));
            Assert.That(vendor.Messages(2)[^1], Does.StartWith("user: "));
            Assert.That(vendor.Messages(2), Has.None.StartWith("tool: "));
            Assert.That(
                vendor.Messages(2).Contains($"assistant: {Summary}"), Is.EqualTo(provider is CodexProvider.BuiltIn));
            Assert.That(vendor.ToolOutputs(3).Keys, Is.EqualTo(new[] { "call_two" }));
            Assert.That(vendor.PlayedToTheEnd);
        });
    }

    [Test]
    public async Task Reasoning_is_shown(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("reasoning/reasoning-content", cancellationToken);
        using var codex = new CodexRun();

        await codex.AskAsync(stage, "Is 7 prime?", cancellationToken);

        Assert.That(
            (codex.Items("reasoning").Single().GetProperty("text").GetString(), codex.Messages.Single()),
            Is.EqualTo(("Seven has no divisors.", "Yes")));
    }

    [Test]
    public async Task Commands_run_for_three_turns_two_of_them_at_once(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("clients/shell-loop", cancellationToken);
        using var codex = new CodexRun();

        await codex.AskAsync(stage, "What does the shell say?", cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        var outputs = vendor.ToolOutputs(2);
        var commands = codex.Items("command_execution").Select(static item => item.GetProperty("command").GetString()).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(codex.Messages, Is.EqualTo(new[] { "The shell says hello." }));
            Assert.That(Commands.Where(command => !commands.Exists(ran => ran!.Contains(command, StringComparison.Ordinal))), Is.Empty);
            Assert.That(outputs.Keys, Is.EqualTo(new[] { "call_shell", "call_one", "call_two" }));
            Assert.That(outputs["call_shell"], Does.Contain("exited with code 0").And.Contain("\nhello from the shell"));
            Assert.That((outputs["call_one"].TrimEnd()[^4..], outputs["call_two"].TrimEnd()[^4..]), Is.EqualTo(("\none", "\ntwo")));
            Assert.That(vendor.PlayedToTheEnd);
        });
    }

    [Test]
    public async Task A_file_is_written_through_a_freeform_tool_in_a_namespace(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("clients/code-mode", cancellationToken);
        using var codex = new CodexRun();

        await codex.AskAsync(stage, KnownModel, ["Write a greeting."], ClientProcess.Ignore, cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(codex.Messages, Is.EqualTo(new[] { "It is written." }), codex.Result.Output);
            Assert.That(File.ReadAllText(Path.Combine(codex.Work, "greeting.txt")), Is.EqualTo("hello æther\n"));
            Assert.That(codex.Items("file_change").Single().GetProperty("status").GetString(), Is.EqualTo("completed"));
            Assert.That(vendor.Tools(0), Does.Contain("functions__exec"));
            Assert.That(vendor.ToolOutputs(1)["call_patch"], Does.StartWith("Script completed"));
            Assert.That(vendor.PlayedToTheEnd);
        });
    }

    [Test]
    public async Task A_schema_reaches_the_vendor(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("request/json-schema", cancellationToken);
        using var codex = new CodexRun();
        var schema = Path.Combine(codex.Work, "schema.json");
        await File.WriteAllTextAsync(
            schema,
            """{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}""",
            cancellationToken);

        await codex.AskAsync(stage, "Name a colour", cancellationToken, "--output-schema", schema);

        var vendor = await stage.EndAsync(cancellationToken);
        var format = vendor.Requests[0].GetProperty("response_format");
        Assert.Multiple(() =>
        {
            Assert.That(codex.Messages, Is.EqualTo(new[] { """{"name":"green"}""" }));
            Assert.That(format.GetProperty("type").GetString(), Is.EqualTo("json_schema"));
            Assert.That(format.GetProperty("json_schema").GetProperty("schema").GetProperty("required")[0].GetString(), Is.EqualTo("name"));
        });
    }

    [Test]
    public async Task An_image_reaches_the_vendor(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("request/image", cancellationToken);
        using var codex = new CodexRun();
        var image = Path.Combine(codex.Work, "pixel.png");
        await File.WriteAllBytesAsync(image, Convert.FromBase64String(Pixel), cancellationToken);

        await codex.AskAsync(stage, "What is this?", cancellationToken, "--image", image);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(codex.Messages, Is.EqualTo(new[] { "A cat" }));
            Assert.That(
                vendor.Messages(0)[^1],
                Does.StartWith("user: [").And.Contain("What is this?").And.Contain("\"image_url\"").And.Contain("data:image/png;base64,"));
        });
    }

    [Test]
    public async Task An_interrupt_in_the_middle_stops_the_vendor(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("clients/interrupted", cancellationToken);
        using var codex = new CodexRun();

        await codex.AskAsync(stage, stage.Key, ["Tell a long story"], InterruptWhenItHasThought, cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(codex.Items("reasoning"), Is.Not.Empty);
            Assert.That(codex.Messages, Is.Empty);
            Assert.That(vendor.Aborted);
        });
    }

    // Codex has words of its own for the codes it knows; that they are shown says that the code came through.
    [TestCase("errors/in-stream-after-text", "Selected model is at capacity")]
    [TestCase("errors/error-beside-choices", "Provider disconnected")]
    [TestCase("errors/unauthorised", "Incorrect API key provided")]
    [TestCase("end/truncated-after-text", "ended without a finish reason")]
    public async Task A_failure_is_told_with_its_reason(string scenario, string words, CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync(scenario, cancellationToken);
        using var codex = new CodexRun();

        await codex.AskAsync(stage, "Tell a long story", cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(codex.Failure(), Does.Contain(words));
            Assert.That(codex.Result.ExitCode, Is.Not.Zero);
        });
    }

    private static void InterruptWhenItHasThought(Process codex, string line)
    {
        if (line.Contains("\"reasoning\"", StringComparison.Ordinal))
        {
            using var kill = Process.Start("kill", ["-INT", $"{codex.Id}"]);
            kill.WaitForExit();
        }
    }
}
