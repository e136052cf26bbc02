using Conformance.Expecting;
using Conformance.Expecting.Patterns;
using MockUpstream.Contract;
using NUnit.Framework;
using Scenarios.Model;
using static Conformance.Tests.Expecting.TurnBuilder;

namespace Conformance.Tests.Expecting;

internal sealed class ExpectationJudgeTests
{
    private const string Created = """{"type":"response.created","response":{"id":"resp_a","status":"in_progress"}}""";
    private const string Added = """{"type":"response.output_item.added","output_index":0,"item":{"id":"msg_a","type":"message"}}""";
    private const string Done = """{"type":"response.output_item.done","output_index":0,"item":{"id":"msg_a","type":"message"}}""";
    private const string Completed = """{"type":"response.completed","response":{"id":"resp_a","status":"completed","output":"""
        + """[{"type":"message","content":[{"type":"output_text","text":"Hel"},{"type":"output_text","text":"lo"}]}],"usage":"""
            + """{"input_tokens":3},"error":null,"incomplete_details":null}}""";

    private static readonly SourcePlace Place = new("Scenarios/text/case.yaml", 20, 7);

    private static string Delta(string text, string item = "msg_a") =>
        $$"""{"type":"response.output_text.delta","item_id":"{{item}}","content_index":0,"delta":"{{text}}"}""";

    private static ExpectationResult Judge(TurnBuilder turn) => ExpectationJudge.Judge(turn.Build(), Bindings.None);

    [Test]
    public void Events_as_listed_pass_and_bind_names()
    {
        var turn = new TurnBuilder().Received(Created, Added, Delta("Hel"), Delta("lo"), Done, Completed, "[DONE]").Expecting(Events(
            Event("created", """{"id":"$resp"}"""),
            Event("output_item.added", """{"item":{"id":"$msg"}}"""),
            Event("output_text.deltas", "\"Hello\""),
            Event("output_item.done", """{"item":{"id":"$msg"}}"""),
            Event("completed", """{"id":"$resp","usage":{"input_tokens":3}}""")));

        var result = Judge(turn);

        Assert.Multiple(() =>
        {
            Assert.That(result.Findings, Is.Empty);
            Assert.That(result.Grade, Is.EqualTo(Grade.Passed));
            Assert.That(result.Bindings.Values["$msg"].GetString(), Is.EqualTo("msg_a"));
        });
    }

    [Test]
    public void A_missing_event_is_named_with_what_came_in_its_place()
    {
        var turn = new TurnBuilder()
            .Received(Created, Done, Completed)
            .Expecting(Events(Event("created"), Event("output_item.added"), Event("completed")));

        var finding = Judge(turn).Findings.Single();

        Assert.Multiple(() =>
        {
            Assert.That(finding.Check, Is.EqualTo("event-order"));
            Assert.That(finding.Event, Is.EqualTo(1));
            Assert.That(finding.Offset, Is.EqualTo(100));
            Assert.That(finding.Message, Is.EqualTo("Expected output_item.added, received output_item.done."));
            Assert.That(finding.Spec, Is.EqualTo("chat#usage"));
        });
    }

    [Test]
    public void An_event_too_many_is_a_divergence()
    {
        var finding = Judge(new TurnBuilder().Received(Created, Completed).Expecting(Events(Event("created")))).Findings.Single();

        Assert.That(finding.Message, Is.EqualTo("Received completed after the last expected event."));
    }

    [Test]
    public void A_stream_that_ends_early_is_a_divergence()
    {
        var finding = Judge(new TurnBuilder().Received(Created).Expecting(Events(Event("created"), Event("completed")))).Findings.Single();

        Assert.That(finding.Received, Is.EqualTo("the end of the stream"));
    }

    [Test]
    public void A_name_bound_to_one_value_refuses_another()
    {
        var turn = new TurnBuilder().Received(Added, Done.Replace("msg_a", "msg_b", StringComparison.Ordinal)).Expecting(Events(
            Event("output_item.added", """{"item":{"id":"$msg"}}"""), Event("output_item.done", """{"item":{"id":"$msg"}}""")));

        var finding = Judge(turn).Findings.Single();

        Assert.Multiple(() =>
        {
            Assert.That(finding.Check, Is.EqualTo("event-field"));
            Assert.That(finding.Expected, Does.Contain("item.id = $msg = \"msg_a\""));
            Assert.That(finding.Received, Does.Contain("item.id = \"msg_b\""));
        });
    }

    [Test]
    public void Two_names_must_differ()
    {
        var turn = new TurnBuilder().Received(Added, Done).Expecting(Events(
            Event("output_item.added", """{"item":{"id":"$one"}}"""), Event("output_item.done", """{"item":{"id":"$two"}}""")));

        Assert.That(Judge(turn).Findings.Single().Expected, Does.Contain("$two to differ from $one"));
    }

    [Test]
    public void Joined_deltas_stop_at_another_item()
    {
        var turn = new TurnBuilder().Received(Delta("a"), Delta("b"), Delta("c", "msg_b")).Expecting(Events(
            Event("output_text.deltas", "\"ab\""), Event("output_text.deltas", """{"item_id":"msg_b","delta":"c"}""")));

        Assert.That(Judge(turn).Findings, Is.Empty);
    }

    [Test]
    public void A_single_delta_is_exact()
    {
        var turn = new TurnBuilder().Received(Delta("Hel"), Delta("lo")).Expecting(Events(Event("output_text.delta", "\"Hello\"")));

        Assert.That(Judge(turn).Findings.Single().Check, Is.EqualTo("event-field"));
    }

    [TestCase("""{"status":"completed","text":"Hello","items":1}""", true)]
    [TestCase("""{"text":"Hell"}""", false)]
    [TestCase("""{"items":2}""", false)]
    [TestCase("""{"items":[{"type":"message"}]}""", true)]
    [TestCase("""{"usage":{"input_tokens":3,"output_tokens":"$absent"}}""", true)]
    [TestCase("""{"error":null,"incomplete":null,"refusal":""}""", true)]
    [TestCase("""{"calls":[]}""", true)]
    [TestCase("""{"text":{"$match":"^H.*o$"}}""", true)]
    [TestCase("""{"text":{"$match":"^x"}}""", false)]
    public void Final_speaks_of_the_terminal_response(string pattern, bool holds)
    {
        var result = Judge(new TurnBuilder().Received(Created, Completed).Expecting(Final(pattern)));

        Assert.That(result.Findings, holds ? Is.Empty : Has.One.With.Property("Check").EqualTo("final-response"));
    }

    [Test]
    public void Final_of_an_http_error_is_failed_with_its_error()
    {
        var turn = new TurnBuilder()
            .Answering(429, """{"error":{"code":"rate_limit_exceeded"}}""")
            .Expecting(Final("""{"status":"failed","error":{"code":"rate_limit_exceeded"}}"""));

        Assert.That(Judge(turn).Findings, Is.Empty);
    }

    [Test]
    public void Counting_items_of_an_http_error_is_a_divergence_and_no_fault_of_the_judge()
    {
        var turn = new TurnBuilder().Answering(400, """{"error":{"code":"x"}}""").Expecting(Final("""{"items":1}"""));

        Assert.That(Judge(turn).Findings.Single().Received, Is.EqualTo("items = 0"));
    }

    [Test]
    public void A_tolerated_outcome_gives_its_grade_and_reason()
    {
        var turn = new TurnBuilder().Received(Created, Completed).Expecting(
            Final("""{"status":"failed"}"""), Final("""{"status":"completed"}""", Grade.NonStrict, "kept the text"));

        var result = Judge(turn);

        Assert.Multiple(() =>
        {
            Assert.That(result.Grade, Is.EqualTo(Grade.NonStrict));
            Assert.That(result.Because, Is.EqualTo("kept the text"));
            Assert.That(result.Findings, Is.Empty);
        });
    }

    [Test]
    public void When_no_outcome_holds_the_first_one_speaks()
    {
        var turn = new TurnBuilder().Received(Created, Completed).Expecting(
            Final("""{"status":"failed"}"""), Final("""{"status":"incomplete"}""", Grade.NonStrict, "why"));

        Assert.That(Judge(turn).Findings.Single().Expected, Is.EqualTo("status = \"failed\""));
    }

    [Test]
    public void Http_compares_status_headers_and_body()
    {
        var outcome = new Outcome
        {
            Grade = Grade.Passed,
            Http = Json("""{"status":429,"headers":{"retry-after":"7"},"body":{"error":{"message":"$string"}}}"""),
            Place = Place,
        };

        var good = new TurnBuilder()
            .Answering(429, """{"error":{"message":"slow down"}}""", KeyValuePair.Create("Retry-After", "7"))
            .Expecting(outcome);
        var bad = new TurnBuilder().Answering(429, """{"error":{"message":"slow down"}}""").Expecting(outcome);

        Assert.Multiple(() =>
        {
            Assert.That(Judge(good).Findings, Is.Empty);
            Assert.That(Judge(bad).Findings.Single().Expected, Is.EqualTo("headers.retry-after = \"7\""));
        });
    }

    [Test]
    public void An_http_error_where_a_stream_was_due_says_what_came()
    {
        var turn = new TurnBuilder().Answering(500, "oops").Expecting(Events(Event("created")));

        Assert.That(Judge(turn).Findings.Single().Received, Does.Contain("HTTP 500").And.Contain("oops"));
    }

    [Test]
    public void The_chat_request_is_compared_and_the_model_known()
    {
        var expect = new Expectation
        {
            Requests = [Json("""{"model":"$model","stream":true,"tools":"$absent"}""")],
            Outcomes = [Final("""{"status":"completed"}""")],
        };
        var good = new TurnBuilder().Received(Completed).Asking("""{"model":"rc-text.case","stream":true}""").Expecting(expect);
        var bad = new TurnBuilder().Received(Completed).Asking("""{"model":"gpt","stream":true,"tools":[]}""").Expecting(expect);

        Assert.Multiple(() =>
        {
            Assert.That(Judge(good).Findings, Is.Empty);
            Assert.That(Judge(bad).Findings.Single().Check, Is.EqualTo("chat-request"));
        });
    }

    [TestCase("""[{"role":"system"},{"role":"user"},{"role":"user"}]""", "messages[2].role = \"tool\"", "messages[2].role = \"user\"")]
    [TestCase(
        """[{"role":"system"},{"role":"user"},{"role":"tool"}]""",
        "messages[3] = {\"role\":\"user\"}",
        "messages[3] = nothing: 3 elements instead of 4")]
    [TestCase(
        """[{"role":"system"},{"role":"user"},{"role":"tool"},{"role":"user"},{"role":"x"}]""",
        "messages[4] = nothing: 4 elements",
        "messages[4] = {\"role\":\"x\"}")]
    public void A_list_is_compared_up_to_its_first_difference_whatever_its_length(string messages, string expected, string received)
    {
        var expect = new Expectation
        {
            Requests = [Json("""{"messages":[{"role":"system"},{"role":"user"},{"role":"tool"},{"role":"user"}]}""")],
            Outcomes = [Final("""{"status":"completed"}""")],
        };

        var finding = Judge(new TurnBuilder().Received(Completed).Asking($$"""{"messages":{{messages}}}""").Expecting(expect)).Findings
            .Single();

        Assert.That((finding.Expected, finding.Received), Is.EqualTo((expected, received)));
    }

    [TestCase("""{"status":400}""", "The relay sent a request to the upstream that it must reject itself.")]
    [TestCase("""{"status":200}""", "The relay sent a request to the upstream that it must answer itself.")]
    public void A_request_where_none_is_due_is_named_as_that(string http, string message)
    {
        var expect = new Expectation
        {
            Outcomes = [new Outcome { Grade = Grade.Passed, Http = Json(http), Place = Place }],
            Upstream = new UpstreamExpectation(new RequestCount(0, 0), null, null, Place),
        };

        var findings = Judge(new TurnBuilder().Answering(400, "{}").Asking("{}").Expecting(expect)).Findings;

        Assert.That(findings.Single(finding => finding.Check == "upstream-requests").Message, Is.EqualTo(message));
    }

    [Test]
    public void A_request_too_many_is_a_divergence()
    {
        var expect = new Expectation
        {
            Outcomes = [Final("""{"status":"completed"}""")],
            Upstream = new UpstreamExpectation(new RequestCount(1, 1), null, null, Place),
        };
        var turn = new TurnBuilder().Received(Completed).Asking("{}").Asking("{}").Expecting(expect);

        Assert.That(Judge(turn).Findings.Single().Check, Is.EqualTo("upstream-requests"));
    }

    [TestCase(1, true)]
    [TestCase(2, false)]
    [TestCase(3, false)]
    [TestCase(4, true)]
    public void A_number_of_requests_may_be_a_range(int requests, bool diverges)
    {
        var expect = new Expectation
        {
            Outcomes = [Final("""{"status":"completed"}""")],
            Upstream = new UpstreamExpectation(new RequestCount(2, 3), null, null, Place),
        };
        var turn = new TurnBuilder().Received(Completed).Expecting(expect);
        for (var count = 0; count < requests; count++)
        {
            turn.Asking("{}");
        }

        Assert.That(Judge(turn).Findings.Select(finding => finding.Expected), Is.EqualTo(diverges ? new[] { "2 to 3 requests" } : []));
    }

    [Test]
    public void A_gap_that_is_too_short_and_an_upstream_not_let_go_are_divergences()
    {
        var expect = new Expectation
        {
            Outcomes = [Final("""{"status":"completed"}""")],
            Upstream = new UpstreamExpectation(new RequestCount(2, 2), true, TimeSpan.FromSeconds(1), Place),
        };
        var turn = new TurnBuilder().Received(Completed).Asking("{}", at: 0).Asking("{}", at: 400).Expecting(expect);

        Assert.That(Judge(turn).Findings.Select(finding => finding.Check), Is.EqualTo(new[] { "upstream-aborted", "upstream-gap" }));
    }

    [TestCase(500, true)]
    [TestCase(0.5, false)]
    public void A_bound_counts_from_the_step_named(double milliseconds, bool holds)
    {
        var done = new DoneStep("[DONE]") { Place = Place, Text = "- done", Number = 1 };
        var bound = new TimeBound(TimingSubject.TerminalAfter, "done", TimeSpan.FromMilliseconds(milliseconds), Place);
        var turn = new TurnBuilder().Playing(done).Asking("{}", writes: [new SentWrite(-1, 1, Place, default)])
            .Received(Completed).Expecting(new Expectation { Outcomes = [Final("""{"status":"completed"}""")], Timing = [bound] });

        Assert.That(Judge(turn).Findings, holds ? Is.Empty : Has.One.With.Property("Check").EqualTo("late-terminal"));
    }

    [Test]
    public void Names_of_an_earlier_turn_are_put_into_the_next_request()
    {
        var bindings = new Bindings
        {
            Values = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { ["$call"] = Json("\"call_9\"") },
        };

        var resolved = bindings.Resolve(Json("""{"input":[{"call_id":"$call","output":"ok","n":1.0,"none":null}],"other":"$nobody"}"""));

        Assert.That(
            resolved.GetRawText(), Is.EqualTo("""{"input":[{"call_id":"call_9","output":"ok","n":1.0,"none":null}],"other":"$nobody"}"""));
    }

    [Test]
    public void Names_inside_a_path_are_put_in_as_paths_have_them()
    {
        var bindings = new Bindings
        {
            Values = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal)
            {
                ["$resp"] = Json("\"resp_1/2\""),
                ["$resp_b"] = Json("7"),
            },
        };

        Assert.Multiple(() =>
        {
            Assert.That(
                bindings.ResolvePath("/v1/responses/$resp/input_items?after=$resp_b&x=$nobody"),
                Is.EqualTo("/v1/responses/resp_1%2F2/input_items?after=7&x=$nobody"));
            Assert.That(bindings.Resolve("$resp"), Is.EqualTo("resp_1/2"));
            Assert.That(bindings.Resolve("a $resp"), Is.EqualTo("a $resp"));
        });
    }
}
