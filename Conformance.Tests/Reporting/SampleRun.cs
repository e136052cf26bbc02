using Conformance.Reporting;
using Conformance.Results;

namespace Conformance.Tests.Reporting;

/// <summary>A run with one case of every kind, as a report meets them.</summary>
internal static class SampleRun
{
    public const string FirstFailure = "tools/args-split-missing-ids";

    public static RunInfo Info { get; } = new()
    {
        Name = "acme", StartedAt = new DateTimeOffset(2026, 9, 14, 8, 30, 5, TimeSpan.Zero), Relay = "acme",
        Target = "http://127.0.0.1:4000/v1", Version = "0.1.0",
        Selected = 0, Available = 412, Selection = "--tag tools --tag text",
        Command = "relayconf run --relay acme=http://127.0.0.1:4000/v1 --tag tools --tag text",
    };

    public static RunEnd End { get; } = new(new DateTimeOffset(2026, 9, 14, 8, 30, 9, TimeSpan.Zero), 4_212, Partial: false, ExitCode: 1);

    public static IReadOnlyList<(CaseResult Result, CaseEvidence? Evidence)> Cases { get; } =
    [
        (Case(FirstFailure, "Tool arguments arrive in three pieces and only the first piece has an id", Verdict.Failed) with
        {
            Why = "OpenAI names the call once; later deltas carry only what is new.",
            Spec = [new SpecLink(
                "chat#delta-tool_calls",
                "a delta without id continues an open call",
                "https://platform.openai.com/docs/api-reference/chat-streaming")],
            Quirks = [
                new QuirkReference("Q02", "Later tool-call deltas have no id"),
                new QuirkReference("Q04", "Later tool-call deltas have no index"),
            ],
            Tags = ["tools", "identity"], SeenIn = ["openai", "vllm", "dashscope"], DurationMs = 38,
            Clients = [
                new ClientCell("codex", "breaks", "stream disconnected before completion"),
                new ClientCell("openai-python", "loses", "the second call has no name"),
                new ClientCell("dotnet", "works", ""),
            ],
            Findings =
            [
                new Finding
                {
                    Check = "event-order", Severity = Severity.Error, Event = 4, Offset = 1433, Spec = "chat#delta-tool_calls",
                    Message = "A second call was opened where the scenario expects the first one to go on.",
                    Expected = "function_call_arguments.deltas '{\"city\":\"Oslo\"}'  item_id=$fc",
                    Received = "output_item.added  call_id=\"\" name=\"\"",
                    After = new StepReference(
                        3, "Scenarios/tools/args-split-missing-ids.yaml", 20, "- tool: {args: '\"Oslo\"}'}   # no id, no index"),
                },
                new Finding
                {
                    Check = "empty-call-id",
                    Kind = FindingKind.Rule,
                    Severity = Severity.Error,
                    Event = 4,
                    Member = "item.call_id",
                    Spec = "V17",
                    Message = "The function call has an empty call_id, so that no client can answer it.",
                    Expected = "\"call_id\":\"call_1\"",
                    Received = "\"call_id\":\"\"",
                },
                new Finding
                {
                    Check = "arguments-not-json",
                    Severity = Severity.Error,
                    Event = 6,
                    Message = "The call was finished with arguments that are not complete JSON.",
                    Received = "{\"city\":",
                },
                new Finding
                {
                    Check = "golden",
                    Severity = Severity.Warning,
                    Event = 4,
                    Message = "The stream leaves the golden stream at event 4.",
                },
                new Finding { Check = "client-codex", Severity = Severity.Profile, Message = "Codex drops a call whose name is empty." },
            ],
        }, new CaseEvidence(SampleStreams.ToolSource, [SampleStreams.SplitCallTurn()])),
        (Case("tools/args-split-reused-id", "The second call carries the id of the first", Verdict.Failed) with
        {
            Tags = ["tools", "identity"], DurationMs = 31,
            Findings = [new Finding
            {
                Check = "event-order",
                Severity = Severity.Error,
                Event = 4,
                Message = "A second call was opened where the scenario expects the first one to go on.",
            }],
        }, new CaseEvidence(SampleStreams.ToolSource, [SampleStreams.SplitCallTurn()])),
        (Case("turns/tool-loop", "The tool's result goes back and the second turn answers", Verdict.Failed) with
        {
            Tags = ["turns"], DurationMs = 1_240,
            Findings = [new Finding
            {
                Check = "text-mismatch",
                Severity = Severity.Error,
                Turn = 2,
                Event = 7,
                Message = "The text is not what the upstream sent.",
                Expected = "It is 7 °C in Oslo.",
                Received = "It is 7 Â°C in Oslo.",
            }],
        }, new CaseEvidence(
            SampleStreams.ToolSource, [SampleStreams.TextTurn("Let me look."), SampleStreams.TextTurn("It is 7 Â°C in Oslo.")])),
        (Case("hostile/markup", $"Markup stays text: {SampleStreams.Hostile}", Verdict.Failed) with
        {
            Why = SampleStreams.Hostile, Tags = ["text"], SeenIn = [SampleStreams.Hostile], Setup = SampleStreams.Hostile,
            File = $"Scenarios/{SampleStreams.Hostile}.yaml",
            Spec = [new SpecLink(SampleStreams.Hostile, SampleStreams.Hostile, "javascript:window.hacked=1")],
            Quirks = [new QuirkReference(SampleStreams.Hostile, SampleStreams.Hostile)],
            Repro = $"relayconf run --run '{SampleStreams.Hostile}'",
            Findings =
            [
                new Finding
                {
                    Check = "text-mismatch", Severity = Severity.Error, Event = 4, Message = SampleStreams.Hostile,
                    Expected = SampleStreams.Hostile, Received = SampleStreams.Hostile + "!", Spec = SampleStreams.Hostile,
                    After = new StepReference(1, SampleStreams.Hostile, 4, SampleStreams.Hostile),
                },
            ],
        }, new CaseEvidence($"title: {SampleStreams.Hostile}\n# {SampleStreams.Hostile}\n", [HostileTurn()])),
        (Case("text/broken-bytes", "A character is cut in two and a comment holds bytes that are none", Verdict.NonStrict) with
        {
            Tags = ["text", "bytes"],
            Reason = "The relay replaces what it cannot read instead of failing; several real services do the same.",
            Findings = [new Finding
            {
                Check = "replaced-bytes",
                Severity = Severity.Warning,
                Event = 1,
                Message = "The delta holds U+FFFD.",
            }],
        }, new CaseEvidence(SampleStreams.TextSource, [SampleStreams.BrokenBytesTurn()])),
        (Case("stream/large", "Six thousand deltas arrive whole and in order", Verdict.Passed) with
        {
            Tags = ["text", "size"],
            Level = "should",
            DurationMs = 2_310,
        }, new CaseEvidence(SampleStreams.TextSource, [SampleStreams.LargeTurn()])),
        (Case("policy/length-completed", "A cut answer is reported as completed", Verdict.NotApplicable) with
        {
            Setup = "on_length=completed", Reason = "requires the bundled relay, configured as on_length=completed",
        }, null),
        (Case("stall/before-first-byte", "The upstream is silent before its first byte", Verdict.HarnessError) with
        {
            Reason = "The mock lost its port: address already in use.",
        }, null),
        .. Enumerable.Range(0, 14).Select(Passed),
    ];

    /// <summary>All cases, those with a mark included.</summary>
    public static IReadOnlyList<(CaseResult Result, CaseEvidence? Evidence)> All => [.. Cases, .. SampleBoards.Marked];

    /// <summary>The run as the writer of reports gets it, without a disk.</summary>
    public static RunResult Result { get; } = new()
    {
        Info = Info with { Selected = Cases.Count },
        Cases = [.. Cases.Select(pair => pair.Result).OrderBy(result => result.Id, StringComparer.Ordinal)],
        End = End,
    };

    /// <summary>Writes the run below the folder as a real one would be.</summary>
    public static RecordedRun Write(string reportsFolder) => Write(reportsFolder, Info, Cases, []);

    /// <summary>Writes everything a report can show: marks, rules, notes.</summary>
    public static RecordedRun WriteAll(string reportsFolder) => Write(
        reportsFolder,
        Info with { Lacks = ["state"], Notes = ["Requests were played one at a time.", SampleStreams.Hostile] },
        All,
        SampleBoards.Rules);

    private static RecordedRun Write(
        string reportsFolder,
        RunInfo info,
        IReadOnlyList<(CaseResult Result, CaseEvidence? Evidence)> cases,
        IReadOnlyList<RuleResult> rules)
    {
        using var run = RunFolder.Create(reportsFolder, info with { Selected = cases.Count }, TimeProvider.System);
        foreach (var (result, evidence) in cases)
        {
            run.Append(result, evidence);
        }

        return run.Finish(rules, End, static whole => RunViews.Write(whole, SampleBoards.Texts));
    }

    public static CaseResult Case(string id, string title, Verdict verdict) => new()
    {
        Id = id, Title = title, Level = "must", Verdict = verdict, DurationMs = 12, File = $"Scenarios/{id}.yaml",
        Repro = $"relayconf run --relay acme=http://127.0.0.1:4000/v1 --run {id}",
        Spec = [new SpecLink(
            "responses#stream-events", "the order of events", "https://platform.openai.com/docs/api-reference/responses-streaming")],
    };

    private static TurnEvidence HostileTurn()
    {
        var turn = SampleStreams.TextTurn(SampleStreams.Hostile, withGolden: true, chatRequest: SampleStreams.Hostile);

        return turn with
        {
            End = SampleStreams.Hostile,
            Headers = [.. turn.Headers, new("x-hostile", SampleStreams.Hostile), new(SampleStreams.Hostile, "name")],
            Golden = [.. turn.Golden!.Select((line, index) => index == 5 ? SampleStreams.Hostile : line)],
            Timeline = [.. turn.Timeline.Select(entry => entry.Event is null ? entry with { Text = SampleStreams.Hostile } : entry)],
        };
    }

    private static (CaseResult, CaseEvidence?) Passed(int number)
    {
        string[] names =
        [
            "text/basic",
            "text/empty-deltas",
            "text/role-only-chunk",
            "tools/one-call",
            "tools/two-parallel-calls",
            "tools/empty-arguments",
            "tools/object-arguments",
            "finish/stop",
            "finish/length",
            "usage/on-finish-chunk",
            "usage/own-chunk",
            "done/without-close",
            "sse/crlf",
            "sse/comments-between",
        ];
        string[] titles =
        [
            "A short answer in two deltas",
            "Empty deltas make no events",
            "The first chunk holds the role alone",
            "One call in one piece",
            "Two calls interleave by index",
            "No arguments become an empty object",
            "Arguments come as an object",
            "A plain stop completes the response",
            "A cut answer is incomplete",
            "Usage rides on the finish chunk",
            "Usage comes in a chunk of its own",
            "The sentinel comes and the socket stays open",
            "Line ends are CR LF",
            "Comments stand between the events",
        ];

        return (Case(names[number], titles[number], Verdict.Passed) with { Tags = [names[number].Split('/')[0]], DurationMs = 9
            + number }, new CaseEvidence(SampleStreams.TextSource, [SampleStreams.TextTurn($"Answer number {number}")]));
    }
}
