using System.Text.Json.Nodes;

namespace Conformance.Tests.Liberties;

/// <summary>The forms in which a relay may show reasoning, made of the summary that the bundled relay shows.</summary>
internal static class ReasoningForms
{
    /// <summary>As raw text in content parts.</summary>
    public static IEnumerable<SseBlock> AsText(List<SseBlock> blocks) =>
        blocks.Select(block => block.Json is null ? block : block.With(json =>
        {
            var type = block.Type;
            if (type.StartsWith("response.reasoning_summary", StringComparison.Ordinal))
            {
                json["type"] = type.Replace("reasoning_summary_part", "content_part", StringComparison.Ordinal).Replace(
                    "reasoning_summary_text", "reasoning_text", StringComparison.Ordinal);
                json["content_index"] = json["summary_index"]!.DeepClone();
                json.Remove("summary_index");
                if (json["part"] is JsonObject part)
                {
                    part["type"] = "reasoning_text";
                }
            }

            ToContent(json["item"] as JsonObject);
            foreach (var output in (json["response"]?["output"] as JsonArray ?? []).OfType<JsonObject>())
            {
                ToContent(output);
            }
        }));

    /// <summary>Not at all.</summary>
    public static IEnumerable<SseBlock> Hidden(List<SseBlock> blocks)
    {
        var hidden = new HashSet<int>();
        foreach (var added in blocks.Where(block => block.Type == "response.output_item.added" && IsReasoning(block.Json!["item"])))
        {
            hidden.Add(added.Json!["output_index"]!.GetValue<int>());
        }

        return blocks.Where(block => block.Json?["output_index"] is not { } index || !hidden.Contains(index.GetValue<int>()))
            .Select(block => block.Json is null ? block : block.With(json => Close(json, hidden)));
    }

    private static void Close(JsonObject json, HashSet<int> hidden)
    {
        if (json["output_index"] is { } index)
        {
            var before = index.GetValue<int>();
            json["output_index"] = before - hidden.Count(one => one < before);
        }

        if (json["response"]?["output"] is JsonArray output)
        {
            json["response"]!["output"] = new JsonArray([.. output.Where(item => !IsReasoning(item)).Select(item => item!.DeepClone())]);
        }
    }

    private static void ToContent(JsonObject? item)
    {
        if (!IsReasoning(item))
        {
            return;
        }

        item!["content"] = new JsonArray([.. item["summary"]!
            .AsArray()
            .Select(part => new JsonObject { ["type"] = "reasoning_text", ["text"] = part!["text"]!.DeepClone() })]);
        item["summary"] = new JsonArray();
    }

    private static bool IsReasoning(JsonNode? item) => item?["type"]?.GetValue<string>() == "reasoning";
}
