using System.Text;
using System.Text.Json;
using Conformance.Reporting;
using Conformance.Results;
using Conformance.Tests.Reporting;
using Conformance.Tests.Running;
using NUnit.Framework;

namespace Conformance.Tests.Results;

/// <summary>How much of an answer is kept, and that the rest is not passed over in silence.</summary>
internal sealed class EvidenceCutTests
{
    private const string Key = "sk-abcdefgh12345678";

    private static readonly EvidenceLimits Limits = new() { MaxTurnBytes = 1000, MaxRunBytes = 3000, LeftBytes = 100 };

    private string _reports = "";

    [SetUp]
    public void MakeFolder() => _reports = Directory.CreateTempSubdirectory("evidence").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_reports, recursive: true);

    [Test]
    public void A_long_answer_is_cut_and_its_file_says_so()
    {
        using var run = RunFolder.Create(_reports, SampleRun.Info, TimeProvider.System, Limits);

        run.Append(Result("a/long"), Evidence(new string('x', 5000)));

        var kept = Encoding.UTF8.GetString(Read(run, "a/long", "relay.sse"));
        var back = RunFolder.Read(run.Folder).ReadEvidence(Result("a/long") with { Folder = "cases/a/long" })!.Turns[0];
        Assert.Multiple(() =>
        {
            Assert.That(kept, Is.EqualTo(new string('x', 1000) + "\n: cut at 1000 of 5000 bytes\n"));
            Assert.That((back.Body.Length, back.BodyTotal), Is.EqualTo((1000, (long?)5000)));
        });
    }

    [Test]
    public void An_answer_that_was_cut_while_it_was_read_says_how_much_that_was()
    {
        using var run = RunFolder.Create(_reports, SampleRun.Info, TimeProvider.System, Limits);

        run.Append(Result("a/cut"), Evidence("short") with { Turns = [Evidence("short").Turns[0] with { BodyTotal = 70_000_000 }] });

        Assert.That(Encoding.UTF8.GetString(Read(run, "a/cut", "relay.sse")), Is.EqualTo("short\n: cut at 5 of 70000000 bytes\n"));
    }

    [Test]
    public void A_run_that_has_written_all_it_may_keeps_beginnings()
    {
        using var run = RunFolder.Create(_reports, SampleRun.Info, TimeProvider.System, Limits);

        for (var number = 0; number < 5; number++)
        {
            run.Append(Result($"a/{number}"), Evidence(new string('x', 900)));
        }

        Assert.That(Read(run, "a/0", "relay.sse"), Has.Length.EqualTo(900));
        Assert.That(Encoding.UTF8.GetString(Read(run, "a/4", "relay.sse")), Does.EndWith("\n: cut at 100 of 900 bytes\n"));
    }

    [Test]
    public void A_short_answer_is_kept_byte_for_byte()
    {
        using var run = RunFolder.Create(_reports, SampleRun.Info, TimeProvider.System, Limits);

        run.Append(Result("a/short"), Evidence("data: \ud83d\ude00\n\n"));

        Assert.That(Read(run, "a/short", "relay.sse"), Is.EqualTo(Encoding.UTF8.GetBytes("data: \ud83d\ude00\n\n")));
    }

    [Test]
    public void No_file_of_a_run_has_a_key_of_an_answer()
    {
        var planted = $"data: {{\"type\":\"error\",\"message\":\"Bearer plum-orchard and {Key}\"}}\n\n";
        var evidence = Evidence(planted);
        var turn = evidence.Turns[0] with
        {
            Headers = [
                KeyValuePair.Create("content-type", "text/event-stream"),
                KeyValuePair.Create("set-cookie", "plum-orchard"),
                KeyValuePair.Create("x-api-key", "plum-orchard"),
                KeyValuePair.Create("authorization", "plum-orchard"),
            ],
            Events = [new EventEvidence(0, 0, 0, planted.Length, "error", planted[6..].Trim())],
            Received = [planted[6..].Trim()],
            Timeline = [new TimelineEntry(0, "client", "event", Step: null, 0, 1, $"Bearer plum-orchard {Key}")],
        };
        var finding = Running.Cases.Finding("leak") with
        {
            Message = $"It says {Key}.",
            Expected = "Bearer plum-orchard",
            Received = "x-api-key: plum-orchard",
            Member = Key,
        };
        using var run = RunFolder.Create(
            _reports,
            SampleRun.Info with { Command = $"./relayconf run --api-key=plum-orchard --url http://h/?key=plum-orchard {Key}" },
            TimeProvider.System);

        run.Append(
            Result("a/leak") with { Findings = [finding], Reason = Key, Repro = $"./relayconf run --api-key plum-orchard {Key}" },
            evidence with { Turns = [turn] });
        run.Finish(
            [Rule(finding)],
            new RunEnd(DateTimeOffset.UnixEpoch, 1, Partial: false, ExitCode: 1, Problem: Key),
            static whole => RunViews.Write(whole));

        var files = Directory.GetFiles(run.Folder, "*", SearchOption.AllDirectories);
        Assert.That(files.Select(Path.GetFileName), Is.SupersetOf(new[]
        {
            "results.jsonl",
            "findings.json",
            "answer.json",
            "relay.sse",
            "events.jsonl",
            "received.jsonl",
            "report.html",
            "summary.md",
            "junit.xml",
            "timeline.jsonl",
        }));
        Assert.Multiple(() =>
        {
            foreach (var file in files)
            {
                Assert.That(File.ReadAllText(file), Does.Not.Contain("plum-orchard").And.Not.Contain(Key), file);
            }

            Assert.That(Read(run, "a/leak", "relay.sse"), Has.Length.EqualTo(planted.Length), "offsets stay what they are");
        });
    }

    private static RuleResult Rule(Finding finding) => new()
    {
        Id = "leak",
        Rule = "V38",
        Title = "A rule",
        Severity = Severity.Error,
        Streams = 1,
        Held = 0,
        First = new RuleExample("a/leak", finding),
    };

    private static CaseResult Result(string id) => Running.Cases.Result(id, Verdict.Failed);

    private static byte[] Read(RunFolder run, string id, string file) => File.ReadAllBytes(Path.Combine(run.Folder, "cases", id, file));

    private static CaseEvidence Evidence(string body) => new("id: a", [new TurnEvidence
    {
        Request = JsonElement.Parse("{}"),
        Exchanges = [],
        Status = 200,
        Headers = [KeyValuePair.Create("content-type", "text/event-stream")],
        Body = Encoding.UTF8.GetBytes(body),
        End = "closed",
        Events = [],
        Timeline = [],
    }]);
}
