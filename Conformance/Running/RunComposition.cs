using Conformance.Checking;
using Conformance.Expecting;
using Conformance.Results;

namespace Conformance.Running;

/// <summary>The one place where running meets the rooms that judge, keep and show.</summary>
internal static class RunComposition
{
    /// <summary>The rules that are always on.</summary>
    public static IReadOnlyList<CheckInfo> Checks => throw NotPlugged("Checking: the list of CheckInfo");

    /// <summary>The JSON schema of a line of results.</summary>
    public static string ResultsSchema() => throw NotPlugged("Results: ResultsSchema.Create()");

    /// <summary>Everything that judges a case.</summary>
    public static CaseJudge Judge(GoldenStore? goldens) => new()
    {
        Read = _ => throw NotPlugged("Reading: WireReader.Read"),
        Check = _ => throw NotPlugged("Checking: CheckRunner.Run with SecondReader's agreement"),
        Expect = ExpectationJudge.Judge,
        Resolve = static (bindings, body) => bindings.Resolve(body),
        Normalise = GoldenStream.Normalise,
        CompareGolden = goldens is null ? null : goldens.Compare,
        LoadGolden = goldens is null ? static _ => null : goldens.Load,
    };

    /// <summary>A folder that takes results as they come.</summary>
    public static IRunSink OpenSink(string reportsFolder, RunInfo info, TimeProvider time) => throw NotPlugged("Results: RunFolder.Create" + reportsFolder + info + time);

    /// <summary>Writes the views of a run's folder again; returns the report's path.</summary>
    public static string Redraw(string runFolder) => throw NotPlugged("Reporting: RunViews.Write(RunFolder.Read(…))" + runFolder);

    /// <summary>A case on one screen.</summary>
    public static string FailureText(CaseResult result, string relay)
    {
        var first = result.Findings.Count > 0 ? result.Findings[0] : null;
        return $"FAIL {result.Id} [{result.Level}] relay={relay}  check={first?.Check}\n  message   {first?.Message ?? result.Reason}\n  repro     {result.Repro}";
    }

    /// <summary>A pattern of ids.</summary>
    /// <exception cref="FormatException">It could match no id.</exception>
    public static IdPattern Pattern(string text) =>
        new(text, id => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(text.Replace("**", "*", StringComparison.Ordinal), id, ignoreCase: false));

    private static NotSupportedException NotPlugged(string what) => new($"Not plugged in yet: {what}.");
}
