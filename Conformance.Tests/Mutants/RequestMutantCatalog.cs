using System.Text.Json.Nodes;
using Conformance.Results;

namespace Conformance.Tests.Mutants;

/// <summary>
/// Relays that ask their upstream wrongly. Each is one mistake that real relays make, and names the check that must find it.
/// </summary>
internal static class RequestMutantCatalog
{
    private const string Plain = "text/plain";
    private const string Instructions = "request/instructions";
    private const string Talk = "request/conversation";
    private const string Sampling = "request/sampling";
    private const string Calls = "request/calls-and-outputs-grouped";
    private const string Tools = "request/tools-and-choice";
    private const string Parallel = "request/parallel-tool-calls-off";
    private const string Schema = "request/json-schema";
    private const string Image = "request/image";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RequestMutant> All { get; } =
    [
        new("adds-the-version-again", "chat-path", Plain, request => request.Path = "/v1" + request.Path),
        new(
            "joins-with-two-slashes",
            "chat-path",
            Plain,
            request => request.Path = request.Path.Replace("/chat", "//chat", StringComparison.Ordinal)),
        new("asks-the-responses-endpoint", "chat-path", Plain, request => request.Path = "/v1/responses"),
        new("asks-the-completions-endpoint", "chat-path", Plain, request => request.Path = "/v1/completions"),
        new("sends-plain-text", "chat-content-type", Plain, request => request.ContentType = "text/plain"),
        new("sends-no-content-type", "chat-content-type", Plain, request => request.ContentType = null),
        new(
            "loses-the-scheme",
            "chat-authorization",
            Plain,
            request => request.Authorization = [request.Authorization[0]["Bearer ".Length..]]),
        new("doubles-the-scheme", "chat-authorization", Plain, request => request.Authorization = ["Bearer " + request.Authorization[0]]),
        new("cuts-the-key", "chat-authorization", Plain, request => request.Authorization = [request.Authorization[0][..^4]]),
        new("sends-undefined-as-key", "chat-authorization", Plain, request => request.Authorization = ["Bearer undefined"]),
        new("loses-the-key", "chat-authorization", Plain, request => request.Authorization = [], Severity.Warning),
        new("repeats-a-member", "chat-json", Plain, request => request.Body = request.Body[..^1] + ",\"model\":\"" + ModelOf(request)
            + "\"}"),
        new("keeps-instructions", "chat-members", Instructions, request => request.Edit(json => json["instructions"] = "Be brief.")),
        new("keeps-the-input", "chat-members", Plain, request => request.Edit(json => json["input"] = "Say hello")),
        new("keeps-max-output-tokens", "chat-members", Sampling, request => request.Edit(json => json["max_output_tokens"] = 64)),
        new("keeps-text", "chat-members", Schema, request => request.Edit(json => json["text"] = new JsonObject())),
        new("forgets-the-model", "chat-model", Plain, request => request.Edit(json => json.Remove("model"))),
        new("keeps-item-types", "chat-message-form", Talk, request => Message(request, 0, message => message["type"] = "message")),
        new(
            "sends-arguments-as-an-object",
            "chat-message-form",
            Calls,
            request => Message(request, 1, message => message["tool_calls"]![0]!["function"]!["arguments"] = Node("""{"city":"Oslo"}"""))),
        new(
            "makes-an-empty-user-message-of-an-item",
            "chat-message-form",
            Calls,
            request => request.Edit(json => json["messages"]!.AsArray().Insert(1, Node("""{"role":"user","content":""}""")))),
        new(
            "keeps-input-text-parts",
            "chat-part-type",
            Talk,
            request => Message(request, 0, message => message["content"] = Parts("input_text", message))),
        new(
            "keeps-output-text-parts",
            "chat-part-type",
            Talk,
            request => Message(request, 1, message => message["content"] = Parts("output_text", message))),
        new("writes-one-message-a-call", "chat-tool-pairs", Calls, request => request.Edit(SplitCalls)),
        new("answers-other-calls", "chat-tool-pairs", Calls, request => Message(request, 2, message => message["tool_call_id"] = "fc_1")),
        new(
            "puts-the-instructions-last",
            "chat-system",
            Instructions,
            request => request.Edit(json => Move(json["messages"]!.AsArray(), 0, 1))),
        new(
            "sends-the-instructions-twice",
            "chat-system",
            Instructions,
            request => request.Edit(json => json["messages"]!.AsArray().Insert(0, json["messages"]![0]!.DeepClone()))),
        new("adds-a-prompt-of-its-own", "chat-system", Instructions, request => request.Edit(json => json["messages"]!.AsArray().Insert(
            1, Node("""{"role":"system","content":"You are a helpful assistant."}""")))),
        new(
            "loses-the-instructions",
            "chat-input-lost",
            Instructions,
            request => request.Edit(json => json["messages"]!.AsArray().RemoveAt(0))),
        new("loses-the-last-message", "chat-input-lost", Talk, request => request.Edit(json => json["messages"]!.AsArray().RemoveAt(2))),
        new("keeps-the-first-part-only", "chat-input-lost", Talk, request => Message(request, 1, message => message["content"] = "Green")),
        new(
            "turns-the-conversation-round",
            "chat-input-lost",
            Talk,
            request => request.Edit(json => Move(json["messages"]!.AsArray(), 2, 0))),
        new("empties-an-output", "chat-input-lost", Calls, request => Message(request, 2, message => message["content"] = "")),
        new(
            "changes-arguments",
            "chat-input-lost",
            Calls,
            request => Message(request, 1, message => message["tool_calls"]![1]!["function"]!["arguments"] = "{}")),
        new(
            "loses-an-image",
            "chat-input-lost",
            Image,
            request => Message(request, 0, message => message["content"]!.AsArray().RemoveAt(1))),
        new(
            "says-the-assistants-words-as-the-user",
            "chat-role",
            Talk,
            request => Message(request, 1, message => message["role"] = "user")),
        new("loses-the-temperature", "chat-sampling-lost", Sampling, request => request.Edit(json => json.Remove("temperature"))),
        new("loses-top-p", "chat-sampling-lost", Sampling, request => request.Edit(json => json.Remove("top_p"))),
        new("loses-the-limit", "chat-sampling-lost", Sampling, request => request.Edit(json => json.Remove("max_tokens"))),
        new("rounds-the-temperature", "chat-sampling-lost", Sampling, request => request.Edit(json => json["temperature"] = 0)),
        new("sends-both-limits", "chat-sampling-lost", Sampling, request => request.Edit(json => json["max_completion_tokens"] = 64)),
        new("makes-up-a-temperature", "chat-sampling-invented", Plain, request => request.Edit(json => json["temperature"] = 0.7)),
        new("makes-up-a-seed", "chat-sampling-invented", Plain, request => request.Edit(json => json["seed"] = 42)),
        new(
            "makes-up-a-limit",
            "chat-sampling-invented",
            Plain,
            request => request.Edit(json => json["max_tokens"] = 4096),
            Severity.Warning),
        new("asks-for-two-answers", "chat-n", Plain, request => request.Edit(json => json["n"] = 2)),
        new("sends-an-empty-list-of-tools", "chat-tool-form", Plain, request => request.Edit(json => json["tools"] = new JsonArray())),
        new(
            "hands-a-hosted-tool-on",
            "chat-tool-form",
            Tools,
            request => request.Edit(json => json["tools"]!.AsArray().Add(Node("""{"type":"web_search"}""")))),
        new("puts-strict-beside-the-function", "chat-tool-form", Tools, request => Tool(request, 0, tool => tool["strict"] = false)),
        new("loses-a-tool", "chat-tools-lost", Tools, request => request.Edit(json => json["tools"]!.AsArray().RemoveAt(1))),
        new(
            "loses-a-description",
            "chat-tools-lost",
            Tools,
            request => Tool(request, 0, tool => tool["function"]!.AsObject().Remove("description"))),
        new(
            "loses-the-parameters",
            "chat-tools-lost",
            Tools,
            request => Tool(request, 0, tool => tool["function"]!["parameters"] = Node("""{"type":"object","properties":{}}"""))),
        new("makes-a-tool-strict", "chat-strict-lost", Tools, request => Tool(request, 0, tool => tool["function"]!["strict"] = true)),
        new(
            "loses-the-strict-of-a-schema",
            "chat-strict-lost",
            Schema,
            request => request.Edit(json => json["response_format"]!["json_schema"]!.AsObject().Remove("strict"))),
        new(
            "keeps-the-choice-flat",
            "chat-tool-choice",
            Tools,
            request => request.Edit(json => json["tool_choice"] = Node("""{"type":"function","name":"get_weather"}"""))),
        new("loses-the-choice", "chat-tool-choice", Tools, request => request.Edit(json => json.Remove("tool_choice"))),
        new(
            "loses-an-explicit-false",
            "chat-parallel-calls",
            Parallel,
            request => request.Edit(json => json.Remove("parallel_tool_calls"))),
        new("loses-the-schema", "chat-response-format", Schema, request => request.Edit(json => json.Remove("response_format"))),
        new("keeps-the-format-flat", "chat-response-format", Schema, request =>
            request.Edit(json => json["response_format"] = Node("""{"type":"json_schema","name":"colour","schema":{"type":"object"}}"""))),
        new("keeps-stream-options-without-a-stream", "chat-stream", Plain, request => request.Edit(json => json["stream"] = false)),
    ];

    private static string ModelOf(OutgoingRequest request) => JsonNode.Parse(request.Body)!["model"]!.GetValue<string>();

    private static JsonNode Node(string json) => JsonNode.Parse(json)!;

    private static JsonArray Parts(string type, JsonObject message) =>
        [new JsonObject { ["type"] = type, ["text"] = message["content"]!.DeepClone() }];

    private static void Message(OutgoingRequest request, int index, Action<JsonObject> change) =>
        request.Edit(json => change(json["messages"]![index]!.AsObject()));

    private static void Tool(OutgoingRequest request, int index, Action<JsonObject> change) =>
        request.Edit(json => change(json["tools"]![index]!.AsObject()));

    private static void Move(JsonArray list, int from, int to)
    {
        var moved = list[from]!.DeepClone();
        list.RemoveAt(from);
        list.Insert(to, moved);
    }

    private static void SplitCalls(JsonObject json)
    {
        var messages = json["messages"]!.AsArray();
        var second = messages[1]!.DeepClone().AsObject();
        messages[1]!["tool_calls"]!.AsArray().RemoveAt(1);
        second["tool_calls"]!.AsArray().RemoveAt(0);
        messages.Insert(2, second);
    }
}
