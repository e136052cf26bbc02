using Conformance.Results;

namespace Conformance.Running;

/// <summary>What running one case gave.</summary>
/// <param name="Result">The result.</param>
/// <param name="Evidence">What was recorded; <see langword="null"/> when the case was not played.</param>
internal sealed record CaseOutcome(CaseResult Result, CaseEvidence? Evidence)
{
    /// <summary>Why no other case can be played either; <see langword="null"/> as a rule.</summary>
    public UnreadyRelay? StopsTheRun { get; init; }
}
