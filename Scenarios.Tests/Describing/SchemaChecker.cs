using System.Text.Json;
using System.Text.RegularExpressions;

namespace Scenarios.Tests.Describing;

/// <summary>As much of JSON Schema draft-07 as the schema of the format uses; an unknown keyword fails the test that meets it.</summary>
internal sealed class SchemaChecker(JsonElement schema)
{
    private static readonly string[] Annotations = ["$schema", "title", "description", "definitions"];

    public bool Accepts(JsonElement value) => Accepts(schema, value);

    private bool Accepts(JsonElement shape, JsonElement value) =>
        shape.EnumerateObject().All(keyword => Annotations.Contains(keyword.Name) || Holds(shape, keyword, value));

    private bool Holds(JsonElement shape, JsonProperty keyword, JsonElement value) => keyword.Name switch
    {
        "$ref" => Accepts(
            schema.GetProperty("definitions").GetProperty(keyword.Value.GetString()!["#/definitions/".Length..]),
            value), // A reference is text.
        "type" => keyword.Value.ValueKind == JsonValueKind.String
            ? Is(keyword.Value.GetString(), value)
            : keyword.Value.EnumerateArray().Any(type => Is(type.GetString(), value)),
        "const" => JsonElement.DeepEquals(keyword.Value, value),
        "enum" => keyword.Value.EnumerateArray().Any(known => JsonElement.DeepEquals(known, value)),
        "anyOf" => keyword.Value.EnumerateArray().Any(choice => Accepts(choice, value)),
        "allOf" => keyword.Value.EnumerateArray().All(part => Accepts(part, value)),
        "pattern" => value.ValueKind != JsonValueKind.String
            || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)), // Both are text.
        "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= keyword.Value.GetInt32(), // It is text.
        "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= keyword.Value.GetInt32(), // It is text.
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= keyword.Value.GetDouble(),
        "required" => value.ValueKind != JsonValueKind.Object
            || keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)), // A name is text.
        "properties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject()
            .All(member => !keyword.Value.TryGetProperty(member.Name, out var inner) || Accepts(inner, member.Value)),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object
            || value.EnumerateObject().All(member => IsKnown(shape, member.Name) || IsAllowed(keyword.Value, member.Value)),
        "minProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() >= keyword.Value.GetInt32(),
        "maxProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() <= keyword.Value.GetInt32(),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(member => Accepts(keyword.Value, member)),
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= keyword.Value.GetInt32(),
        "uniqueItems" => value.ValueKind != JsonValueKind.Array
            || value.EnumerateArray().DistinctBy(member => member.GetRawText()).Count() == value.GetArrayLength(),
        _ => throw new NotSupportedException($"the schema uses '{keyword.Name}'"),
    };

    private static bool IsKnown(JsonElement shape, string name) =>
        shape.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _);

    private bool IsAllowed(JsonElement additional, JsonElement value) =>
        additional.ValueKind == JsonValueKind.Object && Accepts(additional, value);

    private static bool Is(string? type, JsonElement value) => (type, value.ValueKind) switch
    {
        ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array)
            or ("null", JsonValueKind.Null) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => value.TryGetInt64(out _),
        _ => false,
    };
}
