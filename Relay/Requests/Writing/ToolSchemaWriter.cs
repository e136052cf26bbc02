using System.Text.Json;
using Relay.Requests.Checking;

namespace Relay.Requests.Writing;

/// <summary>
/// Writes the parameters of a tool as an object schema, because vendors reject others (R9, R14, R20). The members added to nested
/// schemas do not change their meaning: without properties or items, any are allowed.
/// </summary>
internal static class ToolSchemaWriter
{
    private static readonly string[] Schemas =
    [
        "items", "additionalProperties", "additionalItems", "contains", "propertyNames", "not", "if", "then", "else", "unevaluatedItems",
        "unevaluatedProperties",
    ];

    private static readonly string[] Lists = ["anyOf", "oneOf", "allOf", "prefixItems", "items"];
    private static readonly string[] Maps = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"];

    /// <summary>Writes the member <c>parameters</c>.</summary>
    /// <param name="json">Receives the member.</param>
    /// <param name="parameters">The schema; <see langword="null"/> for a tool without parameters.</param>
    /// <param name="completes">Whether a type that is not an object is replaced, and what is missing in nested schemas is added.</param>
    public static void Write(Utf8JsonWriter json, JsonElement? parameters, bool completes)
    {
        json.WriteStartObject("parameters"u8);
        var hasType = parameters is { } schema && HasType(schema, completes);
        if (!hasType)
        {
            json.WriteString("type"u8, "object"u8);
        }

        var hasProperties = parameters is { } known && (!completes || HasProperties(known));
        foreach (var member in parameters?.EnumerateObject() ?? default)
        {
            if ((hasType || !member.NameEquals("type"u8)) && (hasProperties || !member.NameEquals("properties"u8)))
            {
                WriteMember(json, member, completes);
            }
        }

        if (!hasProperties)
        {
            WriteEmpty(json, "properties"u8);
        }

        json.WriteEndObject();
    }

    /// <summary>Returns whether a type is replaced, so that the schema that is sent has another meaning.</summary>
    public static bool ChangesType(JsonElement parameters) =>
        RequestCheck.TryGet(parameters, "type", out _) && !HasType(parameters, completes: true);

    /// <summary>Returns whether a nested schema lacks members that are added.</summary>
    public static bool HasIncomplete(JsonElement parameters)
    {
        foreach (var member in parameters.EnumerateObject())
        {
            if (Array.Exists(GetSchemas(member), static schema => IsIncomplete(schema)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsIncomplete(JsonElement schema) => LacksProperties(schema) || LacksItems(schema) || HasIncomplete(schema);

    private static void WriteMember(Utf8JsonWriter json, JsonProperty member, bool completes)
    {
        if (!completes || GetSchemas(member).Length == 0)
        {
            member.WriteTo(json);
            return;
        }

        json.WritePropertyName(member.Name);
        if (member.Value.ValueKind is JsonValueKind.Array)
        {
            json.WriteStartArray();
            foreach (var schema in member.Value.EnumerateArray())
            {
                WriteSchema(json, schema);
            }

            json.WriteEndArray();
        }
        else if (Contains(Schemas, member))
        {
            WriteSchema(json, member.Value);
        }
        else
        {
            json.WriteStartObject();
            foreach (var named in member.Value.EnumerateObject())
            {
                json.WritePropertyName(named.Name);
                WriteSchema(json, named.Value);
            }

            json.WriteEndObject();
        }
    }

    private static void WriteSchema(Utf8JsonWriter json, JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
        {
            schema.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        var (lacksProperties, lacksItems) = (LacksProperties(schema), LacksItems(schema));
        foreach (var member in schema.EnumerateObject())
        {
            if (!(lacksProperties && member.NameEquals("properties"u8)) && !(lacksItems && member.NameEquals("items"u8)))
            {
                WriteMember(json, member, completes: true);
            }
        }

        if (lacksProperties)
        {
            WriteEmpty(json, "properties"u8);
        }

        if (lacksItems)
        {
            WriteEmpty(json, "items"u8);
        }

        json.WriteEndObject();
    }

    /// <summary>Returns the schemas that a member of a schema contains; none for members that are values.</summary>
    private static JsonElement[] GetSchemas(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.Array when Contains(Lists, member) => [.. member.Value.EnumerateArray().Where(IsObject)],
        JsonValueKind.Object when Contains(Schemas, member) => [member.Value],
        JsonValueKind.Object when Contains(Maps, member) =>
            [.. member.Value.EnumerateObject().Select(static named => named.Value).Where(IsObject)],
        _ => [],
    };

    private static bool Contains(string[] names, JsonProperty member) => Array.Exists(names, member.NameEquals);

    private static bool IsObject(JsonElement value) => value.ValueKind is JsonValueKind.Object;

    private static void WriteEmpty(Utf8JsonWriter json, ReadOnlySpan<byte> name)
    {
        json.WriteStartObject(name);
        json.WriteEndObject();
    }

    private static bool LacksProperties(JsonElement schema) => IsOfType(schema, "object"u8) && !HasProperties(schema);

    private static bool LacksItems(JsonElement schema) =>
        IsOfType(schema, "array"u8)
            && !RequestCheck.TryGet(schema, "items", out _)
            && !RequestCheck.TryGet(schema, "prefixItems", out _);

    // A type may be one of several.
    private static bool IsOfType(JsonElement schema, ReadOnlySpan<byte> name)
    {
        if (!schema.TryGetProperty("type"u8, out var type))
        {
            return false;
        }

        if (type.ValueKind is JsonValueKind.Array)
        {
            foreach (var one in type.EnumerateArray())
            {
                if (one.ValueKind is JsonValueKind.String && one.ValueEquals(name))
                {
                    return true;
                }
            }
        }

        return type.ValueKind is JsonValueKind.String && type.ValueEquals(name);
    }

    private static bool HasType(JsonElement schema, bool completes) =>
        RequestCheck.TryGet(schema, "type", out var type)
            && (!completes || (type.ValueKind == JsonValueKind.String && type.ValueEquals("object"u8)));

    private static bool HasProperties(JsonElement schema) =>
        RequestCheck.TryGet(schema, "properties", out var properties) && properties.ValueKind == JsonValueKind.Object;
}
