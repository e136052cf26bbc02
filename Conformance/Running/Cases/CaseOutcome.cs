using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Relays;

namespace Conformance.Running.Cases;

/// <summary>The outcome of running one case.</summary>
/// <param name="Result">The result.</param>
/// <param name="Evidence">The recordings; <see langword="null"/> if the case was not played.</param>
internal sealed record CaseOutcome(CaseResult Result, CaseEvidence? Evidence)
{
    /// <summary>The reason why no further case can be played; usually <see langword="null"/>.</summary>
    public UnreadyRelay? StopsTheRun { get; init; }

    /// <summary>
    /// The relay's death while the case was on the wire: the case is a suspect, and its result is not its own; <see langword="null"/> as a
    /// rule.
    /// </summary>
    public RelayDeath? Death { get; init; }

    /// <summary>The relay's death that the case found when it asked for its relay; <see langword="null"/> as a rule.</summary>
    public RelayDeath? Found { get; init; }

    /// <summary>
    /// How the relay turned every request of the case away, before anything reached the mock; <see langword="null"/> as a rule.
    /// </summary>
    public Refusal? Refused { get; init; }
}
