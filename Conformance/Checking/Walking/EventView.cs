using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Checking.Walking;

/// <summary>One event of the stream with its parsed members.</summary>
internal sealed class EventView(WireEvent wire)
{
    public WireEvent Wire { get; } = wire;

    /// <summary>The data when it is an object, else nothing to look into.</summary>
    public JsonElement Json { get; } = wire.Json is { ValueKind: JsonValueKind.Object } json ? json : default;

    public string Type { get; } = wire.Type;

    /// <summary>The contract for its type; <see langword="null"/> if it is not an event of an item.</summary>
    public EventShape? Shape { get; } = StreamGrammar.Find(wire.Type);

    public int Index => Wire.Index;

    public bool IsDoneMarker => Wire.IsDoneMarker;

    public bool IsTerminal => StreamGrammar.IsTerminal(Type);

    public bool IsLifecycle => StreamGrammar.IsLifecycle(Type);

    /// <summary>The response object of a lifecycle event.</summary>
    public JsonElement Response => Json.Member("response");

    /// <summary>The item of <c>output_item.added</c> and <c>.done</c>.</summary>
    public JsonElement Item => Json.Member("item");

    public string? ItemId => Json.Member("item_id").Text();

    public long? OutputIndex => Json.Member("output_index").Integer();

    /// <summary>The index of the part it is about, from the member that its type uses.</summary>
    public long? PartIndex => Shape?.IndexMember is { } member ? Json.Member(member).Integer() : null;

    /// <summary>The delta, text, arguments, refusal or input it carries.</summary>
    public JsonElement Value => Shape?.ValueMember is { Length: > 0 } member ? Json.Member(member) : default;
}
