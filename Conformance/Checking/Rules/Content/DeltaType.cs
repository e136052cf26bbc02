using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>Deltas are strings.</summary>
internal sealed class DeltaType : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "delta-type",
        "V25",
        Severity.Error,
        "Every `delta` is a string.",
        "Codex cannot read the event otherwise; tombii/better-ccflare#233 sent objects.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        walk.Events.Where(happened => happened.Shape?.Role == EventRole.Delta && happened.Value.ValueKind != JsonValueKind.String)
            .Select(happened => At(happened, "The `delta` is not a string.", "a string", happened.Value.Shown(), member: "delta"));
}
