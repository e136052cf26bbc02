using System.Text.Json.Nodes;
using Conformance.Recording;

namespace Conformance.Tests.Checking;

/// <summary>
/// Good streams with an event repeated, moved or of another dialect, an item that is not empty when it is added, an annotation lost, or
/// an end that breaks off.
/// </summary>
internal static class BadOrders
{
    private const string Completed = "response.completed";
    private const string Added = "response.output_item.added";
    private const string PartAdded = "response.content_part.added";
    private const string PartDone = "response.content_part.done";
    private const string Done = "response.output_item.done";
    private const string Annotation = "response.output_text.annotation.added";

    private const string Message = """{"type":"output_text","text":"Hello","annotations":[],"logprobs":[]}""";

    public static IEnumerable<BadStream> All() =>
        [.. Orders(), .. Calls(), .. Held(), .. Annotations(), .. Dialects(), .. Ends(), .. Liberties()];

    private static TestStream Text => GoodStreams.Text;

    private static TestStream Call => GoodStreams.ReasoningThenCall;

    private static IEnumerable<BadStream> Orders() =>
    [
        new("in-progress-twice", Text.Repeat("response.in_progress"), "lifecycle-order"),
        new("in-progress-after-an-item", Text.Move("response.in_progress", "response.output_text.delta"), "lifecycle-order"),
        new(
            "queued-after-an-item",
            Text.Put("response.output_text.delta", 0, frame => [frame, Lifecycle("response.queued", "queued")]),
            "lifecycle-order"),
        new("error-twice", GoodStreams.Failed.Repeat("error"), "lifecycle-order"),
        new("item-after-error", GoodStreams.Failed.Move("error", Added), "lifecycle-order"),
        new("delta-twice", Text.Repeat("response.output_text.delta"), "text-mismatch"),
        new("deltas-in-another-order", Text.Move("response.output_text.delta", "response.output_text.annotation.added"), "text-mismatch"),
    ];

    private static IEnumerable<BadStream> Calls() =>
    [
        new("arguments-done-twice", Call.Repeat("response.function_call_arguments.done"), "call-order"),
        new("input-done-twice", GoodStreams.ParallelCalls.Repeat("response.custom_tool_call_input.done"), "call-order"),
        new(
            "delta-after-arguments-done",
            Call.Move("response.function_call_arguments.done", "response.function_call_arguments.delta"),
            "call-order"),
    ];

    private static IEnumerable<BadStream> Held() =>
    [
        new("part-added-with-text", Text.Edit(PartAdded, json => json["part"]!["text"] = "Hel"), "added-empty"),
        new("refusal-added-with-text", GoodStreams.Refusal.Edit(PartAdded, json => json["part"]!["refusal"] = "No."), "added-empty"),
        new(
            "summary-part-added-with-text",
            Call.Edit("response.reasoning_summary_part.added", json => json["part"]!["text"] = "Thinking"),
            "added-empty"),
        new("part-added-with-annotations", Text.Edit(PartAdded, json => json["part"]!["annotations"] = Text.Frames.First(frame =>
            frame.Type == PartDone).Json!["part"]!["annotations"]!.DeepClone()), "added-empty"),
        new(
            "message-added-with-content",
            Text.Edit(Added, json => json["item"]!["content"] = new JsonArray(JsonNode.Parse(Message))),
            "added-empty"),
        new("call-added-with-arguments", Call.Edit(Added, json => json["item"]!["arguments"] = "{}", 1), "added-empty"),
        new("custom-call-added-with-input", GoodStreams.ParallelCalls.Edit(Added, json => json["item"]!["input"] = "go", 1), "added-empty"),
        new(
            "reasoning-added-with-summary",
            Call.Edit(Added, json => json["item"]!["summary"] = JsonNode.Parse("""[{"type":"summary_text","text":"Thinking"}]""")),
            "added-empty"),
        new("output-in-in-progress", Text.Edit("response.in_progress", json => json["response"]!["output"]!
            .AsArray()
            .Add(Text.Frames.Last(frame => frame.Type == Done).Json!["item"]!.DeepClone())), "output-mismatch"),
    ];

    private static IEnumerable<BadStream> Annotations() =>
    [
        new("annotation-lost-in-the-part", Text.Edit(PartDone, json => json["part"]!["annotations"] = new JsonArray()), "annotations"),
        new("annotation-lost-in-the-item", AtTheEnd(item => item["content"]![0]!["annotations"] = new JsonArray()), "annotations"),
        new("annotation-changed-in-the-item", AtTheEnd(item => item["content"]![0]!["annotations"]![0]!["end_index"] = 9), "annotations"),
        new("annotation-event-lost", Text.Remove(Annotation), "annotations"),
        new("annotation-twice", Text.Repeat(Annotation), "annotations"),
        new("annotation-numbered-from-1", Text.Edit(Annotation, json => json["annotation_index"] = 1), "annotations"),
        new("annotation-without-url", Text.Replace("\"url\":\"https://example.com/a\",", ""), "part-members"),
    ];

    private static IEnumerable<BadStream> Dialects() =>
    [
        new("reasoning-of-open-responses", InOpenResponses(GoodStreams.ReasoningText), "dialect"),
        new(
            "reasoning-of-open-responses-without-a-part",
            InOpenResponses(GoodStreams.ReasoningText).RemoveAll(PartAdded).RemoveAll(PartDone),
            "dialect"),
        new("reasoning-text-in-open-responses", GoodStreams.ReasoningText with { Dialect = "open-responses" }, "dialect"),
        new("reasoning-of-both", GoodStreams.ReasoningText.Edit(
            "response.reasoning_text.done", json => json["type"] = "response.reasoning.done")
            .Frame("response.reasoning.done", frame => frame with { Name = "response.reasoning.done" }), "dialect"),
        new("no-marker-in-open-responses", WithoutMarker(Text) with { Dialect = "open-responses" }, "done-marker"),
        new("no-event-name-in-open-responses", Text.Frame(Completed, frame => frame with { Name = null }) with
        {
            Dialect = "open-responses",
        }, "event-name"),
        new("long-call-id-in-open-responses", GoodStreams.ParallelCalls.Replace("call_1", new string('c', 65)) with
        {
            Dialect = "open-responses",
        }, "call-id"),
        new("no-item-status-in-open-responses", Call with { Dialect = "open-responses" }, "item-status"),
    ];

    private static IEnumerable<BadStream> Ends() =>
    [
        new("broken-after-the-marker", Text with { End = StreamEnd.Broken }, "body-end"),
        new("broken-after-the-terminal", WithoutMarker(Text) with { End = StreamEnd.Broken }, "body-end"),
        new("bytes-after-the-marker", Text with { Tail = "garbage" }, "body-end"),
        new("line-after-the-marker", Text with { Tail = "garbage\n\n" }, "body-end"),
        new("comment-after-the-marker", Text with { Tail = ": ping\n\n" }, "body-end"),
        new("half-an-event-after-the-marker", Text with { Tail = "data: {\"type\":" }, "body-end"),
        new("event-after-the-marker", Text with
        {
            Tail = "data: {\"type\":\"acme:bye\",\"sequence_number\":11}\n\n",
        }, "terminal-once", "unknown-event", "event-name"),
        new("broken-before-the-terminal", Text.Remove(Completed) with
        {
            Frames = [.. Text.Frames.Take(6)],
            End = StreamEnd.Broken,
        }, "terminal-once"),
    ];

    /// <summary>The borders of what is free: the same with one step more is a finding.</summary>
    private static IEnumerable<BadStream> Liberties() =>
    [
        new("arguments-of-the-model-changed", Call.Replace("""{\"city\":\"Oslo\"}""", """{\"city\":Oslo""").Edit(
            "response.function_call_arguments.delta",
            json => json["delta"] = """{"city":Oslo""").Edit("response.function_call_arguments.delta", json => json["delta"] = "", 1) with
        {
            Upstream = Chunk("""{"city":"Oslo"}""", "tool_calls"),
        }, "arguments-json"),
        new("arguments-of-the-model-cut-by-the-limit", Call.Remove("response.function_call_arguments.delta", 1).Replace(
            """{\"city\":\"Oslo\"}""", """{\"city\":""") with { Upstream = Chunk("""{"city":""", "length") }, "arguments-json"),
        new("message-open-in-an-incomplete-response", GoodStreams.Incomplete.Remove(Done), "item-unfinished"),
    ];

    /// <summary>What a chat upstream sends for one call.</summary>
    public static string Chunk(string arguments, string finish)
    {
        var chunk =
            JsonNode.Parse($$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":"""
                + $$$"""{"name":"get_weather","arguments":""}}]},"finish_reason":"{{{finish}}}"}]}""")!;
        chunk["choices"]![0]!["delta"]!["tool_calls"]![0]!["function"]!["arguments"] = arguments;
        return $"data: {chunk.ToJsonString()}\n\ndata: [DONE]\n\n";
    }

    /// <summary>Reasoning text in the events of Open Responses.</summary>
    public static TestStream InOpenResponses(TestStream stream) => stream with
    {
        Frames = [.. stream.Frames.Select(frame => frame.Type.StartsWith("response.reasoning_text.", StringComparison.Ordinal)
            ? Renamed(frame)
            : frame)],
    };

    public static TestStream WithoutMarker(TestStream stream) =>
        stream with { Frames = [.. stream.Frames.Where(frame => frame.Json is not null)] };

    /// <summary>A lifecycle event made from the first one.</summary>
    public static TestFrame Lifecycle(string type, string status)
    {
        var json = Text.Frames[0].Json!.DeepClone().AsObject();
        json["type"] = type;
        json["response"]!["status"] = status;
        return new TestFrame(type, json);
    }

    private static TestFrame Renamed(TestFrame frame)
    {
        var json = frame.Json!.DeepClone().AsObject();
        var type = frame.Type.Replace("reasoning_text", "reasoning", StringComparison.Ordinal);
        json["type"] = type;
        return frame with { Name = type, Json = json };
    }

    private static TestStream AtTheEnd(Action<JsonObject> change) =>
        Text.Edit(Done, json => change((JsonObject)json["item"]!))
            .Edit(Completed, json => change((JsonObject)json["response"]!["output"]![0]!));
}
