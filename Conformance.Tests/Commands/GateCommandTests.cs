using System.Text.Json;
using Conformance.Checking;
using Conformance.Commands.Showing;
using Conformance.Reporting;
using Conformance.Results;
using Conformance.Tests.Gating;
using NUnit.Framework;

namespace Conformance.Tests.Commands;

/// <summary>The verbs of the gate, in this process, on runs that were written by hand.</summary>
[CancelAfter(60_000)]
internal sealed class GateCommandTests
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private string _folder = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("relayconf").FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "Scenarios"));
        CopyVocabulary();
        foreach (var id in new[] { "a/1", "a/2", "a/3" })
        {
            Write($"Scenarios/{id}.yaml", File.ReadAllText(Repository.PathOf("Scenarios/text/plain.yaml")).Replace("id: text/plain", "id: "
                + id, StringComparison.Ordinal));
        }
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Diff_tells_regressions_and_exits_with_1()
    {
        var before = Record("before", Runs.Passed("a/1"), Runs.Failed("a/2", "held"));
        var after = Record("after", Runs.Failed("a/1", "held"), Runs.Passed("a/2"));

        var code = await RunAsync("diff", before, after);

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1), _error.ToString());
            Assert.That(_out.ToString(), Does.Contain("new      a/1  passed → failed: held\n").And
                .Contain("fixed    a/2  failed: held → passed\n").And
                .EndWith("1 new, 1 fixed, 0 changed, 0 gone, 0 added\n"));
        });
    }

    [Test]
    public async Task Diff_exits_with_0_when_nothing_got_worse()
    {
        var before = Record("before", Runs.Passed("a/1"), Runs.Failed("a/2", "held"));
        var after = Record("after", Runs.Failed("a/2", "event-order"));

        Assert.That(await RunAsync("diff", before + "/results.jsonl", after), Is.Zero, _error.ToString());
        Assert.That(_out.ToString(), Does.Contain("0 new, 0 fixed, 1 changed, 1 gone, 0 added"));
    }

    [Test]
    public async Task Diff_is_markdown_and_json_too()
    {
        var before = Record("before", Runs.Passed("a/1"));
        var after = Record("after", Runs.Failed("a/1", "held"));

        Assert.That(await RunAsync("diff", before, after, "--format", "md"), Is.EqualTo(1));
        Assert.That(_out.ToString(), Does.Contain("| new | `a/1` | passed | failed: held |"));
        _out.GetStringBuilder().Clear();

        Assert.That(await RunAsync("diff", before, after, "--format", "json"), Is.EqualTo(1));
        var json = JsonDocument.Parse(_out.ToString()).RootElement;
        Assert.That(
            (json.GetProperty("regressions").GetInt32(), json.GetProperty("changes")[0].GetProperty("id").GetString()),
            Is.EqualTo((1, "a/1")));
    }

    [Test]
    public async Task Two_runs_that_share_nothing_are_not_compared()
    {
        var code = await RunAsync("diff", Record("before", Runs.Passed("a/1")), Record("after", Runs.Passed("b/1")));

        Assert.That(
            (code, _error.ToString()), Is.EqualTo((2, "before and after have no cases in common, so there is nothing to compare.\n")));
    }

    [Test]
    public async Task A_results_file_of_another_version_is_refused_in_one_sentence()
    {
        var old = Record("old", Runs.Passed("a/1"));
        var file = Path.Combine(_folder, old, "results.jsonl");
        File.WriteAllText(file, File.ReadAllText(file).Replace("relay-results/v2", "relay-results/v1", StringComparison.Ordinal));

        var code = await RunAsync("diff", old, old);

        Assert.That((code, _error.ToString()), Is.EqualTo((2, "old/results.jsonl has version relay-results/v1, but this program reads "
            + "relay-results/v2; run the cases again with this program.\n")));
    }

    [TestCase("{\"kind\":\"run\"", "old/results.jsonl:1:", "not a valid line of results")]
    [TestCase("nonsense", "old/results.jsonl:1:2: not a valid line of results", "'nonsense' is an invalid JSON literal")]
    [TestCase("{\"kind\":\"case\"}", "old/results.jsonl:1:", "required")]
    public async Task A_results_file_that_does_not_parse_has_its_place(string line, string place, string words)
    {
        Write("old/results.jsonl", line + "\n\n");

        var code = await RunAsync("run", "--baseline", "old", "--url", "http://localhost:1");

        Assert.That(code, Is.EqualTo(2), _out.ToString());
        Assert.That(_error.ToString(), Does.StartWith(place).And.Contain(words).And.Not.Contain("LineNumber"));
    }

    [TestCase("diff nowhere nowhere", "There is no run 'nowhere'")]
    [TestCase("diff empty empty", "'empty' does not contain a run")]
    [TestCase("merge nowhere", "There is no run 'nowhere'")]
    [TestCase("known update", "There is no run")]
    [TestCase("run --shard 5/4", "--shard: expected I/N")]
    [TestCase("run --skip-rule sequence-gop --url http://localhost:1", "There is no rule 'sequence-gop'; did you mean sequence-gap?")]
    [TestCase(
        "run --reporter junitt --url http://localhost:1",
        "--reporter: expected html, jsonl, junit, trx, ctrf, md, github, badge, separated by commas, received 'junitt'.")]
    [TestCase("run --repeat 2 --retries 2 --url http://localhost:1", "--repeat and --retries cannot be combined; give one of them.")]
    [TestCase("run --max-failures 0", "--max-failures: expected a number from 1")]
    [TestCase(
        "run --known nowhere.yaml --url http://localhost:1",
        "There is no file 'nowhere.yaml'. Create an empty file, or generate it from a run: relayconf known update --known nowhere.yaml")]
    [TestCase("run --last-failed --url http://localhost:1", "There is no earlier run of 'localhost:1'")]
    [TestCase("run --relay a=http://a --relay a=http://b", "The relay 'a' is given more than once")]
    [TestCase("run --relay a --relay b --command x", "--command and --url describe a single relay")]
    [TestCase("run --relay a=http://a --relay b=http://b --name x", "--name applies to a single run")]
    [TestCase("run --relays nowhere.yaml", "There is no file 'nowhere.yaml'.")]
    public async Task A_mistake_is_one_sentence_and_exit_code_2(string line, string sentence)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));

        var code = await RunAsync(line.Split(' '));

        Assert.That((code, _out.ToString()), Is.EqualTo((2, "")), _error.ToString());
        Assert.That(_error.ToString(), Does.StartWith(sentence));
    }

    [Test]
    public async Task A_list_that_does_not_read_ends_the_run_before_it_starts()
    {
        Write("known.yaml", "- case: a/1\n  reson: x\n- rule: sequnce-gap\n  reason: TODO\n");

        var code = await RunAsync("run", "--url", "http://localhost:1", "--known", "known.yaml");

        Assert.That(code, Is.EqualTo(2), _out.ToString());
        Assert.That(_error.ToString().Split('\n'), Has.Some.StartsWith("known.yaml:2:3: unknown-key").And.Some
            .StartsWith("known.yaml:3:9: unknown-rule").And.Some
            .StartsWith("known.yaml:4:11: todo").And.Some
            .EqualTo("4 problems"));
    }

    [Test]
    public async Task A_relay_file_is_found_further_up_and_its_mistakes_have_their_place()
    {
        Write("relays.yaml", "- name: acme\n  comand: x\n");
        Directory.CreateDirectory(Path.Combine(_folder, "below"));

        var code = await RunAsync(Terminal() with { Directory = Path.Combine(_folder, "below") }, "run", "--relay", "acme");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(
            _error.ToString(), Does.Match(@"relays\.yaml:2:3: unknown-key 'comand' is not a key of a relay; did you mean 'command'\?"));
    }

    [Test]
    public async Task A_relay_that_the_file_lacks_is_told_with_the_nearest_one()
    {
        Write("relays.yaml", "- name: acme\n  command: x\n- name: other\n  command: z\n");

        Assert.That(
            (await RunAsync("run", "--relay", "acne"), _error.ToString()),
            Is.EqualTo((2, "There is no relay 'acne' in relays.yaml; did you mean acme?\n")));
    }

    [Test]
    public async Task A_key_that_is_not_set_ends_the_run_before_it_starts()
    {
        Write("relays.yaml", "- name: acme\n  command: x\n  api_key_env: ACME_KEY\n");

        Assert.That(await RunAsync("run", "--relay", "acme"), Is.EqualTo(2));
        Assert.That(_error.ToString(), Does.StartWith("relays.yaml:3:16: missing-variable the environment variable ACME_KEY is not set"));
    }

    [Test]
    public async Task A_baseline_without_a_selected_case_is_refused()
    {
        var code = await RunAsync("run", "--url", "http://localhost:1", "--baseline", Record("before", Runs.Passed("z/1")));

        Assert.That(
            (code, _error.ToString()),
            Is.EqualTo((2, "The baseline before contains none of the selected cases, so there is nothing to compare.\n")));
    }

    [Test]
    public async Task Nothing_failed_in_the_last_run_leaves_nothing_to_play()
    {
        Record("reports/20260101-000000-acme", Runs.Passed("a/1"));

        var code = await RunAsync("run", "--relay", "acme=http://localhost:1", "--last-failed");

        Assert.That((code, _error.ToString()), Is.EqualTo((4, "No selected case failed in the last run of 'acme'.\n")));
    }

    [Test]
    public async Task A_list_is_written_from_a_run_filled_in_and_checked()
    {
        var red = Record("red", Runs.Failed("a/1", "held"), Runs.Breaks("a/2", "sequence-gap"), Runs.Passed("a/3"));

        Assert.That(await RunAsync("known", "update", red, "--known", "known/acme.yaml"), Is.Zero, _error.ToString());
        Assert.That(
            _out.ToString(), Does.StartWith("known/acme.yaml: 0 kept, 2 added, 0 removed, 0 narrowed\n").And.Contain("reason: TODO"));
        Assert.That(await RunAsync("known", "check", red, "--known", "known/acme.yaml"), Is.EqualTo(2), "the reasons are missing");

        var file = Path.Combine(_folder, "known/acme.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("TODO", "being fixed", StringComparison.Ordinal));
        Assert.That(await RunAsync("known", "check", red, "--known", "known/acme.yaml"), Is.Zero, _error.ToString());

        _out.GetStringBuilder().Clear();
        var fixedRun = Record("fixed", Runs.Passed("a/1"), Runs.Passed("a/2"), Runs.Passed("a/3"));
        Assert.That(await RunAsync("known", "check", fixedRun, "--known", "known/acme.yaml"), Is.EqualTo(1));
        Assert.That(_out.ToString(), Does.Contain("known/acme.yaml:2:3: unexpected pass: the rule sequence-gap now holds in all 3 "
            + "answers").And.Contain("a/1 no longer fails with held").And.Contain("2 entries, 2 no longer hold"));

        Assert.That(await RunAsync("known", "update", fixedRun, "--known", "known/acme.yaml"), Is.Zero);
        Assert.That(File.ReadAllText(file), Is.Empty);
    }

    [Test]
    public async Task Shards_are_merged_into_one_run_with_its_rules_and_evidence()
    {
        var one = Record("one", "1/2", Runs.Breaks("a/1", "sequence-gap"));
        var two = Record("two", "2/2", Runs.Breaks("a/2", "sequence-gap"), Runs.Failed("a/3", "held"));
        Write("one/cases/a/1/request.json", "{}");

        var code = await RunAsync("merge", one, two, "--out", "merged");

        var run = RunFolder.Read(Path.Combine(_folder, "merged", "latest")).Result;
        var rule = run.Rules.Single(rule => rule.Id == "sequence-gap");
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1), _error.ToString());
            Assert.That((run.Cases.Count, run.Info.Shard, run.Info.Selected, run.End!.Partial), Is.EqualTo((3, (string?)null, 3, false)));
            Assert.That((rule.Streams, rule.Held), Is.EqualTo((3, 1)));
            Assert.That(rule.Cases, Is.EqualTo(new[] { "a/1", "a/2" }));
            Assert.That(File.Exists(Path.Combine(_folder, "merged", "latest", "cases/a/1/request.json")), "the evidence is copied");
            Assert.That(_out.ToString(), Does.StartWith("3 cases: 2 right, 1 wrong"));
        });
    }

    [Test]
    public async Task A_missing_shard_makes_the_whole_partial()
    {
        var code = await RunAsync(
            "merge", Record("one", "1/3", Runs.Passed("a/1")), Record("two", "3/3", Runs.Passed("a/2")), "--out", "merged");

        Assert.That((code, RunFolder.Read(Path.Combine(_folder, "merged", "latest")).Result.End!.Partial), Is.EqualTo((3, true)));
        Assert.That(_out.ToString(), Does.Contain("Shard 2/3 is missing."));
    }

    [Test]
    public async Task Merging_holds_the_list_of_known_failures_against_the_whole()
    {
        Write("known.yaml", "- rule: sequence-gap\n  reason: x\n");

        var code = await RunAsync(
            "merge",
            Record("one", "1/2", Runs.Passed("a/1")),
            Record("two", "2/2", Runs.Passed("a/2"), Runs.Passed("a/3")),
            "--out",
            "merged",
            "--known",
            "known.yaml");

        Assert.That(code, Is.EqualTo(1), _error.ToString());
        Assert.That(_out.ToString(), Does.Contain("known.yaml:1:3: unexpected pass: the rule sequence-gap now holds in all 3 answers"));
    }

    [TestCase("relays", "api_key_env")]
    [TestCase("known", "reason")]
    public async Task The_schemas_are_printed(string what, string key)
    {
        Assert.That(await RunAsync("schema", what), Is.Zero);

        var schema = JsonDocument.Parse(_out.ToString()).RootElement;
        Assert.That(schema.GetProperty("type").GetString(), Is.EqualTo("array"));
        Assert.That(schema.GetProperty("items").GetProperty("properties").TryGetProperty(key, out _), Is.True);
        Assert.That(schema.GetProperty("items").GetProperty("additionalProperties").GetBoolean(), Is.False);
    }

    private string Record(string folder, params CaseResult[] cases) => Record(folder, shard: null, cases);

    /// <summary>Writes a run of these cases to a folder and returns the folder's name.</summary>
    private string Record(string folder, string? shard, params CaseResult[] cases)
    {
        var info = Runs.Info with { Selected = cases.Length, Available = 3, Shard = shard };
        using (var run = RunFolder.Create(Path.Combine(_folder, "made"), info, TimeProvider.System))
        {
            var written = cases.Select(result => run.Append(result, evidence: null)).ToList();
            run.Finish(
                RuleTally.Count(info, written),
                new RunEnd(info.StartedAt.AddSeconds(1), 1_000, Partial: false, ExitCode: 0),
                static whole => RunViews.Write(whole));
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, folder))!);
            Directory.Move(run.Folder, Path.Combine(_folder, folder));
        }

        // The place of a case's files is that of a case that was played.
        var results = Path.Combine(_folder, folder, "results.jsonl");
        File.WriteAllText(
            results,
            string.Join('\n', File.ReadAllLines(results).Select(static line => line.Contains("\"kind\":\"case\"", StringComparison.Ordinal)
                ? line.Replace(
                    "\"kind\":\"case\"",
                    $"\"kind\":\"case\",\"folder\":\"cases/{JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()}\"",
                    StringComparison.Ordinal)
                : line)) + "\n");
        return folder;
    }

    private void CopyVocabulary()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("Scenarios/vocabulary")))
        {
            Write($"Scenarios/vocabulary/{Path.GetFileName(file)}", File.ReadAllText(file));
        }
    }

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private Task<int> RunAsync(params string[] args) => RunAsync(Terminal(), args);

    private static Task<int> RunAsync(Terminal terminal, params string[] args) =>
        Conformance.Commands.RelayconfCommandLine.RunAsync(args, terminal, TestContext.CurrentContext.CancellationToken);

    private Terminal Terminal() =>
        new() { Out = _out, Error = _error, Directory = _folder, ProgramFolder = TestContext.CurrentContext.TestDirectory };
}
