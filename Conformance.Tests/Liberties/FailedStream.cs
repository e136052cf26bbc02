using System.Text.Json.Nodes;

namespace Conformance.Tests.Liberties;

/// <summary>The stream of a relay whose headers were out before its upstream answered.</summary>
internal static class FailedStream
{
    public static string Of(JsonObject body)
    {
        var error = new JsonObject { ["code"] = body["error"]!["code"]!.DeepClone(), ["message"] = body["error"]!["message"]!.DeepClone() };
        return string.Concat(
            Event("response.created", 0, Response("in_progress", error: null)),
            Event("response.failed", 1, Response("failed", error)),
            "data: [DONE]\n\n");
    }

    private static string Event(string type, int number, JsonObject response)
    {
        var json = new JsonObject { ["type"] = type, ["sequence_number"] = number, ["response"] = response };
        return $"event: {type}\ndata: {json.ToJsonString()}\n\n";
    }

    private static JsonObject Response(string status, JsonObject? error) => new()
    {
        ["id"] = "resp_early",
        ["object"] = "response",
        ["created_at"] = 1_700_000_000,
        ["status"] = status,
        ["model"] = "any",
        ["output"] = new JsonArray(),
        ["error"] = error?.DeepClone(),
        ["incomplete_details"] = null,
        ["instructions"] = null,
        ["tools"] = new JsonArray(),
        ["tool_choice"] = "auto",
        ["parallel_tool_calls"] = true,
        ["metadata"] = new JsonObject(),
        ["temperature"] = 1,
        ["top_p"] = 1,
        ["usage"] = null,
    };
}
