using Conformance.Results;

namespace Conformance.Reporting;

/// <summary>The finding that stands for a case wherever there is room for one.</summary>
internal static class FirstDivergence
{
    /// <summary>The first error, else the first finding: a warning in front of the error is told, but it is not why the case failed.</summary>
    public static Finding? Of(CaseResult result) =>
        result.Findings.FirstOrDefault(finding => finding.Severity == Severity.Error) ?? (result.Findings.Count > 0 ? result.Findings[0] : null);
}
