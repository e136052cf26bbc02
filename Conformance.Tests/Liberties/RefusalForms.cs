using System.Text.Json.Nodes;

namespace Conformance.Tests.Liberties;

/// <summary>A refusal shown as text.</summary>
internal static class RefusalForms
{
    public static SseBlock AsText(SseBlock block) => block.Json is null ? block : block.With(json =>
    {
        if (block.Type.StartsWith("response.refusal.", StringComparison.Ordinal))
        {
            json["type"] = block.Type.Replace("refusal", "output_text", StringComparison.Ordinal);
            json["logprobs"] = new JsonArray();
            if (json["refusal"] is { } whole)
            {
                json["text"] = whole.DeepClone();
                json.Remove("refusal");
            }
        }

        ToText(json["part"] as JsonObject);
        OfItem(json["item"]);
        foreach (var output in json["response"]?["output"] as JsonArray ?? [])
        {
            OfItem(output);
        }
    });

    private static void OfItem(JsonNode? item)
    {
        foreach (var part in item?["content"] as JsonArray ?? [])
        {
            ToText(part as JsonObject);
        }
    }

    private static void ToText(JsonObject? part)
    {
        if (part?["type"]?.GetValue<string>() == "refusal")
        {
            part["type"] = "output_text";
            part["text"] = part["refusal"]!.DeepClone();
            part["annotations"] = new JsonArray();
            part["logprobs"] = new JsonArray();
            part.Remove("refusal");
        }
    }
}
