using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;

namespace Conformance.Clients.Models;

/// <summary>Determines which items Codex can read. It silently drops an item that does not deserialise.</summary>
internal static class CodexItems
{
    private static readonly string[] PartTypes = ["output_text", "input_text", "input_image"];

    public static bool IsReadable(JsonElement item) => item.ReadType() switch
    {
        "message" => item.Member("role").Text() is not null && item.Member("content").IsArray()
            && item.Member("content").Elements().All(IsReadablePart),
        "function_call" => HasTexts(item, "name", "arguments", "call_id"),
        "custom_tool_call" => HasTexts(item, "name", "input", "call_id"),
        "reasoning" => item.Member("summary").IsArray(),
        "" => false,
        _ => true,
    };

    private static bool IsReadablePart(JsonElement part) => PartTypes.Contains(part.ReadType());

    private static bool HasTexts(JsonElement item, params string[] names) => names.All(name => item.Member(name).Text() is not null);
}
