using Conformance.Reading;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Turns;

namespace Conformance.Running.Cases;

/// <summary>
/// Tells a relay that does not show reasoning from one that holds it back, in a case whose script waits for reasoning to arrive at the
/// client.
/// </summary>
/// <remarks>
/// A relay may hide reasoning (docs/liberties.md); then the script never continues, and the case cannot judge the relay. A relay that
/// buffers looks the same while the script waits. So the question is asked once more with every hold open: only a whole answer without
/// reasoning is a relay that hides it.
/// </remarks>
internal static class HiddenReasoning
{
    /// <summary>Returns why the case does not apply; <see langword="null"/> when it does.</summary>
    public static string? Describe(PlayedCase played) => played.HidesReasoning ? WhyNotApplicable.HiddenReasoning : null;

    /// <summary>Returns whether the relay may be one that hides reasoning, so that it must be asked once more.</summary>
    public static bool IsPossible(RecordedTurn turn) =>
        turn is { HeldAt: { } hold, Relay.KeepsGoldens: false } && HoldLiberties.IsReasoning(hold.Until.Type) && !Shows(turn.Wire);

    /// <summary>Returns whether a whole answer without any hold has no reasoning.</summary>
    public static bool IsProven(RecordedTurn unheld) => unheld.Answer.End == Recording.StreamEnd.Closed && !Shows(unheld.Wire);

    private static bool Shows(WireStream? wire) =>
        wire?.Events.Any(static seen => HoldLiberties.IsReasoning(seen.Type)
            || seen.Data.Contains("\"type\":\"reasoning\"", StringComparison.Ordinal)) ?? false;
}
