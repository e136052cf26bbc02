using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Reporting;
using Conformance.Results;
using Conformance.Tests.Reporting;
using NUnit.Framework;

namespace Conformance.Tests.Results;

/// <summary>A run's folder: what goes in comes out, whatever happens in between.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly string _reports = Directory.CreateTempSubdirectory("relayconf-reports-").FullName;

    public void Dispose() => Directory.Delete(_reports, recursive: true);

    [Test]
    public void Whole_run_is_read_back_as_it_was_written()
    {
        var written = SampleRun.Write(_reports);

        var read = RunFolder.Read(written.Folder);

        Assert.That(Line(read.Result.Info), Is.EqualTo(Line(written.Result.Info)));
        Assert.That(read.Result.Cases.Select(Line), Is.EqualTo(written.Result.Cases.Select(Line)));
        Assert.That(Line(read.Result.End!), Is.EqualTo(Line(SampleRun.End)));
        foreach (var (result, evidence) in SampleRun.Cases)
        {
            AssertSame(read.ReadEvidence(read.Result.Cases.Single(other => other.Id == result.Id)), evidence);
        }
    }

    [Test]
    public void Findings_get_the_type_of_the_event_they_speak_of()
    {
        var run = SampleRun.Write(_reports);

        var first = RunFolder.Read(run.Folder).Result.Cases.Single(result => result.Id == SampleRun.FirstFailure).Findings[0];

        Assert.That(first.EventType, Is.EqualTo("response.output_item.added"));
    }

    [Test]
    public void Every_view_is_written()
    {
        var run = SampleRun.Write(_reports);

        Assert.That(
            Directory.GetFiles(run.Folder).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "results.jsonl", "report.html", "junit.xml", "summary.md" }));
    }

    [Test]
    public void Expected_and_received_outcome_have_a_file_each()
    {
        var run = SampleRun.WriteAll(_reports);
        var result = RunFolder.Read(run.Folder).Result.Cases.Single(other => other.Id == "errors/quota");

        var turn = run.ReadEvidence(result)!.Turns[0];

        Assert.That(File.ReadAllLines(Path.Combine(run.Folder, "cases", "errors", "quota", "expected.txt")), Is.EqualTo(turn.Expected));
        Assert.That(turn.Outcome, Is.EqualTo(new[] { "status: failed", "cause: rate limit", "items: none" }));
    }

    [Test]
    public void Case_folder_is_read_from_left_to_right()
    {
        var run = SampleRun.Write(_reports);

        Assert.That(Directory.GetFiles(Path.Combine(run.Folder, "cases", "tools", "args-split-missing-ids"))
            .Select(Path.GetFileName), Is.EquivalentTo(new[]
        {
            "request.json", "chat-request.json", "exchange.json", "upstream.sse", "writes.jsonl", "relay.sse", "answer.json",
            "events.jsonl", "timeline.jsonl",
            "findings.json", "golden.jsonl", "received.jsonl", "scenario.yaml", "repro.txt",
        }));
        Assert.That(
            Directory.GetDirectories(Path.Combine(run.Folder, "cases", "turns", "tool-loop")).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "turn-1", "turn-2" }));
    }

    [Test]
    public void Upstream_file_marks_each_write_with_its_step()
    {
        var run = SampleRun.Write(_reports);

        var text = File.ReadAllText(Path.Combine(run.Folder, "cases", "tools", "args-split-missing-ids", "upstream.sse"));

        Assert.That(
            text, Does.StartWith("⟦POST /v1/chat/completions · 200⟧\n⟦step 1 · line 18 · +2.747 ms · 243 bytes · proven⟧\ndata: {"));
        Assert.That(text, Does.EndWith("⟦step 5 · line 22 · +6.003 ms · 14 bytes⟧\ndata: [DONE]\n\n"));
    }

    [Test]
    public void Last_line_that_was_cut_off_is_left_out()
    {
        var folder = SampleRun.Write(_reports).Folder;
        var file = Path.Combine(folder, RunFolder.ResultsFile);
        var lines = File.ReadAllLines(file);
        File.WriteAllText(file, string.Join('\n', lines[..5]) + "\n" + lines[5][..40]);

        var read = RunFolder.Read(folder).Result;

        Assert.That(read.Cases, Has.Count.EqualTo(4));
        Assert.That(read.End, Is.Null);
    }

    [Test]
    public void Broken_line_in_the_middle_is_an_error_with_its_place()
    {
        var folder = SampleRun.Write(_reports).Folder;
        var file = Path.Combine(folder, RunFolder.ResultsFile);
        var lines = File.ReadAllLines(file);
        lines[3] = lines[3][..40];
        File.WriteAllLines(file, lines);

        Assert.That(() => RunFolder.Read(folder), Throws.TypeOf<InvalidDataException>().With.Message.Contains("results.jsonl:4"));
    }

    [Test]
    public void Run_without_an_end_is_readable_while_it_goes_on()
    {
        using var run = RunFolder.Create(_reports, SampleRun.Info, TimeProvider.System);
        run.Append(SampleRun.Cases[0].Result, SampleRun.Cases[0].Evidence);

        var read = RunFolder.Read(run.Folder).Result;

        Assert.That(read.Cases.Single().Id, Is.EqualTo(SampleRun.FirstFailure));
        Assert.That(read.End, Is.Null);
    }

    [Test]
    public void Many_threads_may_append()
    {
        using var run = RunFolder.Create(_reports, SampleRun.Info, TimeProvider.System);

        Parallel.For(0, 200, number => run.Append(
            SampleRun.Case($"text/case-{number}", "One of many", Verdict.Passed), new CaseEvidence("id: x", [SampleStreams.TextTurn()])));
        run.Finish([], SampleRun.End, static whole => RunViews.Write(whole));

        Assert.That(RunFolder.Read(run.Folder).Result.Cases, Has.Count.EqualTo(200));
    }

    [Test]
    public void Runs_of_the_same_second_get_folders_of_their_own()
    {
        using var first = RunFolder.Create(_reports, SampleRun.Info, TimeProvider.System);
        using var second = RunFolder.Create(_reports, SampleRun.Info, TimeProvider.System);

        Assert.That(second.Folder, Is.EqualTo(first.Folder + "-2"));
    }

    [Test]
    public void Latest_follows_the_newest_run()
    {
        var first = SampleRun.Write(_reports);
        Assert.That(Latest(), Is.EqualTo(Path.GetFileName(first.Folder)));

        var second = SampleRun.Write(_reports);

        Assert.That(Latest(), Is.EqualTo(Path.GetFileName(second.Folder)));
        Assert.That(Directory.GetFileSystemEntries(_reports).Select(Path.GetFileName).Where(name => name!.StartsWith('.')), Is.Empty);
    }

    [Test]
    public void Folder_that_is_named_latest_is_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(_reports, "latest"));

        var run = SampleRun.Write(_reports);

        Assert.That(File.ReadAllText(Path.Combine(_reports, "latest.txt")).Trim(), Is.EqualTo(Path.GetFileName(run.Folder)));
        Assert.That(Directory.GetFileSystemEntries(Path.Combine(_reports, "latest")), Is.Empty);
    }

    [TestCase("../../escape")]
    [TestCase("/etc/passwd")]
    [TestCase("a/../../../b")]
    [TestCase("..\\..\\x")]
    [TestCase("con")]
    [TestCase("a//b")]
    [TestCase("nul\0l")]
    [TestCase("")]
    public void Nothing_is_written_outside_the_folder(string id)
    {
        using var run = RunFolder.Create(_reports, SampleRun.Info with { Name = "../" + id }, TimeProvider.System);

        var written = run.Append(SampleRun.Case(id, "Odd id", Verdict.Passed), new CaseEvidence("id: x", [SampleStreams.TextTurn()]));
        run.Finish([], SampleRun.End, static whole => RunViews.Write(whole));

        Assert.That(Path.GetDirectoryName(run.Folder), Is.EqualTo(_reports));
        Assert.That(Path.GetFullPath(Path.Combine(run.Folder, written.Folder!)), Does.StartWith(Path.Combine(run.Folder, "cases")
            + Path.DirectorySeparatorChar));
        Assert.That(RunFolder.Read(run.Folder).ReadEvidence(written), Is.Not.Null);
    }

    [Test]
    public void Different_ids_have_different_folders()
    {
        string[] ids = ["a/b", "a~2fb", "a\\b", "a:b", "a b", "A/./b", "a/~", "con", "con~", "x.", "x~2e", ".x"];

        Assert.That(ids.Select(SafePath.EscapeId), Is.Unique);
    }

    [Test]
    public void Folder_named_in_the_results_cannot_lead_out_of_the_run()
    {
        var run = SampleRun.Write(_reports);
        var secret = Path.Combine(_reports, "secret");
        Directory.CreateDirectory(secret);

        Assert.That(run.ReadEvidence(SampleRun.Cases[0].Result with { Folder = "../secret" }), Is.Null);
    }

    [Test]
    public void Lines_hold_what_the_schema_requires()
    {
        var folder = SampleRun.Write(_reports).Folder;
        var kinds = JsonNode.Parse(ResultsSchema.Create())!["anyOf"]!
            .AsArray()
            .ToDictionary(schema => schema!["properties"]!["kind"]!["const"]!.GetValue<string>(), schema => schema!);

        foreach (var line in File.ReadLines(Path.Combine(folder, RunFolder.ResultsFile)))
        {
            var json = JsonNode.Parse(line)!.AsObject();
            var schema = kinds[json["kind"]!.GetValue<string>()];
            Assert.That(
                json.Select(member => member.Key), Is.SupersetOf(schema["required"]!.AsArray().Select(name => name!.GetValue<string>())));
            Assert.That(schema["properties"]!.AsObject().Select(member => member.Key), Is.SupersetOf(json.Select(member => member.Key)));
        }

        Assert.That(kinds.Keys, Is.EquivalentTo(new[] { "run", "case", "rule", "end" }));
    }

    [Test]
    public void Words_are_snake_case_and_text_stays_text()
    {
        var line = JsonSerializer.Serialize(SampleRun.Case("a/b", "Grüße <b> +", Verdict.NonStrict), ResultsJson.Lines.ResultLine);

        Assert.That(line, Does.StartWith("{\"kind\":\"case\",").And
            .Contain("\"verdict\":\"non_strict\"").And
            .Contain("Grüße <b> +").And
            .Contain("\"duration_ms\":12"));
    }

    private string Latest() =>
        new DirectoryInfo(Path.Combine(_reports, "latest")).LinkTarget ?? File.ReadAllText(Path.Combine(_reports, "latest.txt")).Trim();

    private static string Line(ResultLine line) => JsonSerializer.Serialize(line, ResultsJson.Lines.ResultLine);

    private static void AssertSame(CaseEvidence? actual, CaseEvidence? expected)
    {
        Assert.That(actual is null, Is.EqualTo(expected is null));
        Assert.That(actual?.Source, Is.EqualTo(expected?.Source));
        foreach (var (read, written) in (actual?.Turns ?? []).Zip(expected?.Turns ?? []))
        {
            Assert.That(
                read.Request.GetRawText().Where(unit => !char.IsWhiteSpace(unit)),
                Is.EqualTo(written.Request.GetRawText().Where(unit => !char.IsWhiteSpace(unit))));
            Assert.That((read.Status, read.End), Is.EqualTo((written.Status, written.End)));
            Assert.That(read.Headers, Is.EqualTo(written.Headers));
            Assert.That(read.Body.ToArray(), Is.EqualTo(written.Body.ToArray()));
            Assert.That(read.Events.SequenceEqual(written.Events) && read.Timeline.SequenceEqual(written.Timeline), Is.True);
            Assert.That(read.Golden, Is.EqualTo(written.Golden));
            Assert.That(read.Received, Is.EqualTo(written.Received));
            Assert.That(read.Exchanges.Select(Flat), Is.EqualTo(written.Exchanges.Select(Flat)));
        }
    }

    private static string Flat(ExchangeEvidence exchange) => new StringBuilder()
        .Append(exchange.RequestLine).AppendJoin(',', exchange.RequestHeaders).Append(exchange.RequestBody).Append(exchange.Status)
            .AppendJoin(',', exchange.Headers)
            .AppendJoin(',', exchange.Writes.Select(write =>
                $"{write.AtUs} {write.Step} {write.Line} {Convert.ToHexString(write.Bytes.Span)} {write.Boundary}")).ToString();
}
