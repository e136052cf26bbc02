using Conformance.Results;

namespace Conformance.Reporting.Texts;

/// <summary>Chooses the finding that represents a case where only one can be shown.</summary>
internal static class FirstDivergence
{
    // A stream that cannot be read as events has every other fault because of that.
    private static readonly string[] Unreadable = ["framing", "data-json"];

    /// <summary>
    /// Returns the first error that is about the outcome, or the fault before it that makes the stream unreadable; without a wrong outcome
    /// the first error, else the first finding.
    /// </summary>
    /// <remarks>A rule that the relay breaks in every stream stands before the outcome in each of them and explains none.</remarks>
    public static Finding? Find(CaseResult result)
    {
        var errors = result.Findings.Where(finding => finding.Severity == Severity.Error).ToList();

        return errors.Find(finding => finding.Kind == FindingKind.Outcome
            || Unreadable.Contains(finding.Check, StringComparer.Ordinal)) switch
        {
            { } first when IsWrong(result) => first,
            _ => errors.Count > 0 ? errors[0] : result.Findings.Count > 0 ? result.Findings[0] : null,
        };
    }

    /// <summary>Returns whether a client ends up with something else than the case expects.</summary>
    public static bool IsWrong(CaseResult result) =>
        result.Findings.Any(finding => finding is { Kind: FindingKind.Outcome, Severity: Severity.Error });

    /// <summary>Returns whether the case was played far enough for a statement about its outcome.</summary>
    public static bool IsJudged(CaseResult result) => result.Verdict is Verdict.Passed or Verdict.NonStrict or Verdict.Failed;
}
