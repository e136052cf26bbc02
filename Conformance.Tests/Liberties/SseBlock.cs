using System.Text.Json.Nodes;

namespace Conformance.Tests.Liberties;

/// <summary>One block of an event stream: an event, the end marker, or raw text such as a comment.</summary>
internal sealed record SseBlock(JsonObject? Json, string? Raw = null)
{
    /// <summary>The event's type; empty for what is no event.</summary>
    public string Type => Json?["type"]?.GetValue<string>() ?? "";

    public bool IsTerminal => Type is "response.completed" or "response.incomplete" or "response.failed";

    public bool IsDone => Raw == "data: [DONE]";

    /// <summary>A block of its own with its JSON changed.</summary>
    public SseBlock With(Action<JsonObject> change)
    {
        var copy = (JsonObject)Json!.DeepClone();
        change(copy);
        return new SseBlock(copy);
    }

    /// <summary>The blocks of a body as the bundled relay writes it.</summary>
    public static List<SseBlock> Read(string body) =>
    [
        .. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block =>
            block.Split('\n').FirstOrDefault(line => line.StartsWith("data: {", StringComparison.Ordinal)) is { } data
                ? new SseBlock((JsonObject)JsonNode.Parse(data["data: ".Length..])!)
                : new SseBlock(Json: null, block)),
    ];

    /// <summary>The same events numbered anew, for forms that add or leave out events.</summary>
    public static List<SseBlock> Number(IEnumerable<SseBlock> blocks, int from = 0)
    {
        var number = from;
        return [.. blocks.Select(block => block.Json is null ? block : block.With(json => json["sequence_number"] = number++))];
    }
}
