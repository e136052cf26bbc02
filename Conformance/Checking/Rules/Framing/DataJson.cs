using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Framing;

/// <summary>The data of every event.</summary>
internal sealed class DataJson : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "data-json",
        "V06",
        Severity.Error,
        "The data of each event is one JSON object with a string `type`; the only exception is `[DONE]`.",
        "openai-node and openai-python throw on bad JSON; Codex drops the event.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) => walk.Events.Select(Judge).OfType<Finding>();

    private Finding? Judge(EventView happened) => happened switch
    {
        { IsDoneMarker: true } => null,
        { Wire.Json: null } when StrictJson.IsBeyondGrammar(happened.Wire.JsonProblem) =>
            At(happened, Refused(happened.Wire.JsonProblem), "JSON that every client reads", happened.Wire.Data),
        { Wire.Json: null } => At(happened, "The data is not JSON.", happened.Wire.JsonProblem, happened.Wire.Data),
        { Wire.Json.ValueKind: not JsonValueKind.Object } =>
            At(happened, "The data is JSON but not an object.", "an object", happened.Wire.Data),
        _ when happened.Json.Member("type").Text() is null or "" =>
            At(happened, "The data has no string `type`.", "a string", happened.Json.Member("type").Shown(), member: "type"),
        _ => null,
    };

    /// <summary>JSON by the grammar of RFC 8259 that some clients refuse.</summary>
    private static string Refused(string? problem) => problem switch
    {
        StrictJson.HalfPair =>
            "A string contains half a surrogate pair. The JSON grammar allows it, but Codex (Rust's serde_json) drops the event, "
                + "and .NET throws.",
        StrictJson.HugeNumber =>
            "A number is too large for a double. The JSON grammar allows it, but Codex (Rust's serde_json) drops the event.",
        StrictJson.TwoMembers =>
            "An object has two members with the same name. The JSON grammar allows it, but Rust's serde rejects it, "
                + "and clients differ in which of the two they use.",
        _ =>
            "The data is nested more than 256 levels deep. The JSON grammar allows it, but Codex (Rust's serde_json) stops at 128 "
                + "and drops the event.",
    };
}
