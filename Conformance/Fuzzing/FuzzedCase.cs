using Conformance.Results;
using Conformance.Running.Relays;
using Scenarios.Model;

namespace Conformance.Fuzzing;

/// <summary>The result of playing one case in all its forms.</summary>
/// <param name="Scenario">The case.</param>
/// <param name="Findings">The errors; empty when the relay was right.</param>
/// <param name="Plays">The number of requests to the relay.</param>
internal sealed record FuzzedCase(Scenario Scenario, IReadOnlyList<Finding> Findings, int Plays)
{
    /// <summary>The reason why no case can be played any more; <see langword="null"/> as a rule.</summary>
    public UnreadyRelay? StopsTheRun { get; init; }

    /// <summary>Why the relay, which exited, is not started again; <see langword="null"/> as a rule.</summary>
    public string? Dead { get; init; }

    /// <summary>The fault of the harness; <see langword="null"/> as a rule.</summary>
    public string? Broken { get; init; }

    /// <summary>The signature of the failure; two cases with the same signature fail the same way.</summary>
    public FailureSignature Signature => FailureSignature.Of(Scenario, Findings);
}
