using System.Text.Json;

namespace Relay.Tests.Translating;

/// <summary>Events and items in one line each, so that a whole stream fits into a test.</summary>
internal static class EventLine
{
    private static readonly string[] CallWords = ["call_id", "namespace", "name", "arguments", "input"];

    public static string Of(JsonElement data)
    {
        var type = data.GetProperty("type").GetString()!;
        var name = type.StartsWith("response.", StringComparison.Ordinal) ? type["response.".Length..] : type;
        string?[] words = [name, Place(data), Value(data)];
        return string.Join(' ', words.Where(word => word is not null));
    }

    public static string OutcomeOf(JsonElement response)
    {
        var reason = Member(response, "incomplete_details", "reason") ?? Member(response, "error", "code");
        var head = response.GetProperty("status").GetString() + (reason is null ? "" : $"({reason})");
        return string.Join(" | ", response.GetProperty("output").EnumerateArray().Select(ItemOf).Prepend(head));
    }

    public static string ItemOf(JsonElement item)
    {
        var body = item.GetProperty("type").GetString() switch
        {
            "message" => WithParts("message", item.GetProperty("content").EnumerateArray()),
            "reasoning" => WithParts("reasoning", ReasoningParts(item)),
            "function_call" => CallOf(item),
            "custom_tool_call" => $"custom {CallOf(item)}",
            var other => other!,
        };
        var status = item.GetProperty("status").GetString();
        return status == "completed" ? body : $"{body} ({status})";
    }

    private static string CallOf(JsonElement item) =>
        string.Join(' ', CallWords.Select(member => item.TryGetProperty(member, out var value) ? value.GetString() : null)
            .Where(word => word?.Length > 0));

    private static string WithParts(string type, IEnumerable<JsonElement> parts) =>
        string.Join(" + ", parts.Select(PartOf)) is { Length: > 0 } said ? $"{type} {said}" : type;

    private static IEnumerable<JsonElement> ReasoningParts(JsonElement item) =>
        item.GetProperty("summary")
            .EnumerateArray()
            .Concat(item.TryGetProperty("content", out var content) ? content.EnumerateArray() : []);

    private static string PartOf(JsonElement part) => part.TryGetProperty("text", out var text)
        ? $"'{text.GetString()}'"
        : $"refusal '{part.GetProperty("refusal").GetString()}'";

    private static string? Place(JsonElement data)
    {
        if (!data.TryGetProperty("output_index", out var output))
        {
            return null;
        }

        var inner = data.TryGetProperty("content_index", out var index) || data.TryGetProperty("summary_index", out index)
            ? $".{index}"
            : "";
        return output + inner;
    }

    private static string? Value(JsonElement data)
    {
        if (data.TryGetProperty("item", out var item))
        {
            return ItemOf(item);
        }

        if (data.TryGetProperty("part", out var part))
        {
            return PartOf(part);
        }

        foreach (var member in (string[])["delta", "text", "arguments", "input", "refusal", "message"])
        {
            if (data.TryGetProperty(member, out var value))
            {
                return $"'{value.GetString()}'";
            }
        }

        return data.TryGetProperty("annotation", out var annotation) ? annotation.GetRawText() : null;
    }

    private static string? Member(JsonElement parent, string name, string member) =>
        parent.GetProperty(name) is { ValueKind: JsonValueKind.Object } inner ? inner.GetProperty(member).GetString() : null;
}
