using System.Text.Json.Nodes;

namespace Conformance.Tests.Mutants;

/// <summary>Relays whose streams and bodies break one rule each.</summary>
internal static class StreamMutants
{
    private const string Text = "text/plain";
    private const string Call = "tools/args-split-missing-ids";
    private const string Parallel = "tools/arguments-interleaved";
    private const string Summary = "reasoning/reasoning-content";
    private const string ReasoningText = "reasoning/text-events";
    private const string Citations = "text/url-citations";
    private const string Failed = "end/truncated-mid-call";
    private const string Body = "text/non-stream";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        .. Types(),
        .. Missing(),
        .. Echoes(),
        .. Orders(),
        .. Held(),
        .. Framing(),
        .. Endings(),
        .. Bodies(),
    ];

    private static IEnumerable<Mutant> Types() =>
    [
        Responses(
            "times-in-milliseconds",
            "member-value",
            Text,
            response => response["created_at"] = response["created_at"]!.GetValue<long>() * 1000),
        Responses("times-as-text", "member-type", Text, response => response["created_at"] = response["created_at"]!.ToJsonString()),
        Responses("names-another-object", "member-value", Text, response => response["object"] = "chat.completion"),
        Responses("has-null-for-tools", "member-type", Text, response => response["tools"] = null),
        Responses("writes-booleans-as-text", "member-type", Text, response => response["parallel_tool_calls"] = "true"),
        Responses("has-a-list-for-metadata", "member-type", Text, response => response["metadata"] = new JsonArray()),
        Items("speaks-as-the-user", "member-value", Text, item => item["role"] = "user"),
        Each(
            "writes-indexes-as-text",
            "member-type",
            Text,
            json => { if (json["output_index"] is { } index) { json["output_index"] = index.ToJsonString(); } }),
        Each("has-null-for-logprobs", "member-type", Text, json => { if (json.ContainsKey("logprobs")) { json["logprobs"] = null; } }),
        Terminal("writes-tokens-as-text", "usage-shape", Text, response => response["usage"]!["input_tokens"] = "9"),
        Of(
            "sends-deltas-as-objects",
            "delta-type",
            Text,
            "response.output_text.delta",
            json => json["delta"] = new JsonObject { ["text"] = "x" }),
        Items(
            "has-null-for-the-summary",
            "reasoning-summary",
            Summary,
            static item => { if (item["type"]!.ToString() == "reasoning") { item["summary"] = null; } }),
        Events("names-parts-as-chat-does", "part-type", Text, (frame, _) =>
            [frame with { Data = frame.Data.Replace("\"type\":\"output_text\"", "\"type\":\"text\"", StringComparison.Ordinal) }]),
        Of(
            "has-an-object-for-a-message",
            "error-event",
            Failed,
            "error",
            json => (json["message"], json["error"]!["message"]) = (new JsonObject(), new JsonObject())),
    ];

    private static IEnumerable<Mutant> Missing() =>
    [
        Responses("forgets-the-model", "response-members", Text, response => response.Remove("model")),
        Items("forgets-the-role", "item-members", Text, item => item.Remove("role")),
        Items("forgets-the-name", "item-members", Call, item => item.Remove("name")),
        Items("forgets-the-item-status", "item-status", Call, item => item.Remove("status")),
        Items("forgets-the-call-id", "call-id", Call, item => item.Remove("call_id")),
        Items("has-no-item-ids", "item-id", Text, item => item["id"] = ""),
        Of(
            "forgets-the-text-of-a-part",
            "part-members",
            Text,
            "response.content_part.added",
            json => ((JsonObject)json["part"]!).Remove("text")),
        Of("forgets-the-output-index", "event-members", Text, "response.output_item.added", json => json.Remove("output_index")),
        Terminal("forgets-the-usage", "usage-shape", Text, response => response["usage"] = null),
        Terminal("forgets-why-it-is-incomplete", "outcome-fields", "finish/length", response => response["incomplete_details"] = null),
        Terminal("says-completed-when-cut-off", "status-mismatch", "finish/length", response => response["status"] = "completed"),
        Terminal("changes-the-model-at-the-end", "identity-changed", Text, response => response["model"] = "other"),
        Events("has-empty-arguments", "arguments-json", Call, (frame, _) => frame.Type == "response.function_call_arguments.delta"
            ? []
            : Change(frame, json =>
            {
                EachItem(json, WithoutArguments);
                if (frame.Type == "response.function_call_arguments.done")
                {
                    WithoutArguments(json);
                }
            })),
    ];

    private static IEnumerable<Mutant> Echoes() =>
    [
        Responses("echoes-no-tools", "request-echo", Call, response => response["tools"] = new JsonArray()),
        Responses("echoes-other-parameters", "request-echo", Call, response => response["tools"]![0]!["parameters"] = new JsonObject()),
        Responses(
            "echoes-parallel-calls", "request-echo", "request/parallel-tool-calls-off", response => response["parallel_tool_calls"] = true),
        Responses("echoes-no-instructions", "request-echo", "request/instructions", response => response["instructions"] = null),
        Responses("echoes-the-default-temperature", "request-echo", "request/sampling", response => response["temperature"] = 1),
    ];

    private static IEnumerable<Mutant> Orders() =>
    [
        Twice("is-created-twice", "created-once", Text, "response.created"),
        Twice("is-in-progress-twice", "lifecycle-order", Text, "response.in_progress"),
        Twice("sends-a-delta-twice", "text-mismatch", Text, "response.output_text.delta"),
        Twice("ends-a-part-twice", "part-order", Text, "response.content_part.done"),
        Twice("ends-an-item-twice", "item-unfinished", Text, "response.output_item.done"),
        Twice("tells-arguments-twice", "call-order", Call, "response.function_call_arguments.done"),
        Twice("cites-twice", "annotations", Citations, "response.output_text.annotation.added"),
        Of(
            "counts-citations-from-1",
            "annotations",
            Citations,
            "response.output_text.annotation.added",
            json => json["annotation_index"] = json["annotation_index"]!.GetValue<int>() + 1),
        Events(
            "loses-citations-at-the-end",
            "annotations",
            Citations,
            (frame, _) => Change(frame, json => EachItem(json, item => Strip(item["content"])))),
        new Mutant(
            "adds-items-late",
            "item-before-delta",
            Text,
            Side.Events,
            () => Late("response.output_item.added", "response.output_text.delta")),
        Events("opens-no-summary-part", "summary-part", Summary, (frame, _) => frame.Type == "response.reasoning_summary_part.added"
            ? []
            : [frame]),
        Events("opens-no-reasoning-part", "reasoning-part", ReasoningText, (frame, _) => frame.Type == "response.content_part.added"
            && frame.Data.Contains("reasoning_text", StringComparison.Ordinal) ? [] : [frame]),
        Events("reasons-in-another-dialect", "dialect", ReasoningText, (frame, _) =>
            [frame.Type.StartsWith("response.reasoning_text.", StringComparison.Ordinal) ? new Frame(
                frame.Event?.Replace("reasoning_text", "reasoning", StringComparison.Ordinal),
                frame.Data.Replace("response.reasoning_text.", "response.reasoning.", StringComparison.Ordinal)) : frame]),
    ];

    private static IEnumerable<Mutant> Held() =>
    [
        Of("adds-a-part-with-text", "added-empty", Text, "response.content_part.added", json => json["part"]!["text"] = "Hello"),
        Of(
            "adds-a-call-with-arguments",
            "added-empty",
            Call,
            "response.output_item.added",
            json => json["item"]!["arguments"] = "{\"city\":\"Oslo\"}"),
        Of("begins-with-output", "output-mismatch", Text, "response.created", json => json["response"]!["output"]!
            .AsArray()
            .Add(JsonNode.Parse("""{"id":"msg_0","type":"message","role":"assistant","status":"completed","content":[]}"""))),
    ];

    private static IEnumerable<Mutant> Framing() =>
    [
        Events("forgets-blank-lines", "framing", Text, (frame, _) => [frame with { Raw = frame.ToWire()[..^1] }]),
        Events(
            "beats-inside-an-event",
            "framing",
            Text,
            (frame, _) => [frame with { Raw = frame.ToWire().Replace("\ndata:", "\n: ping\ndata:", StringComparison.Ordinal) }]),
        Events("sends-half-a-json", "data-json", Text, (frame, _) => frame.Type == "response.output_text.done"
            ? [frame with { Data = frame.Data[..^1] }]
            : [frame]),
    ];

    private static IEnumerable<Mutant> Endings() =>
    [
        new Mutant("breaks-off-after-the-marker", "body-end", Text, Side.Events, () => new Rewriting((frame, _) => [frame], breaks: true)),
        new Mutant(
            "breaks-off-after-the-terminal",
            "body-end",
            Text,
            Side.Events,
            () => new Rewriting((frame, _) => frame.Data == "[DONE]" ? [] : [frame], breaks: true)),
        Events("writes-on-after-the-marker", "body-end", Text, (frame, _) => frame.Data == "[DONE]"
            ? [frame, frame with { Raw = "0\r\n\r\n" }]
            : [frame]),
    ];

    private static IEnumerable<Mutant> Bodies() =>
    [
        Whole(
            "answers-with-times-in-milliseconds", "member-value", json => json["created_at"] = json["created_at"]!.GetValue<long>() * 1000),
        Whole("answers-as-the-user", "member-value", json => json["output"]![0]!["role"] = "user"),
        Whole("answers-without-metadata", "response-members", json => json.Remove("metadata")),
        Whole("answers-with-null-for-tools", "member-type", json => json["tools"] = null),
    ];

    private static Mutant Events(string name, string check, string scenario, Func<Frame, int, IEnumerable<Frame>> rewrite) =>
        new(name, check, scenario, Side.Events, () => new Rewriting(rewrite));

    private static Mutant Each(string name, string check, string scenario, Action<JsonObject> change) =>
        Events(name, check, scenario, (frame, _) => Change(frame, change));

    private static Mutant Of(string name, string check, string scenario, string type, Action<JsonObject> change) =>
        Events(name, check, scenario, (frame, _) => frame.Type == type ? Change(frame, change) : [frame]);

    private static Mutant Twice(string name, string check, string scenario, string type) =>
        Events(name, check, scenario, (frame, _) => frame.Type == type ? [frame, frame] : [frame]);

    private static Mutant Responses(string name, string check, string scenario, Action<JsonObject> change) =>
        Each(name, check, scenario, json =>
        {
            if (json["response"] is JsonObject response)
            {
                change(response);
            }
        });

    private static Mutant Terminal(string name, string check, string scenario, Action<JsonObject> change) =>
        Events(
            name, check, scenario, (frame, _) => frame.IsTerminal ? Change(frame, json => change((JsonObject)json["response"]!)) : [frame]);

    private static Mutant Items(string name, string check, string scenario, Action<JsonObject> change) =>
        Each(name, check, scenario, json => EachItem(json, change));

    private static Mutant Whole(string name, string check, Action<JsonObject> change) =>
        new(name, check, Body, Side.Events, () => new Rewriting((frame, _) => [frame], body: change));

    private static IEnumerable<Frame> Change(Frame frame, Action<JsonObject> change) => [frame.Json is null ? frame : frame.With(change)];

    private static void EachItem(JsonObject json, Action<JsonObject> change)
    {
        foreach (var item in (json["response"]?["output"]?.AsArray() ?? []).Append(json["item"]).OfType<JsonObject>())
        {
            change(item);
        }
    }

    private static void WithoutArguments(JsonObject json)
    {
        if (json.ContainsKey("arguments"))
        {
            json["arguments"] = "";
        }
    }

    private static void Strip(JsonNode? content)
    {
        foreach (var part in content?.AsArray() ?? [])
        {
            part!["annotations"] = new JsonArray();
        }
    }

    /// <summary>Holds an event back until after the first of another type.</summary>
    private static Rewriting Late(string type, string until)
    {
        Frame? held = null;
        return new Rewriting((frame, _) =>
        {
            if (frame.Type == type)
            {
                held = frame;
                return [];
            }

            if (frame.Type != until || held is not { } late)
            {
                return [frame];
            }

            held = null;
            return [frame, late];
        });
    }
}
