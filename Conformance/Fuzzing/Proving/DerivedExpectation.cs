using Conformance.Reading;
using Scenarios.Model;

namespace Conformance.Fuzzing.Proving;

/// <summary>Determines whether a case expects exactly what the contract implies for its upstream's bytes.</summary>
internal static class DerivedExpectation
{
    /// <summary>Returns whether the expectation of the case follows from its upstream's bytes.</summary>
    public static bool Has(Scenario scenario) =>
        scenario.Turns is [var turn] && ContractExpectation.Create(turn) is { } derived && AreEqual(derived, turn.Expect);

    private static bool AreEqual(Expectation derived, Expectation expect) =>
        expect is { Requests.Count: 0, RequestHeaders: null, Order.Count: 0, Timing.Count: 0, Upstream: null, Breaks.Count: 0 }
        && derived.Outcomes.Count == expect.Outcomes.Count
        && derived.Outcomes.Zip(expect.Outcomes).All(static pair => AreEqual(pair.First, pair.Second));

    private static bool AreEqual(Outcome derived, Outcome outcome) =>
        outcome is { Events: null, Http: null, Final: { } final } && outcome.Grade == derived.Grade && final.Same(derived.Final!.Value);
}
