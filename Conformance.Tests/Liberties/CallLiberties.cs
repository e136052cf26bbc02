using System.Text.Json.Nodes;

namespace Conformance.Tests.Liberties;

/// <summary>The forms in which a relay may hand calls on.</summary>
internal static class CallLiberties
{
    /// <summary>All calls are added first, their deltas come in turn, and all are closed last.</summary>
    public static IEnumerable<SseBlock> Interleaved(List<SseBlock> blocks)
    {
        var ofItems = blocks.Where(block => block.Json?["output_index"] is not null).ToList();
        var before = blocks.TakeWhile(block => block.Json?["output_index"] is null);
        var after = blocks.Skip(blocks.FindLastIndex(block => block.Json?["output_index"] is not null) + 1);
        return [.. before, .. ofItems.OrderBy(Stage), .. after];
    }

    /// <summary>A call that the token limit cut is left out of the answer.</summary>
    public static IEnumerable<SseBlock> WithoutOpen(List<SseBlock> blocks)
    {
        var cut = blocks.Where(block => block.Type == "response.output_item.done"
            && block.Json!["item"]!["status"]!.GetValue<string>() == "incomplete")
            .Select(block => block.Json!["output_index"]!.GetValue<int>()).ToHashSet();
        return blocks.Where(block => block.Json?["output_index"] is not { } index || !cut.Contains(index.GetValue<int>()))
            .Select(block => block.IsTerminal ? block.With(json => json["response"]!["output"] = new JsonArray()) : block);
    }

    /// <summary>Arguments that the model wrote wrongly are handed on as they came.</summary>
    public static IEnumerable<SseBlock> HandedOn(List<SseBlock> blocks)
    {
        var added = blocks.Find(block => block.Type == "response.output_item.added")!;
        var arguments = string.Concat(blocks.Where(block => block.Type.EndsWith("arguments.delta", StringComparison.Ordinal))
            .Select(block => block.Json!["delta"]!.GetValue<string>()));
        var item = (JsonObject)added.Json!["item"]!.DeepClone();
        item["arguments"] = arguments;
        item["status"] = "completed";
        foreach (var block in blocks.Where(block => block.Type != "error"))
        {
            if (block.Type != "response.failed")
            {
                yield return block;
                continue;
            }

            yield return new SseBlock(new JsonObject
            {
                ["type"] = "response.function_call_arguments.done",
                ["item_id"] = item["id"]!.DeepClone(),
                ["output_index"] = 0,
                ["arguments"] = arguments,
            });
            yield return new SseBlock(new JsonObject
            {
                ["type"] = "response.output_item.done",
                ["output_index"] = 0,
                ["item"] = item.DeepClone(),
            });
            yield return block.With(json => Complete(json, item));
        }
    }

    private static void Complete(JsonObject json, JsonObject item)
    {
        json["type"] = "response.completed";
        var response = json["response"]!;
        response["status"] = "completed";
        response["error"] = null;
        response["output"] = new JsonArray(item.DeepClone());
    }

    private static int Stage(SseBlock block) => block.Type switch
    {
        "response.output_item.added" => 0,
        "response.output_item.done" => 2,
        _ => 1,
    };
}
