using Conformance.Checking;
using Conformance.Expecting;
using Conformance.Reading;
using Conformance.Reporting;
using Conformance.Results;
using Scenarios.Reading;

namespace Conformance.Running;

/// <summary>The one place where running meets the rooms that judge, keep and show.</summary>
internal static class RunComposition
{
    /// <summary>The file of a run's folder that people open.</summary>
    public const string ReportFile = "report.html";

    /// <summary>The rules that are always on.</summary>
    public static IReadOnlyList<CheckInfo> Checks { get; } = [.. CheckCatalog.All.Select(check => check.Info)];

    /// <summary>The JSON schema of a line of results.</summary>
    public static string ResultsSchema() => Results.ResultsSchema.Create();

    /// <summary>Everything that judges a case.</summary>
    public static CaseJudge Judge(GoldenStore? goldens) => new()
    {
        Read = Reading.WireReader.Read,
        Check = static turn => DeclaredBreaks.Weigh(turn, CheckRunner.Run(turn)),
        Expect = ExpectationJudge.Judge,
        Resolve = static (bindings, body) => bindings.Resolve(body),
        ResolvePath = static (bindings, path) => bindings.ResolvePath(path),
        ResolveText = static (bindings, text) => bindings.Resolve(text),
        Normalise = GoldenStream.Normalise,
        CompareGolden = goldens is null ? null : goldens.Compare,
        LoadGolden = goldens is null ? static _ => null : goldens.Load,
    };

    /// <summary>Writes the views of a run, with the explanations of checks.</summary>
    public static void WriteViews(RecordedRun run) => RunViews.Write(run, CheckTexts);

    /// <summary>A folder that takes results as they come.</summary>
    public static IRunSink OpenSink(string reportsFolder, RunInfo info, TimeProvider time, EvidenceLimits? limits = null) => new RunFolderSink(RunFolder.Create(reportsFolder, info, time, limits));

    /// <summary>Writes the views of a run's folder again; returns the report's path.</summary>
    /// <param name="runFolder">The run's folder.</param>
    /// <param name="reporters">The views; <see langword="null"/> for those of the run, and the page.</param>
    /// <exception cref="FileNotFoundException">There are no results in it.</exception>
    /// <exception cref="InvalidDataException">The results are not what they should be.</exception>
    public static string Redraw(string runFolder, IReadOnlyList<string>? reporters = null)
    {
        var run = RunFolder.Read(runFolder);
        reporters ??= [.. run.Result.Info.Reporters.Append("html").Distinct(StringComparer.Ordinal)];
        RunViews.Write(run with { Result = run.Result with { Info = run.Result.Info with { Reporters = reporters } } }, CheckTexts);
        return ReportOf(runFolder);
    }

    /// <summary>The file of a run that people open: the page where it was written, else the results.</summary>
    public static string ReportOf(string runFolder)
    {
        var page = Path.Combine(runFolder, ReportFile);
        return File.Exists(page) ? page : Path.Combine(runFolder, RunFolder.ResultsFile);
    }

    /// <summary>A run's folder, or its <c>results.jsonl</c>, read back.</summary>
    /// <exception cref="FileNotFoundException">There are no results in it.</exception>
    /// <exception cref="InvalidDataException">The results are not what they should be.</exception>
    public static RecordedRun ReadRun(string path) => RunFolder.Read(path);

    /// <summary>Makes one run of the parts of a run: their cases with what was recorded, the rules counted anew.</summary>
    public static RecordedRun Merge(string reportsFolder, RunInfo info, IReadOnlyList<RecordedRun> parts, Func<IReadOnlyList<CaseResult>, IReadOnlyList<RuleResult>, RunEnd> conclude, TimeProvider time)
    {
        using var folder = RunFolder.Create(reportsFolder, info, time);
        var cases = new List<CaseResult>();
        foreach (var part in parts)
        {
            cases.AddRange(part.Result.Cases.Select(result => folder.Adopt(result, part.Folder)));
        }

        cases.Sort(static (left, right) => string.CompareOrdinal(left.Id, right.Id));
        var rules = RuleTally.Of(info, cases);
        return folder.Finish(rules, conclude(cases, rules), static run => RunViews.Write(run));
    }

    /// <summary>The lines that a reporter writes to the standard output of a build server.</summary>
    public static string GitHubLines(RunResult run) => GitHubReport.Create(run);

    /// <summary>The page of a run for a job's summary.</summary>
    public static string Summary(RunResult run) => SummaryReport.Create(run);

    /// <summary>The names of the views that can be written.</summary>
    public static IReadOnlyList<string> Reporters => RunViews.Names;

    /// <summary>What an expectation implies a client ends up with, as lines for people.</summary>
    public static IReadOnlyList<string> ExpectedOutcome(Scenarios.Model.Outcome outcome) => Expecting.Outcomes.OutcomeText.Expected(outcome);

    /// <summary>What a client ended up with, as lines for people.</summary>
    public static IReadOnlyList<string> ReceivedOutcome(RecordedTurn turn) => Expecting.Outcomes.OutcomeText.Received(turn);

    /// <summary>A case on one screen.</summary>
    public static string FailureText(CaseResult result, string relay) => Reporting.FailureText.Create(result, relay);

    /// <summary>The causes of wrong outcomes, the most frequent first; known failures are not counted.</summary>
    public static IReadOnlyList<RunCause> Causes(RunResult run) =>
        [.. FailureGroup.GroupCases(run.Cases.Where(result => result.Verdict != Verdict.Failed || result.Known is null)).Select(group => new RunCause(group.Cases.Count, Plain(group.Words), group.Cases[0].Id))];

    /// <summary>The cause of one wrong outcome, in the words of <see cref="Causes"/>.</summary>
    public static string CauseOf(CaseResult result) => FailureGroup.WordsOf(result);

    /// <summary>Text as one that cannot steer a terminal.</summary>
    public static string Plain(string text) => Reporting.PlainText.Create(text);

    /// <summary>The explanations of checks, as the report shows them.</summary>
    public static IReadOnlyDictionary<string, CheckText> CheckTexts => ExplainedChecks.All;

    /// <summary>A pattern of ids.</summary>
    /// <exception cref="FormatException">It could match no id.</exception>
    public static IdPattern Pattern(string text) => new(text, CasePattern.Parse(text).Matches);
}
