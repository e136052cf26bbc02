using Conformance.Checking;
using Conformance.Expecting;
using Conformance.Expecting.Patterns;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using Conformance.Running.Varying;
using Conformance.Tests.Recording;
using Conformance.Turns;
using MockUpstream.Contract;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Running;

[CancelAfter(60_000)]
internal sealed class CaseRunnerTests
{
    private const string Reasoning = """{"type":"response.output_item.added","item":{"type":"reasoning"}}""";
    private const string Created = "event: response.created\ndata: {\"type\":\"response.created\"}\n\n";

    [Test]
    public async Task A_case_that_nobody_objects_to_passes_and_leaves_its_evidence(CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var upstream = new FakeUpstream();

        var outcome = await Runner(upstream, relay).RunAsync(Cases.Scenario(), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Result.Verdict, Is.EqualTo(Verdict.Passed), outcome.Result.Reason);
            Assert.That(outcome.Result.Folder, Is.EqualTo("cases/area/case"));
            Assert.That(
                outcome.Evidence!.Turns.Single().Timeline.Select(entry => entry.Kind),
                Is.SupersetOf(new[] { "request", "headers", "read", "end" }));
            Assert.That(
                upstream.Calls, Is.EqualTo(new[] { "register rc-area.case", "begin 0", "saw response.created", "end 3", "dispose" }));
            Assert.That(relay.Requests.Single(), Does.EndWith("""{"model":"rc-area.case","input":"Hi","stream":true}"""));
        });
    }

    [Test]
    public async Task An_error_fails_and_a_warning_does_not([Values] bool isError, CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var finding = Cases.Finding("sequence-gap", isError ? Severity.Error : Severity.Warning);
        var judge = Judge() with { Check = _ => new CheckReport([finding], []) };

        var outcome = await Runner(new FakeUpstream(), relay, judge).RunAsync(Cases.Scenario(), cancellationToken);

        Assert.That(outcome.Result.Verdict, Is.EqualTo(isError ? Verdict.Failed : Verdict.Passed));
    }

    [Test]
    public async Task A_broken_check_is_the_harness_and_not_the_relay(CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var judge = Judge() with { Check = _ => new CheckReport([Cases.Finding("x")], [new BrokenCheck("y", "it threw")]) };

        var outcome = await Runner(new FakeUpstream(), relay, judge).RunAsync(Cases.Scenario(), cancellationToken);

        Assert.That((outcome.Result.Verdict, outcome.Result.Reason), Is.EqualTo((Verdict.HarnessError, "y: it threw")));
    }

    [Test]
    public async Task An_exception_of_ours_is_one_sentence_and_keeps_what_was_recorded(CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var judge = Judge() with { Normalise = _ => throw new InvalidOperationException("Oops.") };

        var outcome = await Runner(new FakeUpstream(), relay, judge).RunAsync(Cases.Scenario(), cancellationToken);

        Assert.That(
            (outcome.Result.Verdict, outcome.Result.Reason, outcome.Evidence?.Turns.Count),
            Is.EqualTo((Verdict.HarnessError, "InvalidOperationException: Oops.", (int?)1)));
    }

    [Test]
    public async Task A_hold_that_never_opened_is_the_relays_failure_with_its_line(CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var scenario = Cases.Scenario(turns: Cases.Turn(Cases.Text(1, "a"), Cases.Hold(2, "response.output_text.delta")));
        var upstream = new FakeUpstream(_ => new UpstreamRecord([Exchange(stoppedAt: 2)]));

        var outcome = await Runner(upstream, relay).RunAsync(scenario, cancellationToken);

        var held = outcome.Result.Findings[0];
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Result.Verdict, Is.EqualTo(Verdict.Failed));
            Assert.That(held.Check, Is.EqualTo("held"));
            Assert.That(
                held.Message,
                Does.Contain("did not forward response.output_text.delta").And.Contain("held at step 2 (Scenarios/area/case.yaml:12)"));
            Assert.That(held.After?.Text, Is.EqualTo("hold: response.output_text.delta"));
        });
    }

    [Test]
    public async Task A_tolerated_outcome_is_non_strict_with_its_reason(CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var judge = Judge() with { Expect = (_, bindings) => new ExpectationResult(Grade.NonStrict, "refusing is safe", [], bindings) };

        var outcome = await Runner(new FakeUpstream(), relay, judge).RunAsync(Cases.Scenario(), cancellationToken);

        Assert.That((outcome.Result.Verdict, outcome.Result.Reason), Is.EqualTo((Verdict.NonStrict, "refusing is safe")));
    }

    [Test]
    public async Task A_turn_that_diverges_ends_the_case_and_says_so(CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var judge = Judge() with
        {
            Expect = (_, bindings) => new ExpectationResult(Grade.Passed, null, [Cases.Finding("event-order")], bindings),
        };
        var upstream = new FakeUpstream();

        var outcome = await Runner(upstream, relay, judge).RunAsync(Cases.Scenario(turns: [Cases.Turn(), Cases.Turn()]), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(upstream.Calls, Has.None.EqualTo("begin 1"));
            Assert.That(outcome.Result.Reason, Is.EqualTo("turn 2 of 2 did not run, because it depends on turn 1"));
        });
    }

    [Test]
    public async Task Turns_follow_each_other_and_findings_name_theirs(CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var judge = Judge() with { Check = turn => new CheckReport(turn.Index == 1 ? [Cases.Finding("x", Severity.Warning)] : [], []) };

        var outcome = await Runner(new FakeUpstream(), relay, judge)
            .RunAsync(Cases.Scenario(turns: [Cases.Turn(), Cases.Turn()]), cancellationToken);

        Assert.That((outcome.Result.Findings.Single().Turn, outcome.Evidence!.Turns.Count), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task A_relay_that_died_while_answering_is_to_blame(CancellationToken cancellationToken)
    {
        await using var relay = new RawServer(_ => Task.CompletedTask);
        var compared = false;
        var judge = Judge() with
        {
            CompareGolden = (_, _) =>
            {
                compared = true;
                return null;
            },
        };
        var runner = Runner(new FakeUpstream(), new FakeRelays(new ReadyRelay(relay.Url, new FakeLife("exit code 139"))), judge);

        var outcome = await runner.RunAsync(Cases.Scenario(), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(
                (outcome.Result.Verdict, outcome.Result.Findings[0].Check, outcome.Result.Findings[0].Received),
                Is.EqualTo((Verdict.Failed, "relay-died", "exit code 139")));
            Assert.That(outcome.Death?.LastWords, Is.EqualTo("exit code 139"), "the case is a suspect until it was played alone");
            Assert.That(compared, Is.False, "half a stream must not wait to be accepted as a golden");
        });
    }

    [Test]
    public async Task A_relay_that_broke_down_is_quoted(CancellationToken cancellationToken)
    {
        await using var relay = new RawServer(connection => connection.SendAsync("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"));
        var judge = Judge() with { Check = _ => new CheckReport([Cases.Finding("http-status")], []) };
        var relays = new FakeRelays(new ReadyRelay(relay.Url, new FakeLife(null, "fail: the store is gone")));

        var outcome = await Runner(new FakeUpstream(), relays, judge).RunAsync(Cases.Scenario(), cancellationToken);

        Assert.That(outcome.Result.Reason, Is.EqualTo("Output of the relay during this time:\nfail: the store is gone"));
    }

    [Test]
    public async Task A_case_that_needs_another_set_up_does_not_apply(CancellationToken cancellationToken)
    {
        var relays = new FakeRelays(new DeadRelay(""), canSetUp: false);

        var outcome = await Runner(new FakeUpstream(), relays, Judge())
            .RunAsync(Cases.Scenario(relay: Cases.Setup("codex", ("on_length", "completed"))), cancellationToken);

        Assert.That(
            (outcome.Result.Verdict, outcome.Result.Setup), Is.EqualTo((Verdict.NotApplicable, "preset codex, on_length=completed")));
    }

    [Test]
    public async Task The_same_question_is_asked_for_one_body_where_the_case_varies_so(CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        RecordedStream? twin = null;
        var judge = Judge() with
        {
            Check = turn =>
            {
                twin = turn.NonStream;
                return new CheckReport([], []);
            },
        };
        var upstream = new FakeUpstream();

        await Runner(
            upstream,
            new FakeRelays(new ReadyRelay(relay.Url, Life: null)),
            judge,
            new CaseSettings { Vary = new VarySettings(VaryMode.Words, ["non-stream"]) }).RunAsync(Asked(), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(twin?.Status, Is.EqualTo(200));
            Assert.That(upstream.Calls.Where(call => !call.StartsWith("saw", StringComparison.Ordinal)), Is.EqualTo(new[]
            {
                "register rc-area.case", "begin 0", "end 0", "dispose", "register rc-area.case", "begin 0", "end 3", "dispose",
            }));
            Assert.That(
                relay.Requests[0],
                Does.Contain("Accept: application/json").And.EndsWith("""{"model":"rc-area.case","input":"Hi","stream":false}"""));
        });
    }

    [Test]
    public async Task The_golden_is_compared_and_kept_for_the_report(CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var judge = Judge() with
        {
            Normalise = _ => [["received"]],
            CompareGolden = (_, received) => Cases.Finding("golden") with { Received = received[0][0] },
            LoadGolden = _ => [["golden"]],
        };

        var outcome = await Runner(new FakeUpstream(), relay, judge).RunAsync(Cases.Scenario(), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That((outcome.Result.Verdict, outcome.Result.Findings[0].Received), Is.EqualTo((Verdict.Failed, "received")));
            Assert.That(outcome.Evidence!.Turns[0].Golden, Is.EqualTo(new[] { "golden" }));
        });
    }

    [Test]
    public async Task A_relay_that_is_not_started_again_leaves_the_case_not_run(CancellationToken cancellationToken)
    {
        var outcome = await Runner(new FakeUpstream(), new FakeRelays(new DeadRelay("exit code 5\npanic")), Judge())
            .RunAsync(Cases.Scenario(), cancellationToken);

        Assert.That(
            (outcome.Result.Verdict, outcome.Result.Reason),
            Is.EqualTo((Verdict.DidNotRun, "The relay exited earlier and could not be restarted (exit code 5).")));
    }

    [Test]
    public async Task The_timeout_is_named_in_the_finding_when_it_strikes(CancellationToken cancellationToken)
    {
        await using var relay = new RawServer(async connection =>
        {
            await connection.SendAsync(RawConnection.StreamHead);
            await connection.ChunkAsync(Created);
            await connection.UntilGoneAsync();
        });
        var judge = Judge() with { Expect = (_, bindings) => new ExpectationResult(
            Grade.Passed, null, [Cases.Finding("final-response") with { Received = "HTTP 200" }], bindings) };
        var runner = Runner(
            new FakeUpstream(),
            new FakeRelays(new ReadyRelay(relay.Url, Life: null)),
            judge,
            new CaseSettings { Timeout = TimeSpan.FromSeconds(2) });

        var outcome = await runner.RunAsync(Cases.Scenario(), cancellationToken);

        Assert.That(outcome.Result.Findings[0].Received, Is.EqualTo("HTTP 200; no terminal event within 2 s (--timeout)"));
    }

    [Test]
    public async Task The_relay_is_addressed_as_its_user_says(CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var access = new RelayAccess
        {
            ApiKey = "k-0123456789",
            Headers = [KeyValuePair.Create("x-team", "a")],
            Path = "/openai/v2/responses",
            Model = "gpt-5",
        };

        await Runner(
            new FakeUpstream(),
            new FakeRelays(new ReadyRelay(relay.Url, Life: null)),
            Judge(),
            new CaseSettings { Access = access }).RunAsync(Cases.Scenario(), cancellationToken);

        Assert.That(relay.Requests.Single(), Does.StartWith("POST /openai/v2/responses HTTP/1.1\r\n").And
            .Contain("Authorization: Bearer k-0123456789\r\n").And
            .Contain("x-team: a\r\n").And
            .EndWith("""{"model":"gpt-5","input":"Hi","stream":true}"""));
    }

    [Test]
    public async Task The_users_key_is_masked_in_what_is_kept(CancellationToken cancellationToken)
    {
        const string Leaky = "event: error\ndata: {\"type\":\"error\",\"message\":\"bad key k-0123456789\"}\n\n";
        await using var relay = Streaming(Leaky);
        var judge = Judge() with { Check = turn => new CheckReport(
            [Cases.Finding("x") with { Received = "k-0123456789", Message = turn.Secrets.Single(secret => secret == "k-0123456789") }],
            []) };

        var outcome = await Runner(
            new FakeUpstream(),
            new FakeRelays(new ReadyRelay(relay.Url, Life: null)),
            judge,
            new CaseSettings { Access = new RelayAccess { ApiKey = "k-0123456789" } }).RunAsync(Cases.Scenario(), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(
                (outcome.Result.Findings[0].Received, outcome.Result.Findings[0].Message),
                Is.EqualTo(("************", "************")),
                "the rules know the key, what is kept does not");
            Assert.That(
                System.Text.Encoding.UTF8.GetString(outcome.Evidence!.Turns[0].Body.Span),
                Is.EqualTo(Leaky.Replace("k-0123456789", "************", StringComparison.Ordinal)));
        });
    }

    [Test]
    public async Task Only_the_twin_is_left_out_for_a_relay_without_bodies(CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var settings = new CaseSettings
        {
            Lacks = new HashSet<string> { "non-stream" },
            Vary = new VarySettings(VaryMode.Words, ["non-stream"]),
        };

        var outcome = await Runner(new FakeUpstream(), new FakeRelays(new ReadyRelay(relay.Url, Life: null)), Judge(), settings)
            .RunAsync(Asked(), cancellationToken);

        Assert.That((outcome.Result.Verdict, relay.Requests.Count), Is.EqualTo((Verdict.Passed, 1)));
    }

    [Test]
    public void Cancellation_is_no_verdict()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        var runner = Runner(new FakeUpstream(), new FakeRelays(new ReadyRelay(new Uri("http://127.0.0.1:1"), null)), Judge());

        Assert.That(async () => await runner.RunAsync(Cases.Scenario(), stopped.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Another_endpoint_is_asked_with_what_an_earlier_turn_bound(CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var judge = Judge() with { Expect = (_, _) => new ExpectationResult(Grade.Passed, null, [], Bound("$resp", "resp_1")) };
        var asking = Asking("DELETE", "/v1/responses/$resp?x=1", body: null, ("authorization", "Bearer other"), ("x-turn", "$resp"));

        var outcome = await Runner(new FakeUpstream(), relay, judge)
            .RunAsync(Cases.Scenario(turns: [Cases.Turn(), asking]), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(relay.Requests[1], Does.StartWith("DELETE /v1/responses/resp_1?x=1 HTTP/1.1\r\n"));
            Assert.That(relay.Requests[1], Does.Contain("Authorization: Bearer other\r\n").And
                .Contain("x-turn: resp_1\r\n").And.Not
                .Contain("Content-").And
                .EndWith("\r\n\r\n"));
            Assert.That(
                outcome.Evidence!.Turns.Select(turn => turn.RequestLine),
                Is.EqualTo(new[] { "POST /v1/responses", "DELETE /v1/responses/resp_1?x=1" }));
        });
    }

    [TestCase("GET", "/v1/responses/$gone", null)]
    [TestCase("GET", "/v1/responses/$empty", null)]
    [TestCase("POST", "/v1/responses", """{"input":[{"type":"reasoning","encrypted_content":"$gone"}]}""")]
    public async Task A_turn_that_needs_what_the_relay_never_returned_is_not_asked(
        string method, string path, string? body, CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var judge = Judge() with { Expect = (_, _) => new ExpectationResult(Grade.Passed, null, [], Bound("$empty", "")) };

        var outcome = await Runner(new FakeUpstream(), relay, judge)
            .RunAsync(Cases.Scenario(turns: [Cases.Turn(), Asking(method, path, body)]), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(relay.Requests, Has.Count.EqualTo(1));
            Assert.That(outcome.Result.Verdict, Is.EqualTo(Verdict.NotApplicable));
            Assert.That(
                outcome.Result.Reason, Does.Match(@"^turn 2 uses \$(gone|empty), which the relay did not return in an earlier turn$"));
        });
    }

    [Test]
    public async Task A_wrong_first_turn_stays_wrong_when_the_second_cannot_be_asked(CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var judge = Judge() with { Check = _ => new CheckReport([Cases.Finding("outcome-text") with { Kind = FindingKind.Outcome }], []) };

        var outcome = await Runner(new FakeUpstream(), relay, judge)
            .RunAsync(Cases.Scenario(turns: [Cases.Turn(), Asking("GET", "/v1/responses/$gone", body: null)]), cancellationToken);

        Assert.That(outcome.Result.Verdict, Is.EqualTo(Verdict.Failed));
    }

    // The answer while the script waits, the answer with every hold open, and the verdict.
    [TestCase(
        "response.reasoning_summary_text.delta",
        "",
        "",
        Verdict.NotApplicable,
        TestName = "A relay that hides reasoning is not accused of holding it back")]
    [TestCase(
        "response.reasoning_summary_text.delta",
        "",
        Reasoning,
        Verdict.Failed,
        TestName = "A relay that buffers reasoning does not pass for one that hides it")]
    [TestCase(
        "response.reasoning_summary_text.delta",
        Reasoning,
        Reasoning,
        Verdict.Failed,
        TestName = "A relay that shows reasoning late is accused")]
    [TestCase("response.output_text.delta", "", "", Verdict.Failed, TestName = "A relay that holds text back is accused")]
    public async Task Reasoning_that_does_not_arrive(
        string waited, string held, string unheld, Verdict verdict, CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var scenario = Cases.Scenario(turns: Cases.Turn(Cases.Text(1, "a"), Cases.Hold(2, waited)));
        var upstream = new FakeUpstream(_ => new UpstreamRecord([Exchange(stoppedAt: 2)]));
        var answers = new Queue<string>([held, unheld]);
        var judge = Judge() with { Read = _ => answers.Dequeue() is { Length: > 0 } seen
            ? new WireStream([new WireEvent { Index = 0, Offset = 0, Length = 1, At = 0, Data = seen, Json = Cases.Json(seen) }], [])
            : new WireStream([], []) };
        var settings = new CaseSettings { Relay = RelayTraits.Foreign };

        var outcome = await Runner(upstream, new FakeRelays(new ReadyRelay(relay.Url, Life: null)), judge, settings)
            .RunAsync(scenario, cancellationToken);

        Assert.That(outcome.Result.Verdict, Is.EqualTo(verdict), outcome.Result.Reason);
    }

    [Test]
    public async Task A_relay_that_obeys_retry_after_does_not_run_out_of_time(CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromMilliseconds(600);
        await using var relay = new RawServer(async connection =>
        {
            await Task.Delay(wait, CancellationToken.None);
            await connection.SendAsync("HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n");
        });
        Exchange[] refusals = [Refusal("20"), Refusal("20")];
        var turn = Cases.Turn() with { Upstream = refusals };
        RecordedStream? answer = null;
        var judge = Judge() with
        {
            Check = recorded =>
            {
                answer = recorded.Answer;
                return new CheckReport([], []);
            },
        };
        var settings = new CaseSettings { Timeout = TimeSpan.FromMilliseconds(100) };

        await Runner(new FakeUpstream(), new FakeRelays(new ReadyRelay(relay.Url, Life: null)), judge, settings)
            .RunAsync(Cases.Scenario(turns: turn), cancellationToken);

        Assert.That((answer?.End, answer?.Status), Is.EqualTo(((StreamEnd?)StreamEnd.Closed, (int?)429)));

        static Exchange Refusal(string seconds) =>
            new() { Status = 429, Headers = [KeyValuePair.Create("Retry-After", seconds)], Place = Cases.At(10) };
    }

    [TestCase("""{"id":"$resp","n":1.0}""", """{"id":"resp_1","n":1.0}""")]
    [TestCase("\"no {json\"", "no {json")]
    public async Task Another_endpoint_takes_a_body_as_it_stands(string body, string sent, CancellationToken cancellationToken)
    {
        await using var relay = Streaming(Created);
        var judge = Judge() with { Expect = (_, _) => new ExpectationResult(Grade.Passed, null, [], Bound("$resp", "resp_1")) };

        await Runner(new FakeUpstream(), relay, judge)
            .RunAsync(Cases.Scenario(turns: [Cases.Turn(), Asking("POST", "/v1/responses", body)]), cancellationToken);

        Assert.That(relay.Requests[1], Does.StartWith("POST /v1/responses HTTP/1.1\r\n").And.EndWith("\r\n\r\n" + sent));
    }

    private static Turn Asking(string method, string path, string? body, params (string Name, string Value)[] headers) => new(
        new ClientRequest
        {
            Body = Cases.Json("{}"),
            Http = new EndpointRequest(method, path, body is null ? null : Cases.Json(body)),
            Stream = false,
            Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
        },
        [],
        new Expectation(),
        Cases.At(20));

    private static Bindings Bound(string name, string value) =>
        new()
        {
            Values = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { [name] = Cases.Json($"\"{value}\"") },
        };

    private static RawServer Streaming(string body) => new(async connection =>
        await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

    private static ExchangeRecord Exchange(int stoppedAt) => new()
    {
        Request = new ReceivedRequest(0, "POST", "/v1/chat/completions", [], Array.Empty<byte>()),
        Exchange = 0,
        Status = 200,
        Headers = [],
        Writes = [],
        Completed = false,
        StoppedAtStep = stoppedAt,
    };

    private static CaseJudge Judge() => new()
    {
        Read = _ => new WireStream([], []),
        Check = _ => new CheckReport([], []),
        Expect = (_, bindings) => new ExpectationResult(Grade.Passed, null, [], bindings),
        Resolve = (bindings, body) => bindings.Resolve(body),
        ResolvePath = (bindings, path) => bindings.ResolvePath(path),
        ResolveText = (bindings, text) => bindings.Resolve(text),
        Normalise = turns => [.. turns.Select(_ => Array.Empty<string>())],
    };

    /// <summary>A case that may be asked for as one body.</summary>
    private static Scenario Asked() => Cases.Scenario(turns: [Cases.Turn(Cases.Text(1, "Hi"))]) with { Vary = ["non-stream"] };

    private static CaseRunner Runner(IUpstream upstream, RawServer relay, CaseJudge? judge = null) =>
        Runner(upstream, new FakeRelays(new ReadyRelay(relay.Url, Life: null)), judge ?? Judge());

    private static CaseRunner Runner(IUpstream upstream, IRelayPool relays, CaseJudge judge, CaseSettings? settings = null) =>
        new(upstream, relays, judge, new CaseLabels(NoWords(), id => "./relayconf run --run " + id), settings
            ?? new CaseSettings(), TimeProvider.System);

    private static Vocabulary NoWords() => new()
    {
        Tags = new Dictionary<string, string>(),
        Specs = new Dictionary<string, SpecEntry>(),
        Quirks = new Dictionary<string, string>(),
        Vendors = new Dictionary<string, string>(),
        Rules = new Dictionary<string, string>(),
        Tools = new Dictionary<string, System.Text.Json.JsonElement>(),
    };
}
