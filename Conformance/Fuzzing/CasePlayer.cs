using Conformance.Results;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using Scenarios.Model;

namespace Conformance.Fuzzing;

/// <summary>
/// Plays a case unchanged, and again with its bytes in another presentation. It returns the findings of a run, and whether the two plays
/// differ.
/// </summary>
/// <param name="play">Plays a case once.</param>
internal sealed class CasePlayer(PlayCase play)
{
    /// <summary>The check of the variation; not a rule of streams, because it takes two of them.</summary>
    public const string VariationCheck = "variation";

    /// <summary>Plays the case.</summary>
    /// <param name="scenario">The case.</param>
    /// <param name="variation">The presentation of its bytes the second time; <see langword="null"/> to play it once.</param>
    /// <param name="cancellationToken">Cancels the play.</param>
    public async Task<FuzzedCase> PlayAsync(Scenario scenario, CaseVariation? variation, CancellationToken cancellationToken)
    {
        var first = await play(scenario, cancellationToken);
        var plays = scenario.Vary is { Count: > 0 } ? 2 : 1;
        if (Concluded(scenario, first, plays) is { } concluded)
        {
            return concluded;
        }

        List<Finding> findings = [.. FindErrors(first)];
        if (variation?.Apply(scenario) is { } varied)
        {
            var second = await play(varied, cancellationToken);
            plays++;
            if (Concluded(scenario, second, plays) is { } stopped)
            {
                return stopped with { Findings = [.. findings, .. stopped.Findings] };
            }

            if (FindDifference(first, second, variation.Name) is { } difference)
            {
                findings.Add(difference);
            }
        }

        return new FuzzedCase(scenario, findings, plays);
    }

    private static FuzzedCase? Concluded(Scenario scenario, CaseOutcome outcome, int plays) => outcome switch
    {
        { StopsTheRun: { } unready } => new FuzzedCase(scenario, [], plays) { StopsTheRun = unready },
        { Death: { } death } => new FuzzedCase(scenario, [RelayDeath.CreateFinding(death.LastWords, 1)], plays),
        { Result.Verdict: Verdict.HarnessError } =>
            new FuzzedCase(scenario, [], plays) { Broken = outcome.Result.Reason ?? "The harness broke." },
        { Result.Verdict: Verdict.DidNotRun } => new FuzzedCase(scenario, [], plays) { Dead = outcome.Result.Reason },
        { Result.Verdict: Verdict.NotApplicable } => new FuzzedCase(scenario, [], plays),
        _ => null,
    };

    private static IEnumerable<Finding> FindErrors(CaseOutcome outcome) =>
        outcome.Result.Findings.Where(static finding => finding.Severity == Severity.Error);

    private static Finding? FindDifference(CaseOutcome first, CaseOutcome second, string name)
    {
        if (first.Evidence?.Turns is not [.., var left] || second.Evidence?.Turns is not [.., var right])
        {
            return null;
        }

        var (one, other) = (JoinedEvents.Join(left.Received), JoinedEvents.Join(right.Received));
        var at = one.Zip(other).TakeWhile(static pair => string.Equals(pair.First, pair.Second, StringComparison.Ordinal)).Count();
        return at == one.Count && at == other.Count ? null : new Finding
        {
            Check = VariationCheck,
            Severity = Severity.Error,
            Message = $"The same bytes presented as {name} give other events.",
            Expected = at < one.Count ? one[at] : "no further event",
            Received = at < other.Count ? other[at] : "no further event",
        };
    }
}
