using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Reading;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>
/// The parameters of a tool as many vendors require them (R9, R14): the schema of an object, with properties. A relay may send either form.
/// </summary>
internal static class CompletedSchema
{
    /// <summary>Returns the schema with the type <c>object</c>, and with properties.</summary>
    public static JsonElement Create(JsonElement parameters)
    {
        var schema = JsonNode.Parse(parameters.GetRawText())!.AsObject();
        schema["type"] = "object";
        if (!parameters.Member("properties").IsObject())
        {
            schema["properties"] = new JsonObject();
        }

        return JsonSerializer.SerializeToElement(schema);
    }
}
