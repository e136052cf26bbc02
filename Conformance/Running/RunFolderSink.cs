using Conformance.Results;

namespace Conformance.Running;

/// <summary>Writes results into a run's folder.</summary>
internal sealed class RunFolderSink(RunFolder folder) : IRunSink
{
    /// <summary>Creates a run's folder.</summary>
    public static RunFolderSink Create(string reportsFolder, RunInfo info, TimeProvider time, EvidenceLimits? limits = null) =>
        new(RunFolder.Create(reportsFolder, info, time, limits));

    public CaseResult Append(CaseResult result, CaseEvidence? evidence) => folder.Append(result, evidence);

    public string? Finish(IReadOnlyList<RuleResult> rules, RunEnd end) =>
        RunReport.PathIn(folder.Finish(rules, end, RunReport.Write).Folder);

    public void Dispose() => folder.Dispose();
}
