using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Clients.Views;
using Conformance.Reading;

namespace Conformance.Clients.Models;

/// <summary>Applies a part, a delta or a text to an item as openai-node does.</summary>
internal sealed class NodeParts
{
    private const string Error = "OpenAIError";

    // Text is put into its part once, at the end: a long answer must not be copied with every delta.
    private readonly Dictionary<JsonObject, (string Member, StringBuilder Text)> _grown = [];

    /// <summary>Returns the type that the item of such an event must have.</summary>
    public static string ItemType(string type, JsonElement json) => type switch
    {
        "response.content_part.added" or "response.content_part.done" =>
            json.Member("part").ReadType() == "reasoning_text" ? "reasoning" : "message",
        _ when type.StartsWith("response.reasoning", StringComparison.Ordinal) => "reasoning",
        _ when type.StartsWith("response.function_call_arguments", StringComparison.Ordinal) => "function_call",
        _ when type.StartsWith("response.custom_tool_call_input", StringComparison.Ordinal) => "custom_tool_call",
        _ => "message",
    };

    public void Apply(string type, JsonElement json, JsonObject item)
    {
        var content = json.Member("content_index").Integer() ?? -1;
        var summary = json.Member("summary_index").Integer() ?? -1;
        switch (type)
        {
            case "response.content_part.added":
                Append(List(item, "content"), content, json.Member("part"));
                break;
            case "response.reasoning_summary_part.added":
                Append(List(item, "summary"), summary, json.Member("part"));
                break;
            case "response.content_part.done":
                CreatePart(item, "content", content, expected: null);
                break;
            case "response.reasoning_summary_part.done" or "response.reasoning_summary_text.done":
                CreatePart(item, "summary", summary, expected: null);
                break;
            case "response.reasoning_summary_text.delta":
                Lengthen(CreatePart(item, "summary", summary, expected: null), "text", json);
                break;
            case "response.output_text.delta":
                Lengthen(CreatePart(item, "content", content, "output_text"), "text", json);
                break;
            case "response.output_text.done" or "response.output_text.annotation.added":
                CreatePart(item, "content", content, "output_text");
                break;
            case "response.refusal.delta" or "response.refusal.done":
                CreatePart(item, "content", content, "refusal");
                break;
            case "response.reasoning_text.delta" or "response.reasoning_text.done":
                CreatePart(item, "content", content, "reasoning_text");
                break;
            case "response.function_call_arguments.delta":
                Lengthen(item, "arguments", json);
                break;
            case "response.custom_tool_call_input.delta":
                Lengthen(item, "input", json);
                break;
        }
    }

    /// <summary>Writes the text of the deltas to its parts.</summary>
    public void Settle()
    {
        foreach (var (part, (member, text)) in _grown)
        {
            part[member] = text.ToString();
        }
    }

    private static JsonArray List(JsonObject item, string name)
    {
        if (item[name] is not JsonArray list)
        {
            item[name] = list = [];
        }

        return list;
    }

    private static void Append(JsonArray list, long index, JsonElement part)
    {
        if (index != list.Count)
        {
            throw new ClientReadException(Error, $"missing content at index {index}");
        }

        list.Add(part.IsObject() ? JsonObject.Create(part) : null);
    }

    private static JsonObject CreatePart(JsonObject item, string list, long index, string? expected)
    {
        var parts = List(item, list);
        if (index < 0 || index >= parts.Count || parts[(int)index] is not JsonObject part)
        {
            throw new ClientReadException(Error, $"missing content at index {index}");
        }

        var type = part["type"]?.ToString();
        return expected is null || type == expected
            ? part
            : throw new ClientReadException(Error, $"expected content to be '{expected}', got {type}");
    }

    private void Lengthen(JsonObject part, string member, JsonElement json)
    {
        if (!_grown.TryGetValue(part, out var grown))
        {
            _grown[part] = grown = (member, new StringBuilder(part[member]?.ToString()));
        }

        grown.Text.Append(json.Member("delta").Text());
    }
}
