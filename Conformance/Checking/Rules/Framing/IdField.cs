using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Framing;

/// <summary>No <c>id:</c> lines.</summary>
internal sealed class IdField : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "id-field",
        "V34",
        Severity.Warning,
        "No event has an `id:` line.",
        "Open Responses advises against it; after openai-python has received one, every keep-alive raises an empty event "
            + "(openai/openai-python#2722).");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        walk.Events.Where(happened => happened.Wire.Id is not null)
            .Select(happened => At(happened, "The event has an `id:` line.", "none", happened.Wire.Id));
}
