using Conformance.Checking;
using Conformance.Results;
using Conformance.Turns;
using Scenarios.Model;

namespace Conformance.Expecting;

/// <summary>Weighs the findings of rules that a case's set-up is known to break (<c>expect.breaks</c>). Pure.</summary>
/// <remarks>
/// A declared finding is reported and does not fail; a declared finding that does not occur fails, so that the list is kept up to date.
/// </remarks>
public static class DeclaredBreaks
{
    /// <summary>The report with the findings of the declared rules made warnings.</summary>
    public static CheckReport Weigh(RecordedTurn turn, CheckReport report)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(report);

        var declared = turn.Turn.Expect.Breaks;
        // A relay that was not given the set-up does not break rules because of it.
        if (declared.Count == 0 || turn.SkipsRequestPatterns)
        {
            return report;
        }

        var rules = declared.Select(one => one.Rule).ToHashSet(StringComparer.Ordinal);
        var weighed = report.Findings.Select(finding => rules.Contains(finding.Check) ? Told(finding) : finding);
        var broken = report.Findings.Select(finding => finding.Check).ToHashSet(StringComparer.Ordinal);
        var unbroken = declared.Where(one => !broken.Contains(one.Rule)).Select(one => Rotten(one, turn));
        return report with { Findings = [.. weighed, .. unbroken] };
    }

    private static Finding Told(Finding finding) => finding with
    {
        Severity = finding.Severity == Severity.Error ? Severity.Warning : finding.Severity,
        Message = finding.Message + " The case declares this for its configuration.",
    };

    private static Finding Rotten(DeclaredBreak declared, RecordedTurn turn) => new()
    {
        Check = CheckIds.Breaks,
        Severity = Severity.Error,
        Turn = turn.Index + 1,
        Message = $"The case declares that its configuration breaks {declared.Rule}, but the rule is not "
            + $"broken ({declared.Place.File}:{declared.Place.Line}).",
        Expected = $"a finding of {declared.Rule}",
        Received = "none",
    };
}
