using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Running;
using Conformance.Running.Asking;
using Conformance.Running.Relays;
using Conformance.Running.Tracing;
using Conformance.Tests.Reporting;
using Conformance.Turns;
using MockUpstream.Contract;
using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Tests.Running;

/// <summary>The small pure rules of a run.</summary>
internal sealed class RunRuleTests
{
    [TestCase(Verdict.Passed, "must", ExpectedResult = 0)]
    [TestCase(Verdict.NonStrict, "must", ExpectedResult = 0)]
    [TestCase(Verdict.NotApplicable, "must", ExpectedResult = 4)]
    [TestCase(Verdict.Failed, "must", ExpectedResult = 1)]
    [TestCase(Verdict.Failed, "should", ExpectedResult = 1)]
    [TestCase(Verdict.Failed, "may", ExpectedResult = 0)]
    [TestCase(Verdict.Failed, "info", ExpectedResult = 0)]
    [TestCase(Verdict.HarnessError, "info", ExpectedResult = 3)]
    public int A_verdict_has_its_exit_code(Verdict verdict, string level) =>
        ExitCodes.FromRun(Run(Cases.Result("a/b", verdict, level)), selected: 1, cancelled: false, stopped: false);

    [Test]
    public void Cancelled_beats_nothing_selected_beats_harness_beats_failed()
    {
        CaseResult[] both = [Cases.Result("a/1", Verdict.Failed), Cases.Result("a/2", Verdict.HarnessError)];

        Assert.Multiple(() =>
        {
            Assert.That(ExitCodes.FromRun(Run(both), 2, cancelled: true, stopped: true), Is.EqualTo(130));
            Assert.That(ExitCodes.FromRun(Run(), 0, cancelled: false, stopped: false), Is.EqualTo(4));
            Assert.That(ExitCodes.FromRun(Run(both), 2, cancelled: false, stopped: false), Is.EqualTo(3));
            Assert.That(ExitCodes.FromRun(Run(), 2, cancelled: false, stopped: true), Is.EqualTo(3));
        });
    }

    [TestCase("must", "should", ExpectedResult = 0)]
    [TestCase("should", "should", ExpectedResult = 1)]
    [TestCase("may", "may", ExpectedResult = 1)]
    public int The_weakest_level_that_fails_a_run_can_be_chosen(string failOn, string level) =>
        ExitCodes.FromRun(
            Run(Cases.Result("a/b", Verdict.Failed, level)) with { Info = Reporting.SampleRun.Info with { FailOn = failOn } },
            selected: 1,
            cancelled: false,
            stopped: false);

    [Test]
    public void A_selection_takes_by_id_tag_and_level()
    {
        var tools = Cases.Scenario("tools/split", Level.Should) with { Tags = ["tools"] };
        var all = new Selection();

        Assert.Multiple(() =>
        {
            Assert.That(all.Includes(tools), Is.True);
            Assert.That((all with { Run = [Pattern("tools/split")] }).Includes(tools), Is.True);
            Assert.That((all with { Run = [Pattern("text/hello")] }).Includes(tools), Is.False);
            Assert.That((all with { Skip = [Pattern("tools/split")] }).Includes(tools), Is.False);
            Assert.That((all with { Tags = ["text", "tools"] }).Includes(tools), Is.True);
            Assert.That((all with { Tags = ["text"] }).Includes(tools), Is.False);
            Assert.That((all with { Level = Level.Should }).Includes(tools), Is.True);
            Assert.That((all with { Level = Level.Must }).Includes(tools), Is.False);
        });
    }

    [Test]
    public void A_selection_is_written_as_it_is_typed()
    {
        var selection = new Selection { Run = [Pattern("tools/**")], Tags = ["a", "b"], Level = Level.Must };

        Assert.That((selection.ToString(), new Selection().ToString()), Is.EqualTo(("--run tools/** --tag a --tag b --level must", "")));
    }

    [TestCase("Scenarios/tools/split.yaml", "tools/split")]
    [TestCase("Scenarios/tools/split.golden.jsonl", "tools/split")]
    public void A_problem_belongs_to_the_case_of_its_file(string file, string id) =>
        Assert.That(ProblemFile.GetId(new ScenarioProblem(new SourcePlace(file, 1, 1), "x", "y")), Is.EqualTo(id));

    [Test]
    public void A_broken_file_stops_only_those_who_asked_for_it()
    {
        var broken = new ScenarioProblem(new SourcePlace("Scenarios/tools/broken.yaml", 3, 1), "unknown-key", "x");
        var words = new ScenarioProblem(new SourcePlace("Scenarios/vocabulary/tags.yaml", 3, 1), "unknown-key", "x");
        var catalog = new ScenarioCatalog("Scenarios", null!, [], [broken, words]);

        Assert.Multiple(() =>
        {
            Assert.That(SelectedCases.Select(catalog, new Selection()).Problems, Has.Count.EqualTo(2));
            Assert.That(
                SelectedCases.Select(catalog, new Selection { Run = [Pattern("text/hello")] }).Problems,
                Is.EqualTo(new[] { words }));
        });
    }

    [Test]
    public void A_set_up_keeps_the_order_in_which_it_is_applied() =>
        Assert.That(SetupText.Format(Cases.Setup("codex", ("b", "1"), ("a", "2"))), Is.EqualTo("preset codex, b=1, a=2"));

    [Test]
    public void A_body_gets_its_model_and_keeps_the_rest_as_it_is_written()
    {
        var body = Cases.Json("""{"input":"é","temperature":1.0,"model":"x","stream":true}""");

        Assert.Multiple(() =>
        {
            Assert.That(
                RequestBody.Build(body, "rc-a", stream: null).GetRawText(),
                Is.EqualTo("""{"model":"rc-a","input":"é","temperature":1.0,"stream":true}"""));
            Assert.That(
                RequestBody.Build(body, "rc-a", stream: false).GetRawText(),
                Is.EqualTo("""{"model":"rc-a","input":"é","temperature":1.0,"stream":false}"""));
        });
    }

    [TestCase("Authorization: Bearer abc.def-1", "Authorization: Bearer ***")]
    [TestCase("relay --key sk-abcdefgh1234", "relay --key ***")]
    [TestCase("API_KEY=hunter2 relay", "API_KEY=*** relay")]
    [TestCase("http://me:pass@host/v1", "http://me:***@host/v1")]
    [TestCase("listening on http://127.0.0.1:80", "listening on http://127.0.0.1:80")]
    public void Secrets_are_masked(string text, string masked) => Assert.That(Secrets.Mask(text), Is.EqualTo(masked));

    [Test]
    public void Probes_are_read_as_people_write_them() => Assert.Multiple(() =>
    {
        Assert.That(ReadyProbe.Parse("tcp"), Is.EqualTo(new TcpProbe()));
        Assert.That(ReadyProbe.Parse("stdout:up and running"), Is.EqualTo(new OutputProbe("up and running")));
        Assert.That(ReadyProbe.Parse("GET /health"), Is.EqualTo(new HttpProbe("/health", 200)));
        Assert.That(ReadyProbe.Parse("GET /health 204"), Is.EqualTo(new HttpProbe("/health", 204)));
        Assert.That(ReadyProbe.Parse("stdout:"), Is.Null);
        Assert.That(ReadyProbe.Parse("GET health"), Is.Null);
        Assert.That(ReadyProbe.Parse("udp"), Is.Null);
    });

    [Test]
    public void A_timeline_has_both_sides_in_microseconds_since_the_request()
    {
        var entries = new Timeline(Recorded())
            .ListEntries()
            .Select(entry => $"{entry.AtUs} {entry.Lane} {entry.Kind} {entry.Step ?? entry.Event}".TrimEnd());

        Assert.That(entries, Is.EqualTo(new[]
        {
            "0 client request", "1000 upstream request", "2000 upstream write 1", "3000 client headers", "4000 client read",
            "4000 client event 0",
            "5000 upstream write 2", "6000 client read", "6000 client event 1", "7000 client end", "8000 upstream end",
        }));
    }

    private static IdPattern Pattern(string text) => new(text, id => id == text);

    /// <summary>A turn on a clock of a thousand ticks a second that started at 100.</summary>
    private static RecordedTurn Recorded() => new()
    {
        Scenario = Cases.Scenario(turns: Cases.Turn(Cases.Text(1, "a"), Cases.Text(2, "b"))),
        Index = 0,
        Request = Cases.Json("{}"),
        Answer = new RecordedStream
        {
            SentAt = 100,
            HeadersAt = 103,
            Status = 200,
            Reads = [new BodyRead(104, 0, 10), new BodyRead(106, 10, 10)],
            End = StreamEnd.Closed,
            EndedAt = 107,
        },
        Wire = new WireStream([Event(0, 104), Event(1, 106)], []),
        Upstream = new UpstreamRecord(
        [
            new ExchangeRecord
            {
                Request = new ReceivedRequest(101, "POST", "/v1/chat/completions", [], Array.Empty<byte>()),
                Exchange = 0,
                Status = 200,
                Headers = [],
                Writes = [new SentWrite(102, 1, Cases.At(11), new byte[5]), new SentWrite(105, 2, Cases.At(12), new byte[5])],
                Completed = true,
                EndedAt = 108,
            },
        ]),
        TicksPerSecond = 1000,
    };

    private static WireEvent Event(int index, long at) => new() { Index = index, Offset = 10 * index, Length = 10, At = at, Data = "{}" };

    private static RunResult Run(params CaseResult[] cases) => new() { Info = Reporting.SampleRun.Info, Cases = cases };
}
