using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;

namespace Conformance.Clients.Models;

/// <summary>
/// Checks the members that the AI SDK's schema requires of known events. A known event that does not fit is an error, and an unknown one is
/// ignored.
/// </summary>
internal static class VercelSchema
{
    /// <summary>Returns the member that is missing or wrong; <see langword="null"/> when the event fits.</summary>
    public static string? WhyUnfit(string type, JsonElement json) => CheckMembers(type, json).FirstOrDefault(demand => !demand.Met).Field;

    private static IEnumerable<(string Field, bool Met)> CheckMembers(string type, JsonElement json) => type switch
    {
        "response.created" or "response.in_progress" => CheckStarted(json.Member("response")),
        "response.completed" or "response.incomplete" => CheckFinished(json.Member("response")),
        "response.failed" => [("sequence_number", IsNumber(json, "sequence_number")), ("response", json.Member("response").IsObject())],
        "response.output_item.added" =>
            [("output_index", IsNumber(json, "output_index")), .. CheckItem(json.Member("item"), isDone: false)],
        "response.output_item.done" => [("output_index", IsNumber(json, "output_index")), .. CheckItem(json.Member("item"), isDone: true)],
        "response.output_text.delta" or "response.refusal.delta" => CheckTexts(json, "item_id", "delta"),
        "response.function_call_arguments.delta" or "response.custom_tool_call_input.delta" =>
            [("output_index", IsNumber(json, "output_index")), .. CheckTexts(json, "item_id", "delta")],
        "response.reasoning_summary_part.added" => [("summary_index", IsNumber(json, "summary_index")), .. CheckTexts(json, "item_id")],
        "response.reasoning_summary_text.delta" =>
            [("summary_index", IsNumber(json, "summary_index")), .. CheckTexts(json, "item_id", "delta")],
        _ => [],
    };

    private static IEnumerable<(string, bool)> CheckStarted(JsonElement response) =>
        [("created_at", IsNumber(response, "created_at")), .. CheckTexts(response, "id", "model")];

    private static IEnumerable<(string, bool)> CheckFinished(JsonElement response)
    {
        var usage = response.Member("usage");
        return [("response", response.IsObject()), ("usage", !usage.HasValue()
            || (IsNumber(usage, "input_tokens") && IsNumber(usage, "output_tokens")))];
    }

    private static IEnumerable<(string, bool)> CheckItem(JsonElement item, bool isDone) => item.ReadType() switch
    {
        "message" or "reasoning" => CheckTexts(item, "id"),
        "function_call" =>
            CheckTexts(item, isDone ? ["id", "call_id", "name", "arguments", "status"] : ["id", "call_id", "name", "arguments"]),
        "custom_tool_call" => CheckTexts(item, "id", "call_id", "name", "input"),
        "" => [("item.type", false)],
        _ => [],
    };

    private static IEnumerable<(string, bool)> CheckTexts(JsonElement json, params string[] names) =>
        names.Select(name => (name, json.Member(name).Text() is not null));

    private static bool IsNumber(JsonElement json, string name) => json.Member(name).ValueKind == JsonValueKind.Number;
}
