using Conformance.Reporting;
using Conformance.Results;

namespace Conformance.Tests.Reporting;

/// <summary>Three runs as a matrix meets them: two that differ, and one that shares its name with another and played nothing.</summary>
internal static class SampleMatrix
{
    public const string Different = "tools/split";

    private static readonly Finding Form = new()
    {
        Check = "created-first",
        Kind = FindingKind.Rule,
        Severity = Severity.Error,
        Message = "The stream does not begin with response.created.",
    };

    public static IReadOnlyList<(RunResult Result, IReadOnlyList<CaseEvidence?> Evidence)> Runs { get; } =
    [
        Run("acme", [Rule("created-first"), Rule("id-field", Severity.Warning, "text/plain"), Rule("event-name")],
            Case("text/equal", Verdict.Passed),
            Case("text/plain", Verdict.Passed) with { SeenIn = ["groq"], Clients = [new ClientCell("openai-node", "works", "")] },
            Case(Different, Verdict.Failed) with { SeenIn = ["openai"], Findings = SampleRun.Cases[0].Result.Findings }),
        Run("zeta", [Rule(
            "created-first", Severity.Error, "text/plain", Different), Rule("id-field", Severity.Warning), Rule("event-name")],
            Case("text/equal", Verdict.Passed),
            Case("text/plain", Verdict.Failed) with
            {
                SeenIn = ["groq"], Findings = [SampleRun.Cases[2].Result.Findings[0], Form],
                Clients = [new ClientCell("openai-node", "breaks", "OpenAIError: When snapshot hasn't been set yet")],
            },
            Case(Different, Verdict.Failed) with { SeenIn = ["openai"], Findings = [SampleRun.Cases[2].Result.Findings[0]] }),
        Run("zeta", []),
    ];

    /// <summary>What was recorded of a case; the same at every relay but for the one that differs.</summary>
    public static CaseEvidence? Evidence(CaseResult result) => result.Id switch
    {
        Different => new CaseEvidence(
            SampleStreams.ToolSource,
            [SampleStreams.SplitCallTurn(result.Findings.Count > 1 ? "" : "other"), SampleStreams.TextTurn("It is mild.")]),
        _ => new CaseEvidence(
            SampleStreams.TextSource, [SampleStreams.TextTurn(result.Verdict == Verdict.Failed ? "Grues Gott" : "Grüß Gott")]),
    };

    /// <summary>Writes the runs below a folder as real ones would be.</summary>
    public static IReadOnlyList<RecordedRun> Write(string reportsFolder) =>
    [
        .. Runs.Select(sample =>
        {
            using var run = RunFolder.Create(reportsFolder, sample.Result.Info, TimeProvider.System);
            foreach (var result in sample.Result.Cases)
            {
                run.Append(result, Evidence(result));
            }

            return run.Finish(sample.Result.Rules, SampleRun.End, static whole => RunViews.Write(whole));
        }),
    ];

    private static (RunResult Result, IReadOnlyList<CaseEvidence?> Evidence) Run(
        string name, IReadOnlyList<RuleResult> rules, params CaseResult[] cases) =>
        (new RunResult
        {
            Info = SampleRun.Info with { Name = name, Selected = cases.Length },
            Cases = cases,
            Rules = rules,
            End = SampleRun.End,
        }, [.. cases.Select(Evidence)]);

    private static CaseResult Case(string id, Verdict verdict) => SampleRun.Case(id, $"The title of {id}", verdict);

    private static RuleResult Rule(string id, Severity severity = Severity.Error, params string[] cases) => new()
    {
        Id = id, Rule = "V01", Title = $"What {id} says.", Severity = severity, Streams = 4, Held = 4 - cases.Length, Cases = cases,
        Fails = cases.Length > 0 && severity == Severity.Error,
    };
}
