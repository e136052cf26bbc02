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
        "Every event is of a type OpenAI has; a vendor's own `slug:` event is told for those clients that mind.",
        "openai-node throws “Unhandled response stream event” on any other, even on `slug:` ones; the rest ignore them.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        walk.Events.Where(happened => happened.Type.Length > 0 && !StreamGrammar.IsKnown(happened.Type)).Select(Judge);

    private Finding Judge(EventView happened) => happened.Type.Contains(':', StringComparison.Ordinal)
        ? At(happened, "The event is a vendor's own.", received: happened.Type, severity: Severity.Profile)
        : At(happened, "OpenAI has no event of this type.", received: happened.Type);
}
