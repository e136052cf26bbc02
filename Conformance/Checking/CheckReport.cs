using Conformance.Results;

namespace Conformance.Checking;

/// <summary>The result of the rules for one turn.</summary>
/// <param name="Findings">The findings, the first divergence first.</param>
/// <param name="BrokenChecks">Rules that threw and readers that disagreed: faults of the harness, not of the relay.</param>
public sealed record CheckReport(IReadOnlyList<Finding> Findings, IReadOnlyList<BrokenCheck> BrokenChecks);

/// <summary>A part of the harness that broke.</summary>
/// <param name="Check">The check's id; <c>second-reader</c> when the two readers disagree.</param>
/// <param name="Problem">The fault, in one sentence.</param>
public sealed record BrokenCheck(string Check, string Problem)
{
    /// <summary>Both as one line.</summary>
    public override string ToString() => $"{Check}: {Problem}";
}
