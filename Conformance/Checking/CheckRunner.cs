using Conformance.Checking.Rules;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking;

/// <summary>Holds a recorded turn against the rules that are always on.</summary>
/// <remarks>Never throws for a recording: a rule that throws is reported in <see cref="CheckReport.BrokenChecks"/>.</remarks>
public static class CheckRunner
{
    /// <summary>Runs every rule of the catalogue.</summary>
    public static CheckReport Run(RecordedTurn turn) => Run(turn, CheckCatalog.All);

    internal static CheckReport Run(RecordedTurn turn, IReadOnlyList<ICheck> checks)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var findings = new List<Finding>();
        var broken = new List<BrokenCheck>();
        CompareReaders(turn, broken);
        foreach (var check in checks)
        {
            Examine(turn, check, findings, broken);
        }

        return new CheckReport(FindingOrder.Arrange(findings, turn.Wire), broken);
    }

    private static void CompareReaders(RecordedTurn turn, List<BrokenCheck> broken)
    {
        if (turn.Wire is not null && SecondReader.Compare(turn.Answer, turn.Wire) is { Difference: { } difference })
        {
            broken.Add(new BrokenCheck("second-reader", difference));
        }
    }

    private static void Examine(RecordedTurn turn, ICheck check, List<Finding> findings, List<BrokenCheck> broken)
    {
        try
        {
            List<Finding> found = [.. check.Examine(turn).Select(finding => finding with { Turn = turn.Index + 1 })];
            findings.AddRange(FindingOrder.Collapse(found));
        }
        catch (Exception problem)
        {
            // A door: whatever a rule stumbles over is the harness's own fault, and must not be the relay's.
            broken.Add(new BrokenCheck(check.Info.Id, $"{problem.GetType().Name}: {problem.Message}"));
        }
    }
}
