using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Reading;

namespace Conformance.Checking.Rules.Transport;

/// <summary>Replaces the values that differ in each answer, such as ids, so that two answers can be compared.</summary>
internal static class ComparableResponse
{
    private static readonly JsonSerializerOptions Deep = new()
    {
        MaxDepth = 2 * Reading.StrictJson.MaxDepth,
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
    };

    /// <summary>Returns the response with stand-ins for its identifiers and for these members; null stays null.</summary>
    public static JsonElement Create(JsonElement response, IReadOnlyList<string> ownMembers)
    {
        var node = Replace(response, Names(response));
        foreach (var member in ownMembers)
        {
            if (node is JsonObject whole && whole[member]?.GetValueKind() is JsonValueKind.Number or JsonValueKind.String)
            {
                whole[member] = $"<{member}>";
            }
        }

        return JsonSerializer.SerializeToElement(node, Deep);
    }

    /// <summary>Identifiers by the order of their first appearance; equal ones stay equal.</summary>
    private static Dictionary<string, string> Names(JsonElement response)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var items = response.Member("output").Elements();
        JsonElement[] identifiers =
        [
            response.Member("id"),
            .. items.Select(item => item.Member("id")),
            .. items.Select(item => item.Member("call_id")),
        ];
        foreach (var identifier in identifiers)
        {
            if (identifier.Text() is { Length: > 0 } id)
            {
                names.TryAdd(id, $"<id {names.Count}>");
            }
        }

        // Encrypted with a new nonce each time, so only its presence can be compared.
        foreach (var seal in items.Select(item => item.Member("encrypted_content").Text()))
        {
            if (seal is { Length: > 0 })
            {
                names.TryAdd(seal, "<sealed>");
            }
        }

        return names;
    }

    private static JsonNode? Replace(JsonElement json, Dictionary<string, string> names) => json.ValueKind switch
    {
        JsonValueKind.Object =>
            new JsonObject(json.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Replace(member.Value, names)))),
        JsonValueKind.Array => new JsonArray([.. json.EnumerateArray().Select(element => Replace(element, names))]),
        JsonValueKind.String when names.TryGetValue(json.GetString()!, out var name) => JsonValue.Create(name),
        _ => JsonValue.Create(json),
    };
}
