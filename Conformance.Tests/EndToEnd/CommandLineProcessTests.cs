using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using Conformance.Running.Relays;
using Conformance.Tests.Mutants;
using Conformance.Tests.Support;
using NUnit.Framework;

namespace Conformance.Tests.EndToEnd;

/// <summary>The command line as a process: exit codes, what it writes and where.</summary>
[CancelAfter(120_000)]
internal sealed class CommandLineProcessTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("relayconf").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_green_run_exits_with_0_and_leaves_every_file(CancellationToken cancellationToken)
    {
        var ran = await Shell.RelayconfAsync(
            ["run", "--run", "text/plain", "--run", "turns/tool-loop", "--out", _folder], cancellationToken);

        var latest = Path.Combine(_folder, "latest");
        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.Zero, ran.Output + ran.Error);
            Assert.That(ran.Output, Does.Contain("2 cases: 2 right, 0 wrong"));
            Assert.That(ran.Output, Does.Not.Contain("\u001b"), "no colour where no terminal is");
            foreach (var file in new[]
            {
                "results.jsonl", "report.html", "junit.xml", "summary.md", "cases/text/plain/request.json", "cases/text/plain/upstream.sse",
                "cases/text/plain/chat-request.json",
                "cases/text/plain/relay.sse", "cases/text/plain/events.jsonl", "cases/text/plain/findings.json",
                "cases/text/plain/repro.txt", "cases/turns/tool-loop/turn-2/relay.sse",
            })
            {
                Assert.That(File.Exists(Path.Combine(latest, file)), file);
            }
        });
    }

    [Test]
    public async Task A_relay_that_breaks_a_rule_exits_with_1_and_says_where(CancellationToken cancellationToken)
    {
        var port = FreePort.Find();
        await using var relays = Theatre.Processes(() => new Uri($"http://127.0.0.1:{port}/v1"));
        var relay = (ReadyRelay)await relays.RentAsync(null, cancellationToken);
        await using var mutant = await MutantProxy.StartAsync(
            () => relay.Url, MutantCatalog.All.Single(one => one.Name == "repeats-a-sequence-number").Rewriter, cancellationToken);

        var ran = await Shell.RelayconfAsync([
            "run",
            "--url",
            mutant.Url.ToString(),
            "--mock-port",
            $"{port}",
            "--run",
            "text/plain",
            "--run",
            "timing/silence-mid-stream",
            "--out",
            _folder,
        ], cancellationToken);

        var junit = XDocument.Load(Path.Combine(_folder, "latest", "junit.xml"));
        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(1), ran.Output + ran.Error);
            Assert.That(ran.Output, Does.Contain("sequence-gap  held in 0 of 1 streams").And.Contain("First in text/plain."));
            Assert.That(
                ran.Output,
                Does.Contain("2 cases: 1 right, 0 wrong, 1 not applicable; rules: 1 of"),
                "a case that needs a set-up is no pass, and a broken rule makes no outcome wrong");
            Assert.That(junit.Descendants("failure").Count(), Is.EqualTo(1));
            Assert.That(ran.Output.Split('\n').Select(line => line.Length), Has.All.LessThanOrEqualTo(80));
        });
    }

    [TestCase("run --no-such-option", "--no-such-option")]
    [TestCase("rum", "Did you mean run?")]
    [TestCase("show text/plian", "text/plain")]
    [TestCase("run --level most", "must")]
    public async Task Wrong_usage_exits_with_2_and_one_clear_sentence(string words, string said, CancellationToken cancellationToken)
    {
        var ran = await Shell.RelayconfAsync(words.Split(' '), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(2));
            Assert.That(ran.Error, Does.Contain(said).And.Not.Contain("   at "));
        });
    }

    [TestCase("  stpes: []", "12:3: unknown-key", "steps")]
    [TestCase("  steps:\n\t- done", "13:1: ", "tab")]
    [TestCase("  steps: [done]\n  steps: [done]", "13:3: duplicate-key", "steps")]
    public async Task A_file_that_does_not_lint_exits_with_2_and_its_place(
        string upstream, string place, string said, CancellationToken cancellationToken)
    {
        Write("tools/broken", upstream, tag: "tools");

        var ran = await Shell.RelayconfAsync(["lint", "--scenarios", _folder], cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(2), ran.Output + ran.Error);
            Assert.That(ran.Output + ran.Error, Does.Contain($"tools/broken.yaml:{place}").And.Contain(said));
        });
    }

    [TestCase("lint", "cases, no problems")]
    [TestCase("list", "sse/cr")]
    [TestCase("run --run sse/cr", "1 case: 1 right")]
    public async Task A_folder_below_the_vocabulary_is_taken_by_itself(string words, string said, CancellationToken cancellationToken)
    {
        var below = Path.Combine(Repository.Scenarios, "sse");
        string[] output = words.StartsWith("run", StringComparison.Ordinal) ? ["--out", _folder] : [];

        var ran = await Shell.RelayconfAsync([.. words.Split(' '), "--scenarios", below, .. output], cancellationToken);

        Assert.That((ran.ExitCode, ran.Output + ran.Error), Is.EqualTo((0, ran.Output + ran.Error)));
        Assert.That(ran.Output, Does.Contain(said).And.Not.Contain("text/plain"));
    }

    [Test]
    public async Task An_unknown_tag_is_told_with_the_nearest_one_and_stops_a_run(CancellationToken cancellationToken)
    {
        Write("tools/broken", "  steps: [done]", tag: "toools");

        var ran = await Shell.RelayconfAsync(["run", "--scenarios", _folder, "--out", _folder], cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(2));
            Assert.That(ran.Output + ran.Error, Does.Contain("tools/broken.yaml:6:8: unknown-tag").And.Contain("'tools'"));
        });
    }

    [Test]
    public async Task A_relay_that_never_gets_ready_exits_with_3_and_its_last_words(CancellationToken cancellationToken)
    {
        var ran = await Shell.RelayconfAsync(
            ["run", "--command", "echo no such upstream; exit 7", "--run", "text/plain", "--out", _folder], cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(3), ran.Output + ran.Error);
            Assert.That(ran.Output + ran.Error, Does.Contain("no such upstream"));
        });
    }

    [Test]
    public async Task Nothing_selected_exits_with_4(CancellationToken cancellationToken) =>
        Assert.That(
            (await Shell.RelayconfAsync(["run", "--run", "nowhere/**", "--out", _folder], cancellationToken)).ExitCode, Is.EqualTo(4));

    [Test]
    [Platform(Exclude = "Win", Reason = "An interrupt is sent with kill.")]
    public async Task An_interrupt_exits_with_130_and_keeps_what_had_run(CancellationToken cancellationToken)
    {
        var sent = false;

        var ran = await Shell.RelayconfAsync(
            ["run", "-v", "--jobs", "1", "--out", _folder],
            (process, line) =>
            {
                if (!sent && line.Contains("arguments/", StringComparison.Ordinal))
                {
                    sent = true;
                    using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
                    kill.WaitForExit();
                }
            },
            cancellationToken);

        var lines = File.ReadAllLines(Path.Combine(_folder, "latest", "results.jsonl"))
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .ToList();
        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(130), ran.Output + ran.Error);
            Assert.That(lines[^1].GetProperty("kind").GetString(), Is.EqualTo("end"));
            Assert.That(lines[^1].GetProperty("partial").GetBoolean(), Is.True);
            Assert.That(
                lines.Count(line => line.TryGetProperty("verdict", out var verdict) && verdict.GetString() is not "did_not_run"),
                Is.GreaterThan(0).And.LessThan(Theatre.Catalog.Scenarios.Count));
            Assert.That(
                lines.Count(line => line.GetProperty("kind").GetString() == "case"),
                Is.EqualTo(Theatre.Catalog.Scenarios.Count),
                "what did not run has its line");
            Assert.That(ran.Error, Does.StartWith("Stopping; again to end at once.\n"));
            Assert.That(File.ReadAllText(Path.Combine(_folder, "latest", "report.html")), Does.Contain("partial"));
        });
    }

    [Test]
    public async Task A_new_case_refuses_to_lint_until_it_is_filled_in(CancellationToken cancellationToken)
    {
        CopyVocabulary();

        var made = await Shell.RelayconfAsync(["new", "tools/my-case", "--scenarios", _folder], cancellationToken);
        var linted = await Shell.RelayconfAsync(["lint", "--scenarios", _folder], cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(made.ExitCode, Is.Zero, made.Error);
            Assert.That(File.Exists(Path.Combine(_folder, "tools", "my-case.yaml")));
            Assert.That(linted.ExitCode, Is.EqualTo(2));
            Assert.That(linted.Output + linted.Error, Does.Contain("tools/my-case.yaml:").And.Contain(": todo "));
        });
    }

    [Test]
    public async Task Accepting_is_refused_on_a_build_server(CancellationToken cancellationToken)
    {
        CopyVocabulary();
        Directory.CreateDirectory(Path.Combine(_folder, "text"));
        File.Copy(Repository.PathOf("Scenarios/text/plain.yaml"), Path.Combine(_folder, "text", "plain.yaml"));
        var first = await Shell.RelayconfAsync(["run", "--scenarios", _folder, "--out", Path.Combine(_folder, "runs")], cancellationToken);

        var onServer = await Shell.RelayconfAsync(
            ["accept", "--yes", "--scenarios", _folder], cancellationToken, KeyValuePair.Create("CI", (string?)"true"));
        var atHome = await Shell.RelayconfAsync(
            ["accept", "--yes", "--scenarios", _folder], cancellationToken, KeyValuePair.Create("CI", (string?)null));

        Assert.Multiple(() =>
        {
            Assert.That(first.ExitCode, Is.Zero, first.Output + first.Error);
            Assert.That(onServer.ExitCode, Is.EqualTo(2));
            Assert.That(atHome.ExitCode, Is.Zero, atHome.Output + atHome.Error);
            Assert.That(File.Exists(Path.Combine(_folder, "text", "plain.golden.jsonl")));
        });
    }

    [Test]
    public async Task What_is_shown_has_the_bytes_with_their_marks(CancellationToken cancellationToken)
    {
        var shown = await Shell.RelayconfAsync(["show", "sse/crlf"], cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(shown.ExitCode, Is.Zero);
            Assert.That(shown.Output, Does.Contain("␍␊").And.Contain("‖").And.Contain("response"));
        });
    }

    private void Write(string id, string upstream, string tag)
    {
        CopyVocabulary();
        var file = Path.Combine(_folder, id + ".yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $$"""
            schema: relay-scenario/v1
            id: {{id}}
            title: A broken file
            level: must
            spec: [chat#delta-content]
            tags: [{{tag}}]

            client:
              ask: Hi

            upstream:
            {{upstream}}

            expect:
              final: {status: completed}
            """);
    }

    private void CopyVocabulary()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "vocabulary"));
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("Scenarios/vocabulary")))
        {
            File.Copy(file, Path.Combine(_folder, "vocabulary", Path.GetFileName(file)), overwrite: true);
        }
    }
}
