using System.Text.Json.Nodes;

namespace Conformance.Tests.Liberties;

/// <summary>Items that are open at a failure, closed as incomplete before it.</summary>
internal static class FailureForms
{
    public static IEnumerable<SseBlock> Closed(List<SseBlock> blocks)
    {
        var added = blocks.FindLast(block => block.Type == "response.output_item.added")!;
        var text = string.Concat(blocks.Where(block => block.Type.EndsWith(".delta", StringComparison.Ordinal))
            .Select(block => block.Json!["delta"]!.GetValue<string>()));
        foreach (var block in blocks)
        {
            if (block.Type == "error")
            {
                foreach (var closing in Closing(added.Json!, text))
                {
                    yield return closing;
                }
            }

            yield return block;
        }
    }

    private static IEnumerable<SseBlock> Closing(JsonObject added, string text)
    {
        var item = (JsonObject)added["item"]!.DeepClone();
        item["status"] = "incomplete";
        if (item["type"]!.GetValue<string>() == "function_call")
        {
            item["arguments"] = text;
        }
        else
        {
            var part = new JsonObject
            {
                ["type"] = "output_text",
                ["text"] = text,
                ["annotations"] = new JsonArray(),
                ["logprobs"] = new JsonArray(),
            };
            item["content"] = new JsonArray(part.DeepClone());
            yield return Event("response.output_text.done", added, json =>
            {
                json["text"] = text;
                json["logprobs"] = new JsonArray();
            });
            yield return Event("response.content_part.done", added, json => json["part"] = part.DeepClone());
        }

        yield return new SseBlock(new JsonObject
        {
            ["type"] = "response.output_item.done",
            ["output_index"] = added["output_index"]!.DeepClone(),
            ["item"] = item,
        });
    }

    private static SseBlock Event(string type, JsonObject added, Action<JsonObject> change)
    {
        var json = new JsonObject
        {
            ["type"] = type,
            ["item_id"] = added["item"]!["id"]!.DeepClone(),
            ["output_index"] = added["output_index"]!.DeepClone(),
            ["content_index"] = 0,
        };
        change(json);
        return new SseBlock(json);
    }
}
