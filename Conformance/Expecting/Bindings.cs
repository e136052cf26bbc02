using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conformance.Expecting;

/// <summary>What the <c>$names</c> of a case stand for; grows from turn to turn. Immutable.</summary>
public sealed record Bindings
{
    /// <summary>Nothing bound yet.</summary>
    public static Bindings None { get; } = new();

    /// <summary>The names (with their <c>$</c>) and their values.</summary>
    public IReadOnlyDictionary<string, JsonElement> Values { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>The JSON value with every string that is a bound <c>$name</c> replaced by its value.</summary>
    public JsonElement Resolve(JsonElement value)
    {
        if (Values.Count == 0)
        {
            return value;
        }

        return JsonSerializer.SerializeToElement(Replace(value), JsonText.Relaxed);
    }

    private JsonNode? Replace(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Replace(member.Value)))),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Replace)]),
        JsonValueKind.String when Values.TryGetValue(JsonText.StringOf(value), out var bound) => JsonText.NodeOf(bound),
        _ => JsonText.NodeOf(value),
    };
}
