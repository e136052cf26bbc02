using System.Text.Json.Nodes;
using Scenarios.Words;

namespace Scenarios.Describing;

/// <summary>The pieces a JSON schema is put together from. Draft-07, nothing that an editor's language server would not know.</summary>
internal static class Shapes
{
    public static JsonObject Text() => new() { ["type"] = "string" };

    public static JsonObject Any() => [];

    public static JsonObject Type(params string[] types) =>
        new() { ["type"] = new JsonArray([.. types.Select(type => JsonValue.Create(type))]) };

    public static JsonObject Object() => new() { ["type"] = "object" };

    public static JsonObject Boolean() => new() { ["type"] = "boolean" };

    public static JsonObject Matching(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    public static JsonObject Integer(int? min = null, int? max = null)
    {
        var shape = new JsonObject { ["type"] = "integer" };
        if (min is not null)
        {
            shape["minimum"] = min;
        }

        if (max is not null)
        {
            shape["maximum"] = max;
        }

        return shape;
    }

    public static JsonObject Const(string value, string? says = null)
    {
        var shape = new JsonObject { ["const"] = value };
        if (says is not null)
        {
            shape["description"] = says;
        }

        return shape;
    }

    public static JsonObject Enum(IEnumerable<string> words) =>
        new() { ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) };

    /// <summary>Returns the words of a closed list, each with its meaning as the description that an editor shows.</summary>
    public static JsonObject Choice(IEnumerable<KeyValuePair<string, string>> words) =>
        AnyOf([.. words.Select(word => Const(word.Key, word.Value))]);

    /// <summary>Returns the words of a table.</summary>
    public static JsonObject Choice(WordTable table) =>
        Choice(table.Words.Select(word => KeyValuePair.Create(word.Name, word.Description)));

    public static JsonObject AnyOf(params JsonObject[] shapes) => new() { ["anyOf"] = new JsonArray([.. shapes]) };

    public static JsonObject List(JsonObject of, int min = 0, bool isSet = false)
    {
        var shape = new JsonObject { ["type"] = "array", ["items"] = of };
        if (min > 0)
        {
            shape["minItems"] = min;
        }

        if (isSet)
        {
            shape["uniqueItems"] = true;
        }

        return shape;
    }

    public static JsonObject Ref(string definition) => new() { ["$ref"] = $"#/definitions/{definition}" };

    /// <summary>
    /// Returns a mapping with the keys of a table and no others; a key of the table that is not playable yet has no shape.
    /// </summary>
    /// <exception cref="InvalidOperationException">A shape has no key in the table, or a playable key has no shape.</exception>
    public static JsonObject Mapping(KeyTable table, Dictionary<string, JsonObject> shapes)
    {
        if (shapes.Keys.Except(table.Names).FirstOrDefault() is { } stranger)
        {
            throw new InvalidOperationException($"{table.Owner} has no key '{stranger}'");
        }

        var properties = new JsonObject();
        foreach (var key in table.Keys)
        {
            var shape = shapes.GetValueOrDefault(key.Name)
                ?? throw new InvalidOperationException($"no shape for '{key.Name}' of {table.Owner}");
            properties[key.Name] = Describe(shape, key.Description);
        }

        return Closed(properties, table.Keys.Where(key => key.Required).Select(key => key.Name));
    }

    /// <summary>Returns a mapping with these properties and no others.</summary>
    public static JsonObject Closed(JsonObject properties, IEnumerable<string> required)
    {
        var shape = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        if (required.ToList() is { Count: > 0 } names)
        {
            shape["required"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]);
        }

        shape["properties"] = properties;
        return shape;
    }

    /// <summary>
    /// Returns the shape with a description. Beside a reference draft-07 ignores every other keyword, so that is wrapped.
    /// </summary>
    public static JsonObject Describe(JsonObject shape, string says)
    {
        var described = shape.ContainsKey("$ref") ? new JsonObject { ["allOf"] = new JsonArray(shape) } : shape;
        described["description"] = says;
        return described;
    }
}
