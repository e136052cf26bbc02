using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scenarios.Model;
using Scenarios.Words;

namespace Scenarios.Describing;

/// <summary>The JSON schema (draft-07) of the format, built from the same tables the reader uses.</summary>
public static class ScenarioSchema
{
    /// <summary>The file's name in the scenario folder.</summary>
    public const string FileName = "scenario.schema.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the schema's text, as it stands in <c>scenario.schema.json</c>.</summary>
    public static string Create(Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = FormatWords.Schema,
            ["description"] =
                "One case: the request of a client, the bytes that the upstream returns, and the answer that the relay must return.",
        };
        foreach (var (name, value) in CreateRoot(vocabulary))
        {
            schema[name] = value?.DeepClone();
        }

        schema["definitions"] = SchemaDefinitions.Create(vocabulary);
        return schema.ToJsonString(Options) + "\n";
    }

    private static JsonObject CreateRoot(Vocabulary vocabulary)
    {
        var root = Shapes.Mapping(FormatKeys.Case, new()
        {
            ["schema"] = Shapes.Const(FormatWords.Schema),
            ["id"] = Shapes.Matching(CaseId.Pattern),
            ["title"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = TextPatterns.TitleLimit - 1 },
            ["why"] = Shapes.Text(),
            ["level"] = Shapes.Choice(FormatWords.Levels),
            ["spec"] = Shapes.List(
                Shapes.Choice(vocabulary.Specs.Select(spec => KeyValuePair.Create(spec.Key, spec.Value.Title))),
                isSet: true),
            ["quirks"] = Shapes.List(Shapes.Choice(vocabulary.Quirks), isSet: true),
            ["tags"] = Shapes.List(Shapes.Choice(vocabulary.Tags), isSet: true),
            ["seen_in"] = Shapes.List(Shapes.Choice(vocabulary.Vendors), isSet: true),
            ["relay"] = Shapes.Ref("relay"),
            ["client"] = Shapes.Ref("client"),
            ["upstream"] = Shapes.Ref("upstream"),
            ["expect"] = Shapes.Ref("expect"),
            ["turns"] = Shapes.List(Shapes.Ref("turn"), min: 1),
            ["vary"] = Shapes.List(Shapes.Choice(FormatWords.Variations), isSet: true),
        });
        root["anyOf"] = new JsonArray(CreateRequired("client", "expect"), CreateRequired("turns"));
        return root;
    }

    private static JsonObject CreateRequired(params string[] keys) =>
        new() { ["required"] = new JsonArray([.. keys.Select(key => JsonValue.Create(key))]) };
}
