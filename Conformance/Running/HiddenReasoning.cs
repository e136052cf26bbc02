using Conformance.Recording;
using Conformance.Results;

namespace Conformance.Running;

/// <summary>Recognises a relay that does not show reasoning, in a case whose script waits for reasoning to arrive at the client.</summary>
/// <remarks>A relay may hide reasoning (docs/liberties.md), so the script stays where it waits and the case says nothing about the relay.</remarks>
internal static class HiddenReasoning
{
    /// <summary>Returns why the case does not apply; <see langword="null"/> when it does.</summary>
    public static string? Of(PlayedCase played) =>
        played.Turns is [.., { HeldAt: { } hold, Relay.KeepsGoldens: false } last] && HoldLiberties.IsReasoning(hold.Until.Type) && !ShowsReasoning(last.Wire)
            ? WhyNotApplicable.HiddenReasoning
            : null;

    private static bool ShowsReasoning(Reading.WireStream? wire) =>
        wire?.Events.Any(static seen => HoldLiberties.IsReasoning(seen.Type) || seen.Data.Contains("\"type\":\"reasoning\"", StringComparison.Ordinal)) ?? false;
}
