using Conformance.Checking;
using Conformance.Reporting;
using Conformance.Results;

namespace Conformance.Running;

/// <summary>Writes the report and the other views of a run into its folder.</summary>
internal static class RunReport
{
    private const string Page = "report.html";

    /// <summary>Writes the views that the run asks for, with the explanations of checks.</summary>
    public static void Write(RecordedRun run) => RunViews.Write(run, ExplainedChecks.All);

    /// <summary>Writes the views of a run's folder again; returns the report's path.</summary>
    /// <param name="runFolder">The run's folder.</param>
    /// <param name="reporters">The views; <see langword="null"/> for those of the run, and the page.</param>
    /// <exception cref="FileNotFoundException">The folder has no results.</exception>
    /// <exception cref="InvalidDataException">The results cannot be read.</exception>
    public static string Redraw(string runFolder, IReadOnlyList<string>? reporters = null)
    {
        var run = RunFolder.Read(runFolder);
        reporters ??= [.. run.Result.Info.Reporters.Append("html").Distinct(StringComparer.Ordinal)];
        Write(run with { Result = run.Result with { Info = run.Result.Info with { Reporters = reporters } } });
        return PathIn(runFolder);
    }

    /// <summary>Returns the path of a run's report: the page if it was written, otherwise the results.</summary>
    public static string PathIn(string runFolder)
    {
        var page = Path.Combine(runFolder, Page);
        return File.Exists(page) ? page : Path.Combine(runFolder, RunFolder.ResultsFile);
    }

    /// <summary>Merges the parts of a run into one run: their cases with their evidence, and the rules counted again.</summary>
    public static RecordedRun Merge(
        string reportsFolder,
        RunInfo info,
        IReadOnlyList<RecordedRun> parts,
        Func<IReadOnlyList<CaseResult>, IReadOnlyList<RuleResult>, RunEnd> conclude,
        TimeProvider time)
    {
        using var folder = RunFolder.Create(reportsFolder, info, time);
        var cases = new List<CaseResult>();
        foreach (var part in parts)
        {
            cases.AddRange(part.Result.Cases.Select(result => folder.Adopt(result, part.Folder)));
        }

        cases.Sort(static (left, right) => string.CompareOrdinal(left.Id, right.Id));
        var rules = RuleTally.Count(info, cases);
        return folder.Finish(rules, conclude(cases, rules), static run => RunViews.Write(run));
    }
}
