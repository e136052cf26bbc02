using Conformance.Results;

namespace Conformance.Running;

/// <summary>A run's folder behind the seam.</summary>
internal sealed class RunFolderSink(RunFolder folder) : IRunSink
{
    public CaseResult Append(CaseResult result, CaseEvidence? evidence) => folder.Append(result, evidence);

    public string? Finish(IReadOnlyList<RuleResult> rules, RunEnd end) => RunComposition.ReportOf(folder.Finish(rules, end, RunComposition.WriteViews).Folder);

    public void Dispose() => folder.Dispose();
}
