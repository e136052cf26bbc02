using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Checking.Walking;

namespace Conformance.Checking.Rules.Transport;

/// <summary>A response with everything replaced that is made anew for each answer, so that two answers can be compared.</summary>
internal static class StandIns
{
    private static readonly string[] Times = ["created_at", "completed_at"];

    public static JsonElement Put(JsonElement response)
    {
        var names = Names(response);
        var node = Replace(response, names);
        foreach (var time in Times)
        {
            if (node is JsonObject whole && whole[time]?.GetValueKind() == JsonValueKind.Number)
            {
                whole[time] = "<time>";
            }
        }

        return JsonSerializer.SerializeToElement(node);
    }

    /// <summary>Identifiers by the order of their first appearance; equal ones stay equal.</summary>
    private static Dictionary<string, string> Names(JsonElement response)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var items = response.Member("output").Elements();
        JsonElement[] identifiers = [response.Member("id"), .. items.Select(item => item.Member("id")), .. items.Select(item => item.Member("call_id"))];
        foreach (var identifier in identifiers)
        {
            if (identifier.Text() is { Length: > 0 } id)
            {
                names.TryAdd(id, $"<id {names.Count}>");
            }
        }

        // Sealed with something fresh each time: that it is there is all that can be compared.
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
        JsonValueKind.Object => new JsonObject(json.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Replace(member.Value, names)))),
        JsonValueKind.Array => new JsonArray([.. json.EnumerateArray().Select(element => Replace(element, names))]),
        JsonValueKind.String when names.TryGetValue(json.GetString()!, out var name) => JsonValue.Create(name),
        _ => JsonValue.Create(json),
    };
}
