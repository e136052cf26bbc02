using System.Text.Json.Nodes;

namespace Conformance.Tests.Liberties;

/// <summary>A message's text in two content parts, the second with its last character.</summary>
internal static class PartForms
{
    public static IEnumerable<SseBlock> InTwo(List<SseBlock> blocks)
    {
        foreach (var block in blocks)
        {
            switch (block.Type)
            {
                case "response.output_text.delta":
                    break;
                case "response.output_text.done":
                    var text = block.Json!["text"]!.GetValue<string>();
                    yield return Event(block, "response.output_text.delta", 0, json => Text(json, "delta", text[..^1]));
                    yield return Event(block, "response.output_text.done", 0, json => Text(json, "text", text[..^1]));
                    break;
                case "response.content_part.done":
                    var whole = block.Json!["part"]!["text"]!.GetValue<string>();
                    yield return Event(block, "response.content_part.done", 0, json => json["part"]!["text"] = whole[..^1]);
                    yield return Event(block, "response.content_part.added", 1, json => json["part"]!["text"] = "");
                    yield return Event(block, "response.output_text.delta", 1, json => Text(json, "delta", whole[^1..]));
                    yield return Event(block, "response.output_text.done", 1, json => Text(json, "text", whole[^1..]));
                    yield return Event(block, "response.content_part.done", 1, json => json["part"]!["text"] = whole[^1..]);
                    break;
                default:
                    yield return block.Json is null ? block : block.With(SplitItems);
                    break;
            }
        }
    }

    private static SseBlock Event(SseBlock block, string type, int index, Action<JsonObject> change) => block.With(json =>
    {
        json["type"] = type;
        json["content_index"] = index;
        change(json);
    });

    private static void Text(JsonObject json, string member, string text)
    {
        json.Remove("part");
        json.Remove("text");
        json[member] = text;
        json["logprobs"] = new JsonArray();
    }

    private static void SplitItems(JsonObject json)
    {
        foreach (var item in (json["response"]?["output"] as JsonArray ?? []).Append(json["item"]).OfType<JsonObject>())
        {
            if (item["content"] is JsonArray { Count: 1 } content && content[0]!["text"]?.GetValue<string>() is { Length: > 0 } text)
            {
                var second = content[0]!.DeepClone();
                content[0]!["text"] = text[..^1];
                second["text"] = text[^1..];
                content.Add(second);
            }
        }
    }
}
