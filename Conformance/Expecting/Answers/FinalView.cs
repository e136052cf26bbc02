using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Expecting.Patterns;
using Conformance.Turns;

namespace Conformance.Expecting.Answers;

/// <summary>The outcome of an answer in the form that <c>final</c> compares, from a terminal event, a JSON body or an HTTP error.</summary>
internal static class FinalView
{
    /// <summary>The view, or <see langword="null"/> when the answer has no outcome.</summary>
    public static JsonElement? TryCreate(RecordedTurn turn)
    {
        if (turn.Wire is { } wire)
        {
            var terminal = wire.Events.FirstOrDefault(one => LifecycleEvents.IsTerminal(one.Type));
            return terminal?.Json is { } json && Member(json, "response") is { ValueKind: JsonValueKind.Object } response
                ? View(response)
                : null;
        }

        var body = HttpView.TryParseBody(turn.Answer);
        return body is not { ValueKind: JsonValueKind.Object } answer ? null
            : turn.Answer.Status is >= 400 and var status ? Failed(answer, status)
            : View(answer);
    }

    private static JsonElement Failed(JsonElement body, int status) => JsonSerializer.SerializeToElement(
        new JsonObject { ["status"] = "failed", ["error"] = Member(body, "error") is { } error
            ? JsonFormat.CreateNode(error)
            : null, ["cause"] = ReadCause(status, Member(body, "error")) }, JsonFormat.Relaxed);

    private static JsonElement View(JsonElement response)
    {
        var items = Member(response, "output") is { ValueKind: JsonValueKind.Array } output ? output.EnumerateArray().ToList() : [];
        var view = new JsonObject
        {
            ["status"] = Node(response, "status"),
            ["text"] = Joined(items, "message", "content", "output_text", "text"),
            ["reasoning"] = Joined(items, "reasoning", "summary", "summary_text", "text")
                + Joined(items, "reasoning", "content", "reasoning_text", "text"),
            ["refusal"] = Joined(items, "message", "content", "refusal", "refusal"),
            ["calls"] = new JsonArray([.. items.Where(item => IsType(item, "function_call")
                || IsType(item, "custom_tool_call")).Select(JsonFormat.CreateNode)]),
            ["items"] = new JsonArray([.. items.Select(JsonFormat.CreateNode)]),
            ["usage"] = Node(response, "usage"),
            ["error"] = Node(response, "error"),
            ["cause"] = Member(response, "error") is { ValueKind: JsonValueKind.Object } fault ? ReadCause(status: null, fault) : null,
            ["incomplete"] = Member(response, "incomplete_details") is { ValueKind: JsonValueKind.Object } details
                ? Node(details, "reason")
                : null,
        };

        return JsonSerializer.SerializeToElement(view, JsonFormat.Relaxed);
    }

    /// <summary>The cause of a failure in the words of the format.</summary>
    internal static string ReadCause(int? status, JsonElement? error) =>
        FailureCauses.GetWord(FailureCauses.Read(status, error ?? default));

    private static string Joined(List<JsonElement> items, string itemType, string list, string partType, string member)
    {
        var text = new StringBuilder();
        foreach (var part in items.Where(item => IsType(item, itemType))
            .SelectMany(item => Parts(item, list))
            .Where(part => IsType(part, partType)))
        {
            text.Append(Member(part, member) is { ValueKind: JsonValueKind.String } value ? JsonFormat.ReadString(value) : "");
        }

        return text.ToString();
    }

    private static IEnumerable<JsonElement> Parts(JsonElement item, string list) =>
        Member(item, list) is { ValueKind: JsonValueKind.Array } parts ? parts.EnumerateArray() : [];

    private static bool IsType(JsonElement element, string type) =>
        Member(element, "type") is { ValueKind: JsonValueKind.String } value && value.ValueEquals(type);

    private static JsonNode? Node(JsonElement element, string name) =>
        Member(element, name) is { } value ? JsonFormat.CreateNode(value) : null;

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
}
