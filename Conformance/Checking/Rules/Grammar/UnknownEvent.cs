using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>Only events that OpenAI has.</summary>
internal sealed class UnknownEvent : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "unknown-event",
        "V07",
        Severity.Warning,
        "Every event is of a type that OpenAI has; a vendor's own `slug:` event matters to some clients only.",
        "openai-node throws “Unhandled response stream event” on any other, even on `slug:` ones; the rest ignore them.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) =>
        walk.Events.Where(happened => happened.Type.Length > 0 && !StreamGrammar.IsKnown(happened.Type)).Select(happened => Judge(turn, happened)).OfType<Finding>();

    private Finding? Judge(RecordedTurn turn, EventView happened) => happened.Type.Contains(':', StringComparison.Ordinal)
        // Open Responses provides for events of a vendor's own.
        ? turn.Relay.SpeaksOpenResponses ? null : At(happened, "The event is a vendor's own.", received: happened.Type, severity: Severity.Profile, member: "type")
        : StreamGrammar.IsOutsideTheUnion(happened.Type)
            ? At(happened, "The event is not in the union of OpenAI's HTTP streams.", received: happened.Type, severity: Severity.Profile, member: "type")
            : At(happened, "OpenAI has no event of this type.", received: happened.Type, member: "type");
}
