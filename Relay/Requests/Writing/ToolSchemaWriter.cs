using System.Text.Json;
using Relay.Requests.Checking;

namespace Relay.Requests.Writing;

/// <summary>Writes the parameters of a tool as the schema of an object, because vendors reject all others (R9, R14).</summary>
internal static class ToolSchemaWriter
{
    /// <summary>Writes the member <c>parameters</c>.</summary>
    /// <param name="json">Receives the member.</param>
    /// <param name="parameters">The schema; <see langword="null"/> for a tool without parameters.</param>
    /// <param name="completes">Whether a type that is not an object and missing properties are replaced too.</param>
    public static void Write(Utf8JsonWriter json, JsonElement? parameters, bool completes)
    {
        json.WriteStartObject("parameters"u8);
        var hasType = parameters is { } schema && HasType(schema, completes);
        if (!hasType)
        {
            json.WriteString("type"u8, "object"u8);
        }

        var hasProperties = parameters is { } known && HasProperties(known, completes);
        foreach (var member in parameters?.EnumerateObject() ?? default)
        {
            if ((hasType || !member.NameEquals("type"u8)) && (hasProperties || !member.NameEquals("properties"u8)))
            {
                member.WriteTo(json);
            }
        }

        if (!hasProperties)
        {
            json.WriteStartObject("properties"u8);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static bool HasType(JsonElement schema, bool completes) =>
        RequestCheck.TryGet(schema, "type", out var type)
            && (!completes || (type.ValueKind == JsonValueKind.String && type.ValueEquals("object"u8)));

    private static bool HasProperties(JsonElement schema, bool completes) =>
        !completes || (RequestCheck.TryGet(schema, "properties", out var properties) && properties.ValueKind == JsonValueKind.Object);
}
