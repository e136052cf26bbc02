using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Expecting.Patterns;
using Conformance.Reading;

namespace Conformance.Expecting.Outcomes;

/// <summary>The part of a pattern over an HTTP answer that holds for every relay.</summary>
internal static class HttpLiberties
{
    // Habits of the bundled relay that no client depends on.
    private static readonly string[] OwnHeaders = ["cache-control", "x-accel-buffering"];

    /// <summary>Without headers that are a habit; of an error only its headers, because its cause is compared by itself.</summary>
    public static JsonElement CreatePattern(JsonElement http, bool isError)
    {
        var pattern = JsonObject.Create(http)!;
        pattern.Remove("cause");
        if (http.Member("headers").IsObject())
        {
            var headers = JsonObject.Create(http.Member("headers"))!;
            foreach (var name in OwnHeaders)
            {
                headers.Remove(name);
            }

            pattern["headers"] = headers;
        }

        if (isError)
        {
            pattern.Remove("status");
            pattern.Remove("body");
        }

        return JsonSerializer.SerializeToElement(pattern, JsonFormat.Relaxed);
    }
}

/// <summary>The part of a pattern over the usage that holds for every relay.</summary>
internal static class UsageLiberties
{
    /// <summary>Without zeros: a count that the upstream did not send may be zero, null or missing.</summary>
    public static JsonElement CreatePattern(JsonElement usage) =>
        JsonSerializer.SerializeToElement(WithoutZeros(usage), JsonFormat.Relaxed);

    private static JsonObject WithoutZeros(JsonElement usage)
    {
        var kept = new JsonObject();
        foreach (var member in usage.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object && !member.Name.StartsWith('$')
                && WithoutZeros(member.Value) is { Count: > 0 } inner)
            {
                kept[member.Name] = inner;
            }
            else if (member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null) && member.Value.Integer() is not 0)
            {
                kept[member.Name] = JsonFormat.CreateNode(member.Value);
            }
        }

        return kept;
    }
}
