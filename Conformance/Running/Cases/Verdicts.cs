using Conformance.Results;
using Scenarios.Model;

namespace Conformance.Running.Cases;

/// <summary>How findings and grades become one verdict.</summary>
internal static class Verdicts
{
    /// <summary>The findings and grades of a case, from which its verdict follows.</summary>
    /// <param name="Findings">All findings of all turns.</param>
    /// <param name="Grades">Each turn's grade with its reason.</param>
    /// <param name="Broken">The faults of the harness.</param>
    public sealed record Facts(
        IReadOnlyList<Finding> Findings, IReadOnlyList<(Grade Grade, string? Because)> Grades, IReadOnlyList<string> Broken);

    /// <summary>
    /// A fault of the harness comes first, because the relay cannot be judged then. Next, one wrong outcome is enough to fail. Rules are
    /// judged over the whole run and do not count here.
    /// </summary>
    public static (Verdict Verdict, string? Reason) Of(Facts facts)
    {
        if (facts.Broken.Count > 0)
        {
            return (Verdict.HarnessError, facts.Broken[0]);
        }

        if (facts.Findings.Any(finding => finding is { Kind: FindingKind.Outcome, Severity: Severity.Error }))
        {
            return (Verdict.Failed, null);
        }

        var tolerated = facts.Grades.FirstOrDefault(grade => grade.Grade == Grade.NonStrict);
        if (tolerated.Grade == Grade.NonStrict)
        {
            return (Verdict.NonStrict, tolerated.Because);
        }

        return (Verdict.Passed, facts.Grades.FirstOrDefault(grade => grade.Grade == Grade.Info).Because);
    }
}
