using System.Text.Json.Nodes;

namespace Conformance.Tests.Liberties;

/// <summary>Relays whose streams keep every rule and whose outcome is wrong.</summary>
internal static class WrongOutcomes
{
    private static readonly IReadOnlyList<Liberty> All =
    [
        new("text-of-another-model") { Stream = blocks => Replaced(blocks, "Hello", "Howdy") },
        new("one-call-less") { Stream = OneCallLess },
        new("arguments-of-another-call") { Stream = blocks => Replaced(blocks, "Oslo", "Rome") },
        new("limit-as-completed") { Stream = blocks => blocks.Select(AsCompleted) },
        new("reasoning-invented") { Stream = blocks => Replaced(blocks, "Seven", "Eight") },
        new("rate-limit-for-a-truncation") { Stream = blocks => blocks.Select(AsRateLimit) },
        new("truncation-as-completed") { Stream = TruncationAsCompleted },
    ];

    public static Liberty Find(string name) => All.Single(liberty => liberty.Name == name);

    private static IEnumerable<SseBlock> Replaced(List<SseBlock> blocks, string from, string to)
    {
        // Deltas may cut the word anywhere, so the text is put together first.
        var joined = blocks.SelectMany(block => block.Type.EndsWith(".delta", StringComparison.Ordinal) ? Whole(blocks, block) : [block]);
        return SseBlock.Number(joined.Select(block => block.Json is null
            ? block
            : new SseBlock((JsonObject)JsonNode.Parse(block.Json.ToJsonString().Replace(from, to, StringComparison.Ordinal))!)));
    }

    private static IEnumerable<SseBlock> Whole(List<SseBlock> blocks, SseBlock delta)
    {
        var same = blocks.Where(block => block.Type == delta.Type
            && block.Json!["output_index"]!.GetValue<int>() == delta.Json!["output_index"]!.GetValue<int>()).ToList();
        return ReferenceEquals(same[0], delta)
            ? [delta.With(json => json["delta"] = string.Concat(same.Select(block => block.Json!["delta"]!.GetValue<string>())))]
            : [];
    }

    private static IEnumerable<SseBlock> OneCallLess(List<SseBlock> blocks)
    {
        var last = blocks.Max(block => block.Json?["output_index"]?.GetValue<int>() ?? -1);
        return SseBlock.Number(blocks.Where(block => block.Json?["output_index"]?.GetValue<int>() != last)
            .Select(block => block.IsTerminal ? block.With(json => json["response"]!["output"]!.AsArray().RemoveAt(last)) : block));
    }

    private static SseBlock AsCompleted(SseBlock block) => block.Type switch
    {
        "response.incomplete" => block.With(json =>
        {
            json["type"] = "response.completed";
            var response = json["response"]!;
            response["status"] = "completed";
            response["incomplete_details"] = null;
            foreach (var item in response["output"]!.AsArray())
            {
                item!["status"] = "completed";
            }
        }),
        "response.output_item.done" => block.With(json => json["item"]!["status"] = "completed"),
        _ => block,
    };

    private static SseBlock AsRateLimit(SseBlock block) => block.Type switch
    {
        "error" => block.With(json =>
        {
            json["code"] = "rate_limit_exceeded";
            json["error"]!["code"] = "rate_limit_exceeded";
        }),
        "response.failed" => block.With(json => json["response"]!["error"]!["code"] = "rate_limit_exceeded"),
        _ => block,
    };

    private static IEnumerable<SseBlock> TruncationAsCompleted(List<SseBlock> blocks) =>
        SseBlock.Number(FailureForms.Closed(blocks).Where(block => block.Type != "error").Select(block => block.Type switch
        {
            "response.output_item.done" => block.With(json => json["item"]!["status"] = "completed"),
            "response.failed" => block.With(json =>
            {
                json["type"] = "response.completed";
                json["response"]!["status"] = "completed";
                json["response"]!["error"] = null;
            }),
            _ => block,
        }));
}
