using Conformance.Expecting.Outcomes;
using Conformance.Expecting.Patterns;
using Conformance.Results;
using Conformance.Turns;
using Scenarios.Model;

namespace Conformance.Expecting;

/// <summary>What a turn's expectation made of what was recorded.</summary>
/// <param name="Grade">
/// The grade of the first outcome that holds; <see cref="Grade.Passed"/> when none does (then there are findings).
/// </param>
/// <param name="Because">The tolerated outcome's reason.</param>
/// <param name="Findings">
/// What diverges: from the first outcome when none holds, from the requests, the upstream and the bounds in time always.
/// </param>
/// <param name="Bindings">The names bound so far.</param>
public sealed record ExpectationResult(Grade Grade, string? Because, IReadOnlyList<Finding> Findings, Bindings Bindings);

/// <summary>Holds one recorded turn against its scenario's expectation. Pure.</summary>
public static class ExpectationJudge
{
    /// <summary>Judges one turn.</summary>
    public static ExpectationResult Judge(RecordedTurn turn, Bindings bindings)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(bindings);

        var expect = turn.Turn.Expect;
        var requests = new PatternMatcher(bindings, turn.Model);
        var findings = new List<Finding>(UpstreamMatcher.Compare(turn, requests));
        findings.AddRange(TimingMatcher.Compare(turn));

        IReadOnlyList<Finding> first = [];
        foreach (var outcome in expect.Outcomes)
        {
            var matcher = new PatternMatcher(requests.Bindings, turn.Model);
            var divergences = turn.Relay.KeepsGoldens
                ? OutcomeMatcher.Compare(turn, outcome, matcher)
                : new OutcomeComparer(turn, matcher).Compare(ExpectedOutcomeReader.Read(outcome));
            if (divergences.Count == 0)
            {
                if (OrderMatcher.Compare(turn, matcher) is { } disorder)
                {
                    findings.Add(disorder);
                }

                return new ExpectationResult(outcome.Grade, outcome.Because, Numbered(findings, turn), matcher.Bindings);
            }

            first = first.Count == 0 ? divergences : first;
        }

        return new ExpectationResult(Grade.Passed, null, Numbered([.. first, .. findings], turn), requests.Bindings);
    }

    private static List<Finding> Numbered(IReadOnlyList<Finding> findings, RecordedTurn turn) =>
        [.. findings.Select(finding => finding with { Turn = turn.Index
            + 1, Spec = finding.Spec ?? (turn.Scenario.Spec is [var first, ..] ? first : null) })];
}
