using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Conformance.Results;

/// <summary>The JSON schema (draft-07) of one line of <c>results.jsonl</c>, made from the very contract that writes the lines.</summary>
public static class ResultsSchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema's text, as <c>relayconf schema results</c> prints it.</summary>
    /// <remarks>Members that are not named are allowed: within v2 the shape grows, and no member changes its meaning.</remarks>
    public static string Create()
    {
        var exported = ResultsJson.Default.Options.GetJsonSchemaAsNode(
            typeof(ResultLine), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }).AsObject();

        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["$id"] = "relay-results/v2",
            ["title"] = "A line of results.jsonl",
            ["description"] = "The first line describes the run, followed by one line per case and one line per rule. The last line is the "
                + "end; a file without it was cut off.",
        };
        foreach (var (name, value) in exported.ToList())
        {
            exported.Remove(name);
            schema[name] = value;
        }

        return schema.ToJsonString(Indented) + "\n";
    }
}
