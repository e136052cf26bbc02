using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Tests.Reporting;

/// <summary>What the sample run says beyond its cases: its rules, its marks and the explanations of its checks.</summary>
internal static class SampleBoards
{
    /// <summary>A rule of every state: broken, known, warned, held and not judged.</summary>
    public static IReadOnlyList<RuleResult> Rules { get; } =
    [
        new RuleResult
        {
            Id = "empty-call-id", Rule = "V10", Title = "A function call has a call_id", Severity = Severity.Error, Streams = 21, Held = 20,
            Fails = true, Cases = [SampleRun.FirstFailure],
            First = new RuleExample(SampleRun.FirstFailure, SampleRun.Cases[0].Result.Findings[1]),
        },
        new RuleResult
        {
            Id = "sequence-gap", Rule = "V04", Title = "Sequence numbers have no gap", Severity = Severity.Error, Streams = 21, Held = 19,
            Fails = false, Known = "acme numbers from 1 (issue 12)", Cases = ["text/basic", SampleRun.FirstFailure],
            First = new RuleExample("text/basic", new Finding
            {
                Check = "sequence-gap",
                Kind = FindingKind.Rule,
                Severity = Severity.Error,
                Event = 0,
                Message = "The first event has number 1.",
                Expected = "0",
                Received = "1",
            }),
        },
        new RuleResult
        {
            Id = "late-close", Rule = "V36", Title = "The connection closes after the last event", Severity = Severity.Warning,
            Streams = 21, Held = 20, Cases = [SampleStreams.Hostile],
            First = new RuleExample(SampleStreams.Hostile, new Finding
            {
                Check = "late-close",
                Kind = FindingKind.Rule,
                Severity = Severity.Warning,
                Message = SampleStreams.Hostile,
                Received = SampleStreams.Hostile,
            }),
        },
        new RuleResult
        {
            Id = "created-first",
            Rule = "V01",
            Title = "The stream begins with response.created",
            Severity = Severity.Error,
            Streams = 21,
            Held = 21,
        },
        new RuleResult
        {
            Id = "stream-parity",
            Rule = "V37",
            Title = "Stream and body agree",
            Severity = Severity.Error,
            Streams = 0,
            Held = 0,
        },
    ];

    /// <summary>Explanations, one of them with text that must not become markup.</summary>
    public static IReadOnlyDictionary<string, CheckText> Texts { get; } = new Dictionary<string, CheckText>(StringComparer.Ordinal)
    {
        ["event-order"] = new(
            "The events come in the order that the scenario expects",
            "Compares the stream with the scenario's list, event by event.",
            "A client assembles items in the order of their events.",
            "openai-python fails with an index error."),
        ["late-close"] = new("The connection closes after the last event", SampleStreams.Hostile, "", ""),
    };

    /// <summary>Cases that carry a mark: known, flaky, not run.</summary>
    public static IReadOnlyList<(CaseResult Result, CaseEvidence? Evidence)> Marked { get; } =
    [
        (SampleRun.Case("errors/quota", "A quota error is not a rate limit", Verdict.Failed) with
        {
            Known = "acme has one word for both (issue 31)", Tags = ["errors"], RelayError = "HTTP 429, rate_limit: slow down",
            Findings = [new Finding
            {
                Check = "final-response",
                Severity = Severity.Error,
                Message = "The final response has another error than expected.",
                Member = "error.code",
                Expected = """{"code":"insufficient_quota","type":"a"}""",
                Received = """{"code":"rate_limit","type":"a"}""",
            }],
        }, new CaseEvidence(SampleStreams.TextSource, [SampleStreams.TextTurn(withGolden: false) with
        {
            Expected = ["status: failed", "cause: quota", "items: none"],
            Outcome = ["status: failed", "cause: rate limit", "items: none"],
        }])),
        (SampleRun.Case("text/second-try", "The second try is right", Verdict.Passed) with
        {
            Flaky = true,
            Attempts = 2,
            Tags = ["text"],
            Clients = [new ClientCell("codex", "works", "")],
        }, new CaseEvidence(SampleStreams.TextSource, [SampleStreams.TextTurn(withGolden: false)])),
        (SampleRun.Case("tools/no-golden", "A relay without goldens is compared by outcome", Verdict.Failed) with
        {
            Tags = ["tools"], SeenIn = ["vllm"],
            Findings = [new Finding
            {
                Check = "final-response",
                Severity = Severity.Error,
                Event = 5,
                Message = "The call's arguments differ.",
                Member = "output[0].arguments",
                Expected = """{"city":"Oslo"}""",
                Received = """{"city":""",
            }],
        }, new CaseEvidence(SampleStreams.ToolSource, [SampleStreams.SplitCallTurn() with { Golden = null }])),
        (SampleRun.Case("wire/never", "The relay had died before", Verdict.DidNotRun) with
        {
            Reason = "The relay died and could not be started again.",
        }, null),
    ];
}
