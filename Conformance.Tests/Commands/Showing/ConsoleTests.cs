using System.Text;
using Conformance.Commands.Showing;
using Conformance.Results;
using Conformance.Running;
using Conformance.Running.Relays;
using Conformance.Tests.Running;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Commands.Showing;

internal sealed class ConsoleTests
{
    private const string Failure =
        "FAIL tools/args-split-missing-ids [must] relay=acme  check=event-order  at event 4\n" +
        "  expected  function_call_arguments.deltas '{\"city\":\"Oslo\"}' item_id=$fc and a good many more words\n" +
        "  repro     ./relayconf run --relay acme=http://localhost:8080 --run tools/args-split-missing-ids --scenarios there";

    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    [Test]
    public void A_failure_is_one_screen_in_80_columns_with_a_command_that_can_be_copied()
    {
        Console(live: false).ShowEnd(End(exitCode: 1, Cases.Result("a/b", Verdict.Failed)));

        Assert.That(_out.ToString(), Does.StartWith("""
            FAIL tools/args-split-missing-ids [must] relay=acme  check=event-order
              at event 4
              expected  function_call_arguments.deltas '{"city":"Oslo"}' item_id=$fc and a
                        good many more words
              repro     ./relayconf run --relay acme=http://localhost:8080 --run tools/args-split-missing-ids --scenarios there


            """));
    }

    [Test]
    public void What_passes_is_not_told_unless_asked_for([Values] bool verbose)
    {
        Console(live: false, verbose: verbose).Finished(Cases.Result("a/b", Verdict.Passed), 1, 1);

        Assert.That(_out.ToString(), Is.EqualTo(verbose ? "PASS a/b  0 ms\n" : ""));
    }

    [Test]
    public void Without_a_terminal_or_with_NO_COLOR_there_are_no_codes([Values] bool live)
    {
        var console = Console(live, environment: live ? new() { ["NO_COLOR"] = "1" } : []);

        console.Finished(Cases.Result("a/b", Verdict.NonStrict) with { Reason = "because" }, 1, 1);
        console.ShowEnd(End(exitCode: 0, Cases.Result("a/b", Verdict.NonStrict)));

        Assert.That(
            _out.ToString(),
            Is.EqualTo("NON-STRICT a/b  because\n1 case: 0 right, 0 wrong, 1 tolerated in 1.5 s\nreport: reports/x/report.html\n"));
    }

    [Test]
    public void On_a_terminal_there_is_colour_and_a_line_of_progress_that_goes_away()
    {
        var console = Console(live: true);

        console.Finished(Cases.Result("a/b", Verdict.Passed), 1, 2);
        console.ShowEnd(End(exitCode: 0, Cases.Result("a/b", Verdict.Passed)));

        Assert.That(_out.ToString(), Does.StartWith("\r\u001b[2K1/2  0 wrong  a/b\r\u001b[2K\u001b[32m1 case: 1 right"));
    }

    [Test]
    public void The_summary_counts_what_is_not_a_pass_and_what_did_not_run()
    {
        var (tone, text) = SummaryText.Create(End(
            exitCode: 3,
            Cases.Result("a/1", Verdict.Passed),
            Cases.Result("a/2", Verdict.Failed),
            Cases.Result("a/3", Verdict.Failed, "info"),
            Cases.Result("a/4", Verdict.NotApplicable),
            Cases.Result("a/5", Verdict.HarnessError)).Result with { Info = Info(selected: 7) });

        Assert.That((tone, text), Is.EqualTo((
            Tone.Bad,
            "7 cases: 1 right, 2 wrong (1 weaker than --fail-on should), 1 not applicable, 1 harness error, 2 did not run in 1.5 s")));
    }

    [Test]
    public void The_summary_keeps_outcomes_and_rules_apart()
    {
        var run = End(
            exitCode: 1,
            Cases.Result("a/1", Verdict.Passed) with { Flaky = true },
            Cases.Result("a/2", Verdict.Failed) with { Known = "because" }).Result with
        {
            Rules = [
                Rule("sequence-gap", 2, 0) with { Fails = true },
                Rule("item-id", 2, 1),
                Rule("late-close", 2, 1) with { Severity = Severity.Warning },
                Rule("created-first", 2, 2),
            ],
        };

        var (tone, text) = SummaryText.Create(run);

        Assert.That((tone, text), Is.EqualTo((Tone.Bad, "2 cases: 1 right, 1 wrong (1 known), 1 flaky; rules: 2 of 4 broken (1 not failing "
            + "the run); 1 more with warnings only in 1.5 s")));
    }

    [Test]
    public void One_failure_a_cause_is_shown_in_full_and_no_more_than_asked_for()
    {
        var results = new[] { "a", "b", "b", "c", "c", "c" }
            .Select((check, number) => Cases.Result($"x/{number}", Verdict.Failed, "must", Cases.Finding(check)))
            .ToArray();
        var console = new RunConsole(Terminal(live: false), "acme", static (result, _) => $"FAIL {result.Id}", verbose: false)
        {
            MaxShown = 2,
        };

        foreach (var result in results)
        {
            console.Finished(result, 1, results.Length);
        }

        console.ShowEnd(End(exitCode: 1, results));

        Assert.That(
            _out.ToString(), Does.StartWith("FAIL x/3\n\nFAIL x/1\n\n3 causes of 6 wrong outcomes\n"), "the most frequent cause first");
    }

    [Test]
    public void What_is_not_applicable_is_counted_by_the_kind_of_its_reason()
    {
        CaseResult Because(string id, string reason) => Cases.Result(id, Verdict.NotApplicable) with { Reason = reason };

        Console(live: false).ShowEnd(End(
            exitCode: 0,
            Because("a/1", WhyNotApplicable.DescribeSetup("preset codex")),
            Because("a/2", WhyNotApplicable.DescribeSetup("on_length=completed")),
            Because("a/3", WhyNotApplicable.DescribeLacking("state")),
            Because("a/4", WhyNotApplicable.NoMarker),
            Because("a/5", WhyNotApplicable.DescribeRejected(400, "no files")),
            Because("a/6", WhyNotApplicable.HiddenReasoning),
            Because("a/7", "told by an older version")));

        Assert.That(WhyNotApplicable.Summarise(End(exitCode: 0, Because("a/1", WhyNotApplicable.DescribeUnbound(2, "$call")), Because(
            "a/2",
            WhyNotApplicable.DescribeUnbound(3, "$one"))).Result),
            Is.EqualTo("2 use a value that the relay did not return in an earlier turn"));

        Assert.That(_out.ToString(), Does.Contain("""
            not applicable: 2 require settings of the bundled relay, 1 has another reason, 1
            has no text that could carry a marker, 1 requires the feature state, 1 waits for
            reasoning that the relay does not return, 1 is rejected by the relay itself

            """));
    }

    [Test]
    public void The_last_words_of_a_relay_that_died_stand_on_the_screen_once([Values] bool shown)
    {
        var death = Cases.Finding("relay-died") with
        {
            Message = "The relay died once.",
            Received = "exit code 1\nTypeError: boom\n    at main",
        };
        var end = End(exitCode: 1, Cases.Result("a/1", Verdict.Failed, "must", death));
        end = end with
        {
            Result = end.Result with { Rules = [Rule("relay-died", 2, 1) with { Fails = true, First = new RuleExample("a/1", death) }] },
        };

        new RunConsole(
            Terminal(live: false),
            "acme",
            static (result, _) => $"FAIL {result.Id}\n  received  {result.Findings[0].Received}",
            verbose: false) { MaxShown = shown ? 1 : 0 }.ShowEnd(end);

        Assert.That(_out.ToString().Split("TypeError: boom").Length - 1, Is.EqualTo(1));
        Assert.That(_out.ToString(), Does.Contain("      The relay died once.\n"), "its ids are in the message already");
    }

    [Test]
    public void A_known_failure_is_not_shown_in_full()
    {
        Console(live: false)
            .ShowEnd(End(exitCode: 0, Cases.Result("a/b", Verdict.Failed, "must", Cases.Finding("a")) with { Known = "because" }));

        Assert.That(_out.ToString(), Does.StartWith("1 case: 0 right, 1 wrong (1 known)"));
    }

    [Test]
    public void A_run_ends_with_its_causes_and_its_broken_rules()
    {
        var wrong = Cases.Finding("final-response") with { EventType = "response.completed", Member = "output[3].arguments" };
        var end = End(
            exitCode: 1,
            Cases.Result("tools/second", Verdict.Failed, "must", wrong with { Member = "output[0].arguments" }),
            Cases.Result("tools/first", Verdict.Failed, "must", wrong),
            Cases.Result("text/known", Verdict.Failed, "must", Cases.Finding("held")) with { Known = "because" });
        end = end with
        {
            Result = end.Result with { Rules = [Rule("sequence-gap", 12, 3) with { Fails = true, First = new RuleExample(
                "text/basic", Cases.Finding("sequence-gap") with { Message = "The event has \u001b[31m number 1." }) }] },
        };

        Console(live: false, shown: 0).ShowEnd(end);

        Assert.That(_out.ToString(), Is.EqualTo("""
            1 cause of 2 wrong outcomes
            cases  check at event (member)                                    first case
                2  final-response at response.completed (output[].arguments)  tools/first

            1 rule is broken
              sequence-gap  held in 3 of 12 streams
                  The event has ␛[31m number 1. First in text/basic.

            3 cases: 0 right, 3 wrong (1 known); rules: 1 of 1 broken in 1.5 s
            report: reports/x/report.html

            """));
    }

    [Test]
    public void Nothing_but_commands_is_wider_than_80_columns()
    {
        var cases = Enumerable.Range(0, 40).Select(number => Cases.Result(
            $"area/a-rather-long-name-of-a-case-{number}",
            Verdict.Failed,
            "must",
            Cases.Finding($"check-{number}") with
            {
                EventType = "response.function_call_arguments.delta",
                Member = "response.output[0].content[0].annotations[0].url",
            })).ToArray();

        Console(live: false, shown: 0).ShowEnd(End(exitCode: 1, cases));

        Assert.That(_out.ToString().Split('\n'), Has.All.Length.LessThanOrEqualTo(80));
        Assert.That(_out.ToString(), Does.Contain("… and 20 causes more in the report"));
    }

    [Test]
    public void A_relay_that_never_got_ready_is_told_on_the_error_output_with_its_last_lines()
    {
        Console(live: false).ShowEnd(End(exitCode: 3) with
        {
            Unready = new UnreadyRelay("The relay ended with exit code 7 before it was ready.", ["boom"], ForAll: true),
        });

        Assert.That(_error.ToString(), Is.EqualTo("The relay ended with exit code 7 before it was ready.\n  | boom\n"));
    }

    [TestCase("data: {\"a\":1}\n\n", "data: {\"a\":1}␊␊")]
    [TestCase("data: 1\r\n\r\ndata: 2\r", "data: 1␍␊␍␊\ndata: 2␍")]
    [TestCase("\uFEFFé\t\u0001", "<BOM>é␉\\x01")]
    public void Bytes_show_their_line_ends(string text, string shown) =>
        Assert.That(VisibleBytes.Format(Encoding.UTF8.GetBytes(text)), Is.EqualTo(shown));

    [Test]
    public void Bytes_that_are_no_text_show_as_numbers() =>
        Assert.That(VisibleBytes.Format([0x61, 0xE4, 0xBD, 0xFF]), Is.EqualTo("a\\xE4\\xBD\\xFF"));

    [TestCase("a b c", 80, "- a b c")]
    [TestCase("aaaa bbbb cccc dddd eeee ffff", 24, "- aaaa bbbb cccc dddd\n  eeee ffff")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 24, "- aaaaaaaaaaaaaaaaaaaaaa\n  aaaaaaaa")]
    [TestCase("one\ntwo", 80, "- one\n  two")]
    public void Text_hangs_behind_its_label(string text, int width, string lines) =>
        Assert.That(Columns.Hang("- ", text, width), Is.EqualTo(lines));

    [TestCase("abcdefghijklmnopqrstuvwxyz", "- abcdefghijklmnopqrstuv\n  wxyz")]
    [TestCase("data: {\"a\":1,\"bcdef\":23456}", "- data: {\"a\":1,\n  \"bcdef\":23456}")]
    [TestCase("                          .", "-                       \n      .")]
    public void Bytes_that_are_broken_into_lines_lose_nothing(string text, string lines) =>
        Assert.That(Columns.FormatExact("- ", text, 24), Is.EqualTo(lines));

    [TestCase("plain", "plain")]
    [TestCase("$name", "$name")]
    [TestCase("two words", "\"two words\"")]
    [TestCase("{\"a\":1}", "'{\"a\":1}'")]
    [TestCase("no", "\"no\"")]
    [TestCase("", "\"\"")]
    public void Strings_are_quoted_where_a_case_would_quote_them(string text, string shown) =>
        Assert.That(ConsoleJson.FormatFlow(System.Text.Json.JsonSerializer.SerializeToElement(text)), Is.EqualTo(shown));

    [Test]
    public void A_case_shows_its_bytes_with_line_ends_writes_pauses_and_the_close()
    {
        var steps = new UpstreamStep[]
        {
            new RawStep("data: 1\r\n\r\n") { Number = 1, Text = "raw: …", Place = Cases.At(11), Split = new Split { Every = 5 } },
            new WaitStep(TimeSpan.FromMilliseconds(20)) { Number = 2, Text = "wait: 20ms", Place = Cases.At(12) },
            Cases.Hold(3, "response.created"),
            new CloseStep(CloseKind.Reset) { Number = 4, Text = "close: reset", Place = Cases.At(14) },
        };

        ScriptView.Show(Cases.Turn(steps).Upstream[0], "rc-a.b", _out);

        Assert.That(_out.ToString(), Is.EqualTo("""
              status 200
                1  :11  raw: …
                     data:‖ 1␍␊␍‖␊‖
                2  :12  wait: 20ms
                     ⏸ 20 ms
                3  :13  hold: response.created
                     ✋ until the client has seen response.created
                4  :14  close: reset
                     ⏹ resets the connection

            """));
    }

    [Test]
    public void Expected_events_read_as_they_are_written()
    {
        var joined = new ExpectedEvent("response.output_text.delta", Joined: true, Cases.Json("\"Hello\""), Cases.At(1));
        var added = new ExpectedEvent(
            "response.output_item.added",
            Joined: false,
            Cases.Json("""{"item":{"id":"$m","content":[],"text":"a b"},"output_index":0}"""),
            Cases.At(1));

        Assert.Multiple(() =>
        {
            Assert.That(EventText.Format(joined), Is.EqualTo("output_text.deltas: Hello"));
            Assert.That(
                EventText.Format(added), Is.EqualTo("output_item.added: {item: {id: $m, content: [], text: \"a b\"}, output_index: 0}"));
        });
    }

    private RunConsole Console(
        bool live, bool verbose = false, Dictionary<string, string>? environment = null, int shown = RunConsole.DefaultShown) => new(
        Terminal(live, environment), "acme", (_, _) => Failure, verbose)
    {
        MaxShown = shown,
    };

    private Terminal Terminal(bool live, Dictionary<string, string>? environment = null) =>
        new() { Out = _out, Error = _error, IsLive = live, Directory = "/srv", Environment = environment ?? [] };

    private static RuleResult Rule(string id, int streams, int held) => new()
    {
        Id = id, Rule = "V00", Title = "A rule", Severity = Severity.Error, Streams = streams, Held = held,
        Cases = held < streams ? ["a/1"] : [],
    };

    private static SessionEnd End(int exitCode, params CaseResult[] cases) => new(
        new RunResult
        {
            Info = Info(cases.Length),
            Cases = cases,
            End = new RunEnd(DateTimeOffset.UnixEpoch, 1500, Partial: false, exitCode),
        },
        "/srv/reports/x/report.html",
        Unready: null);

    private static RunInfo Info(int selected) => new()
    {
        Name = "acme",
        StartedAt = DateTimeOffset.UnixEpoch,
        Relay = "acme",
        Target = "http://localhost",
        Version = "1",
        Selected = selected,
        Available = selected,
        Command = "./relayconf run",
    };
}
