using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Expecting.Patterns;

namespace Conformance.Expecting.Outcomes;

/// <summary>Makes JSON with one member replaced.</summary>
internal static class JsonMembers
{
    public static JsonElement With(JsonElement json, string member, string value)
    {
        var copy = json.ValueKind == JsonValueKind.Object ? JsonObject.Create(json)! : [];
        copy[member] = value;
        return JsonSerializer.SerializeToElement(copy, JsonFormat.Relaxed);
    }
}
