using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;

namespace Conformance.Clients.Models;

/// <summary>Checks the members that aether's types require of an event. It ignores all others, and skips an event without them.</summary>
internal static class AetherEvents
{
    // Known to the types below it and of no interest to it; any other type does not deserialise.
    private static readonly string[] OtherItems =
    [
        "file_search_call", "web_search_call", "computer_call", "image_generation_call", "code_interpreter_call", "local_shell_call",
        "shell_call", "shell_call_output",
        "apply_patch_call", "apply_patch_call_output", "mcp_call", "mcp_list_tools", "mcp_approval_request", "compaction",
    ];

    /// <summary>
    /// Returns the reason why an event does not deserialise; <see langword="null"/> if it does or is unknown to the client.
    /// </summary>
    public static string? WhyUnreadable(WireEvent received)
    {
        if (received.Json is not { } json)
        {
            return received.JsonProblem ?? "the data is no JSON";
        }

        var missing = CheckMembers(received.Type, json).FirstOrDefault(demand => !demand.Met).Field;
        return missing is null ? null : $"missing or wrong field `{missing}`";
    }

    private static IEnumerable<(string Field, bool Met)> CheckMembers(string type, JsonElement json) => type switch
    {
        "response.output_text.delta" or "response.reasoning_summary_text.delta" => [("delta", IsText(json, "delta"))],
        "response.function_call_arguments.delta" => [("output_index", IsIndex(json)), ("delta", IsText(json, "delta"))],
        "response.function_call_arguments.done" => [("output_index", IsIndex(json))],
        "response.output_item.added" or "response.output_item.done" => [("output_index", IsIndex(json)), .. CheckItem(json.Member("item"))],
        "response.completed" =>
            [("response", json.Member("response").IsObject()), ("usage", IsUsage(json.Member("response").Member("usage")))],
        "error" => [("message", IsText(json, "message"))],
        _ => [],
    };

    private static IEnumerable<(string, bool)> CheckItem(JsonElement item) => item.ReadType() switch
    {
        "message" => [
            ("id", IsText(item, "id")),
            ("role", IsText(item, "role")),
            ("status", IsText(item, "status")),
            ("content", item.Member("content").IsArray()),
            .. item.Member("content").Elements().SelectMany(CheckPart),
        ],
        "function_call" => [("call_id", IsText(item, "call_id")), ("name", IsText(item, "name")), ("arguments", IsText(item, "arguments"))],
        "custom_tool_call" => [
            ("id", IsText(item, "id")),
            ("call_id", IsText(item, "call_id")),
            ("name", IsText(item, "name")),
            ("input", IsText(item, "input")),
        ],
        "reasoning" => [("summary", item.Member("summary").IsArray())],
        var other => [("item", OtherItems.Contains(other))],
    };

    private static IEnumerable<(string, bool)> CheckPart(JsonElement part) => part.ReadType() switch
    {
        "output_text" => [("text", IsText(part, "text")), ("annotations", part.Member("annotations").IsArray())],
        "refusal" => [("refusal", IsText(part, "refusal"))],
        _ => [("content", false)],
    };

    private static bool IsUsage(JsonElement usage) => !usage.HasValue() || (
        usage.Member("input_tokens").Integer() is not null && usage.Member("output_tokens").Integer() is not null
            && usage.Member("total_tokens").Integer() is not null
            && usage.Member("input_tokens_details").Member("cached_tokens").Integer() is not null
            && usage.Member("output_tokens_details").Member("reasoning_tokens").Integer() is not null);

    private static bool IsText(JsonElement json, string name) => json.Member(name).Text() is not null;

    private static bool IsIndex(JsonElement json) => json.Member("output_index").Integer() >= 0;
}
