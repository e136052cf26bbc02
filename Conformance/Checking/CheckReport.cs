using Conformance.Results;

namespace Conformance.Checking;

/// <summary>What the rules made of one turn.</summary>
/// <param name="Findings">What they found, the first divergence first.</param>
/// <param name="BrokenChecks">Rules that threw and readers that disagreed: the harness is wrong, and nothing is said about the relay.</param>
public sealed record CheckReport(IReadOnlyList<Finding> Findings, IReadOnlyList<BrokenCheck> BrokenChecks);

/// <summary>A part of the harness that broke.</summary>
/// <param name="Check">The check's id; <c>second-reader</c> when the two readers disagree.</param>
/// <param name="Problem">What happened, in one sentence.</param>
public sealed record BrokenCheck(string Check, string Problem)
{
    /// <summary>Both as one line.</summary>
    public override string ToString() => $"{Check}: {Problem}";
}
