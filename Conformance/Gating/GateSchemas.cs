using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scenarios.Describing;
using Scenarios.Words;

namespace Conformance.Gating;

/// <summary>The JSON schemas (draft-07) of the files of a gate, made from the very tables that the readers use.</summary>
internal static class GateSchemas
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the JSON schema of a file of relays.</summary>
    /// <param name="features">The features that a relay may lack, with their meanings.</param>
    public static string CreateRelaySchema(IReadOnlyList<KeyValuePair<string, string>> features)
    {
        var texts = new JsonObject { ["type"] = "object", ["additionalProperties"] = Shapes.Type("string", "number", "boolean") };
        var entry = Entry(RelayFileReader.Keys, key => key switch
        {
            "name" => Shapes.Matching("^[A-Za-z0-9_][A-Za-z0-9_.-]*$"),
            "url" => Shapes.Matching("^https?://"),
            "headers" or "env" or "model_map" => texts.DeepClone().AsObject(),
            "api_key_env" => Shapes.Matching("^[A-Za-z_][A-Za-z0-9_]*$"),
            "ready" => Shapes.Matching(@"^(tcp|stdout:.+|GET /\S*( \d{3})?)$"),
            "ready_timeout" => Shapes.Matching(@"^\d+(\.\d+)?(ms|s|m)$"),
            "path" => Shapes.Matching(@"^/\S*$"),
            "dialect" => Shapes.Choice(RelayFileReader.Dialects),
            "lacks" => Shapes.List(Shapes.Choice(RelayFileReader.Features(features))),
            _ => Shapes.Text(),
        });
        return Document("relay-conformance/relays", "A file of relays (relays.yaml)", entry, min: 1);
    }

    /// <summary>Returns the JSON schema of a file of known failures.</summary>
    /// <param name="rules">The ids of the rules with their requirements.</param>
    public static string CreateKnownSchema(IReadOnlyList<KeyValuePair<string, string>> rules)
    {
        var entry = Entry(KnownListReader.Keys, key => key switch
        {
            "rule" => Shapes.Choice(rules),
            "case" => Shapes.Matching("^[a-z0-9*-]+(/[a-z0-9*-]+)*$"),
            "link" => Shapes.Matching("^https?://"),
            "since" => Shapes.Matching(@"^\d{4}-\d{2}-\d{2}$"),
            _ => Shapes.Text(),
        });
        entry["oneOf"] = new JsonArray(Requires("rule"), Requires("case"));
        entry["dependencies"] = new JsonObject { ["check"] = new JsonArray("case") };
        return Document("relay-conformance/known", "A file of known failures", entry, min: 0);
    }

    private static JsonObject Requires(string key) => new() { ["required"] = new JsonArray(JsonValue.Create(key)) };

    private static JsonObject Entry(KeyTable table, Func<string, JsonObject> shape)
    {
        var properties = new JsonObject();
        foreach (var key in table.Keys)
        {
            var property = shape(key.Name);
            property["description"] = key.Description;
            properties[key.Name] = property;
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray(
                [.. table.Keys.Where(static key => key.Required).Select(static key => JsonValue.Create(key.Name))]),
            ["additionalProperties"] = false,
        };
    }

    private static string Document(string id, string title, JsonObject entry, int min) => new JsonObject
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["$id"] = id,
        ["title"] = title,
        ["type"] = "array",
        ["minItems"] = min,
        ["items"] = entry,
    }.ToJsonString(Indented) + "\n";
}
