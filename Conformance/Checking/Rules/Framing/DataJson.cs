using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Framing;

/// <summary>The data of every event.</summary>
internal sealed class DataJson : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "data-json",
        "V06",
        Severity.Error,
        "The data of each event is one JSON object with a string `type`; `[DONE]` alone may stand instead.",
        "openai-node and openai-python throw on bad JSON; Codex drops the event.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) => walk.Events.Select(Judge).OfType<Finding>();

    private Finding? Judge(EventView happened) => happened switch
    {
        { IsDoneMarker: true } => null,
        { Wire.Json: null } => At(happened, "The data is not JSON.", happened.Wire.JsonProblem, happened.Wire.Data),
        { Wire.Json.ValueKind: not JsonValueKind.Object } => At(happened, "The data is JSON but not an object.", "an object", happened.Wire.Data),
        _ when happened.Json.Member("type").Text() is null or "" => At(happened, "The data has no string `type`.", "a string", happened.Json.Member("type").Shown(), member: "type"),
        _ => null,
    };
}
