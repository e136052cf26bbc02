using Conformance.Checking.Walking;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>Only events that OpenAI has.</summary>
internal sealed class UnknownEvent : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "unknown-event",
        "V07",
        Severity.Warning,
        "Every event has a type that OpenAI defines; a vendor's own `slug:` event is a profile finding.",
        "openai-node throws “Unhandled response stream event” on any other type, including `slug:`; the other clients ignore them.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) =>
        walk.Events.Where(happened => happened.Type.Length > 0 && !StreamGrammar.IsKnown(happened.Type))
            .Select(happened => Judge(turn, happened))
            .OfType<Finding>();

    private Finding? Judge(RecordedTurn turn, EventView happened) => happened.Type.Contains(':', StringComparison.Ordinal)
        // Open Responses provides for events of a vendor's own.
        ? turn.Relay.SpeaksOpenResponses
            ? null
            : At(happened, "The event type is a vendor extension.", received: happened.Type, severity: Severity.Profile, member: "type")
        : StreamGrammar.IsOutsideTheUnion(happened.Type)
            ? At(
                happened,
                "The event is not in the union of OpenAI's HTTP streams.",
                received: happened.Type,
                severity: Severity.Profile,
                member: "type")
            : At(happened, "OpenAI does not define an event of this type.", received: happened.Type, member: "type");
}
