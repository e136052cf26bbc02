using System.Text.Json.Nodes;
using Conformance.Recording;

namespace Conformance.Tests.Checking;

/// <summary>A stream with one thing wrong.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Stream">The stream.</param>
/// <param name="First">The check of the first finding.</param>
/// <param name="Others">All other checks that have something to say.</param>
internal sealed record BadStream(string Name, TestStream Stream, string First, params string[] Others)
{
    public override string ToString() => Name;
}

/// <summary>Good streams spoilt in one place each: at least one for every rule that reads a stream.</summary>
internal static class BadStreams
{
    private const string Created = "response.created";
    private const string Added = "response.output_item.added";
    private const string Done = "response.output_item.done";
    private const string PartAdded = "response.content_part.added";
    private const string PartDone = "response.content_part.done";
    private const string Delta = "response.output_text.delta";
    private const string TextDone = "response.output_text.done";
    private const string Arguments = "response.function_call_arguments.delta";
    private const string ArgumentsDone = "response.function_call_arguments.done";
    private const string Summary = "response.reasoning_summary_text.delta";
    private const string Completed = "response.completed";

    public static IEnumerable<BadStream> All() =>
        [
            .. Framing(),
            .. Grammar(),
            .. Parts(),
            .. Identity(),
            .. Content(),
            .. Fields(),
            .. Endings(),
            .. Transport(),
            .. BadMembers.All(),
            .. BadOrders.All(),
        ];

    private static TestStream Text => GoodStreams.Text;

    private static TestStream Call => GoodStreams.ReasoningThenCall;

    private static TestStream Parallel => GoodStreams.ParallelCalls;

    private static IEnumerable<BadStream> Framing() =>
    [
        new("comment-inside-event", Text.Frame(Delta, frame => frame with { Name = null, Raw = $"event: {Delta}\n: ping\n" }), "framing"),
        new("cut-off-event", BadOrders.WithoutMarker(Text) with { Tail = "event: response.completed\ndata: {\"type\":" }, "framing"),
        new("unknown-field", Text.Frame(Delta, frame => frame with { Raw = "type: x\n" }), "framing"),
        new("block-without-data", Text.Frame(Delta, frame => frame with { Raw = "event: ping\n\n" }), "framing"),
        new("byte-order-mark", Text.Frame(Created, frame => frame with { Raw = "\uFEFF" }), "framing"),
        new(
            "data-is-no-json",
            Text.Before(Completed, "{\"type\":\"x\"}").Frame("x", frame => frame with { Json = null, Text = "{\"type\":", Name = null }),
            "data-json"),
        new("data-is-an-array", Text.Before(Completed, "[]"), "data-json"),
        new("data-has-no-type", Text.Before(Completed, "{\"type\":\"x\"}").Edit("x", json => json.Remove("type")), "data-json"),
        new("member-twice", Text.Before(Completed, "{\"type\":\"x\"}").Frame(
            "x", frame => frame with { Json = null, Text = "{\"type\":\"error\",\"type\":\"error\"}", Name = null }), "data-json"),
        new("half-a-surrogate-pair", Text.Frame(Delta, frame => frame with
        {
            Json = null,
            Text = $$"""{"type":"{{Delta}}","sequence_number":4,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"\ud83d","logprobs":[]}""",
        }), "data-json", "text-mismatch"),
        new("done-without-brackets", Text.Before(Completed, "DONE"), "data-json"),
        new("other-event-name", Text.Frame(TextDone, frame => frame with { Name = Delta }), "event-name"),
        new("no-event-name", Text.Frame(TextDone, frame => frame with { Name = null }), "event-name"),
        new("id-line", Text.Frame(TextDone, frame => frame with { Raw = "id: 7\n" }), "id-field"),
    ];

    private static IEnumerable<BadStream> Grammar() =>
    [
        new("no-created", Text.Remove(Created), "created-first"),
        new("created-without-response", Text.Edit(Created, json => json.Remove("response")), "created-first"),
        new("created-twice", Text.Repeat(Created), "created-once"),
        new("numbers-from-1", Text.WithOwnNumbers(1), "sequence-gap"),
        new("number-skipped", Text.WithOwnNumbers().Remove("response.in_progress"), "sequence-gap"),
        new("number-repeated", Text.WithOwnNumbers().Edit(Delta, json => json["sequence_number"] = 3), "sequence-gap"),
        new("number-is-a-string", Text.WithOwnNumbers().Edit(Delta, json => json["sequence_number"] = "4"), "sequence-gap"),
        new("number-is-a-fraction", Text.WithOwnNumbers().Edit(Delta, json => json["sequence_number"] = 4.5), "sequence-gap"),
        new("no-numbers", Text with { Numbered = false }, "sequence-gap"),
        new("event-that-openai-has-not", Text.After(Created, "{\"type\":\"response.reasoning_part.added\",\"part\":{}}"), "unknown-event"),
        new("event-of-another-transport", Text.After(Created, "{\"type\":\"response.steer.accepted\"}"), "unknown-event"),
        new("vendor-event", Text.After(Created, "{\"type\":\"acme:heartbeat\"}"), "unknown-event"),
        new("delta-before-its-item", Text.Move(Delta, Added), "item-before-delta"),
        new("no-item-added", Text.Remove(Added), "orphan-delta", "item-changed"),
        new(
            "delta-of-an-unknown-item",
            Text.Edit(Delta, json => (json["item_id"], json["output_index"]) = ("msg_9", 9)),
            "orphan-delta",
            "text-mismatch"),
        new("delta-with-another-id", Text.Edit(Delta, json => json["item_id"] = "msg_9"), "orphan-delta"),
        new("delta-with-another-index", Text.Edit(Delta, json => json["output_index"] = 9), "orphan-delta"),
        new("delta-without-id", Text.Edit(Delta, json => json.Remove("item_id")), "orphan-delta"),
        new("delta-after-its-item", Text.Put(Done, 0, frame => [frame, Text.Frames.First(other => other.Type == Delta)]), "orphan-delta"),
        new("delta-of-another-kind", Text.After(Delta, "{\"type\":\"response.function_call_arguments.delta\",\"item_id\":\"msg_1\","
            + "\"output_index\":0,\"delta\":\"{\"}"), "orphan-delta"),
        new("item-never-done", Text.Remove(Done), "item-unfinished", "output-mismatch"),
        new("item-done-twice", Text.Repeat(Done), "item-unfinished"),
        new("call-without-arguments-done", Call.Remove(ArgumentsDone), "item-unfinished"),
    ];

    private static IEnumerable<BadStream> Parts() =>
    [
        new("no-part-added", Text.Remove(PartAdded), "part-order"),
        new("no-part-done", Text.Remove(PartDone), "part-order"),
        new("no-text-done", Text.Remove(TextDone), "part-order"),
        new("part-added-twice", Text.Repeat(PartAdded), "part-order"),
        new("part-done-twice", Text.Repeat(PartDone), "part-order"),
        new("delta-after-text-done", Text.Move(TextDone, Delta), "part-order"),
        new("delta-without-content-index", Text.Edit(Delta, json => json.Remove("content_index")), "part-order"),
        new("content-index-from-1", Text.Replace("\"content_index\":0", "\"content_index\":1"), "part-order", "text-mismatch"),
        new("refusal-in-a-text-part", Text.Before(TextDone, "{\"type\":\"response.refusal.delta\",\"item_id\":\"msg_1\",\"output_index\":0,"
            + "\"content_index\":0,\"delta\":\"\"}"), "part-order"),
        new("no-summary-part-added", Call.Remove("response.reasoning_summary_part.added"), "summary-part"),
        new("summary-delta-without-index", Call.Edit(Summary, json => json.Remove("summary_index")), "summary-part"),
        new("no-summary-part-done", Call.Remove("response.reasoning_summary_part.done"), "summary-part"),
        new("no-reasoning-part", GoodStreams.ReasoningText.Remove(PartAdded), "reasoning-part"),
        new(
            "reasoning-delta-without-index",
            GoodStreams.ReasoningText.Edit("response.reasoning_text.delta", json => json.Remove("content_index")),
            "reasoning-part"),
    ];

    private static IEnumerable<BadStream> Identity() =>
    [
        new("output-index-from-1", Text.Replace("\"output_index\":0", "\"output_index\":1"), "output-index"),
        new("output-index-reused", Parallel.Replace("\"output_index\":1", "\"output_index\":0"), "output-index"),
        new("empty-item-id", Text.Replace("msg_1", ""), "item-id"),
        new("item-id-of-another", Parallel.Replace("ctc_2", "fc_1"), "item-id"),
        new("empty-call-id", Call.Replace("call_1", ""), "call-id"),
        new("no-call-id", Call.Replace("\"call_id\":\"call_1\",", ""), "call-id"),
        new("call-id-of-another", Parallel.Replace("call_2", "call_1"), "call-id"),
        new("done-with-another-id", AtTheEnd(Text, item => item["id"] = "msg_9"), "item-changed"),
        new("done-with-another-call-id", AtTheEnd(Call, item => item["call_id"] = "call_9"), "item-changed"),
        new("done-with-another-index", Text.Edit(Done, json => json["output_index"] = 3), "item-changed"),
        new("done-without-id", AtTheEnd(Text, item => item.Remove("id")), "item-changed"),
        new("response-id-changes", Text.Edit(Completed, json => json["response"]!["id"] = "resp_2"), "identity-changed"),
        new("created-at-changes", Text.Edit(Completed, json => json["response"]!["created_at"] = 1767225999), "identity-changed"),
        new("model-changes", Text.Edit("response.in_progress", json => json["response"]!["model"] = "other"), "identity-changed"),
    ];

    private static IEnumerable<BadStream> Content() =>
    [
        new("changed-delta", Text.Edit(Delta, json => json["delta"] = "Hex"), "text-mismatch"),
        new("changed-text-done", Text.Edit(TextDone, json => json["text"] = "Bye"), "text-mismatch"),
        new("changed-part-done", Text.Edit(PartDone, json => json["part"]!["text"] = "Bye"), "text-mismatch"),
        new("changed-item", AtTheEnd(Text, item => item["content"]![0]!["text"] = "Bye"), "text-mismatch"),
        new("changed-arguments", Call.Edit(ArgumentsDone, json => json["arguments"] = "{\"city\":"), "text-mismatch"),
        new("changed-refusal", GoodStreams.Refusal.Edit("response.refusal.done", json => json["refusal"] = "Yes."), "text-mismatch"),
        new(
            "part-never-streamed",
            AtTheEnd(Text, item => item["content"]!.AsArray().Add(item["content"]![0]!.DeepClone())),
            "text-mismatch"),
        new("text-without-deltas", Text.RemoveAll(Delta), "missing-delta"),
        new("arguments-without-deltas", Call.RemoveAll(Arguments), "missing-delta"),
        new("delta-is-an-object", Text.Edit(Delta, json => json["delta"] = new JsonObject()), "delta-type", "text-mismatch"),
        new("arguments-cut", Call.Remove(Arguments, 1).Replace("""{\"city\":\"Oslo\"}""", """{\"city\":"""), "arguments-json"),
        new("arguments-are-an-array", Call.Replace("""{\"city\":""", "[").Replace("""\"Oslo\"}""", "1]"), "arguments-json"),
        new("arguments-empty", Call.RemoveAll(Arguments).Replace("""{\"city\":\"Oslo\"}""", ""), "arguments-json"),
        new("part-of-another-type", Text.Replace("\"output_text\"", "\"text\""), "part-type"),
        new("summary-null", Call.Replace("\"summary\":[]", "\"summary\":null"), "reasoning-summary"),
        new("summary-absent", Call.Edit(Added, json => ((JsonObject)json["item"]!).Remove("summary")), "reasoning-summary"),
        new("empty-message-beside-a-call", EmptyMessage(), "empty-message"),
        new("item-done-in-progress", AtTheEnd(Text, item => item["status"] = "in_progress"), "item-status"),
        new("item-without-status", AtTheEnd(Call, item => item.Remove("status")), "item-status"),
        new("item-added-completed", Text.Edit(Added, json => json["item"]!["status"] = "completed"), "item-status"),
        new("incomplete-item-in-a-completed-response", AtTheEnd(Text, item => item["status"] = "incomplete"), "item-status"),
        new("incomplete-item-before-another", Parallel.Edit(Done, json => json["item"]!["status"] = "incomplete")
            .Edit(Completed, json => (
                json["response"]!["output"]![0]!["status"],
                json["response"]!["status"],
                json["response"]!["incomplete_details"],
                json["type"]) = ("incomplete", "incomplete", JsonNode.Parse("{\"reason\":\"max_output_tokens\"}"), "response.incomplete"))
            .Frame("response.incomplete", frame => frame with { Name = "response.incomplete" }), "item-status"),
    ];

    private static IEnumerable<BadStream> Fields() =>
    [
        new("no-text-in-text-done", Text.Edit(TextDone, json => json.Remove("text")), "text-mismatch", "event-members"),
        new("no-part", Text.Edit(PartAdded, json => json.Remove("part")), "event-members"),
        new("no-logprobs", Text.Replace(",\"logprobs\":[]", ""), "part-members", "event-members"),
        new("no-annotations", Text.Replace("\"annotations\":[],", ""), "part-members"),
        new("no-output-index", Text.Edit(Added, json => json.Remove("output_index")), "event-members", "item-changed"),
        new("no-role", Text.Replace("\"role\":\"assistant\",", ""), "item-members"),
        new("no-name", Call.Replace("\"name\":\"get_weather\",", ""), "item-members"),
        new("bare-response", Text.Edit(Completed, json => ((JsonObject)json["response"]!).Remove("tools")), "response-members"),
        new("created-at-is-a-fraction", Text.Replace("1767225600", "1767225600.5"), "member-type"),
        new("terminal-without-response", GoodStreams.Failed.Edit("response.failed", json => json.Remove("response")), "event-members"),
        new(
            "error-without-message",
            GoodStreams.Failed.Edit("error", json => json.Remove("message")).Edit("error", json => json.Remove("error")),
            "error-event"),
        new("error-in-one-shape", GoodStreams.Failed.Edit("error", json => json.Remove("error")), "error-event"),
        new(
            "open-responses-field-missing",
            Text.Edit(Completed, json => ((JsonObject)json["response"]!).Remove("truncation")),
            "response-members"),
    ];

    private static IEnumerable<BadStream> Endings() =>
    [
        new("no-terminal", Text.Remove(Completed), "terminal-once"),
        new("no-terminal-before-time-ran-out", Text.Remove(Completed) with { End = StreamEnd.TimedOut }, "terminal-once"),
        new("no-event-at-all", Text with { Frames = [] }, "terminal-once"),
        new("two-terminals", Text.Repeat(Completed), "terminal-once"),
        new("event-after-terminal", Text.Put(Completed, 0, frame => [frame, Text.Frames[1]]), "terminal-once"),
        new(
            "end-marker-before-terminal",
            Text.Before(Completed, "[DONE]").WithOwnNumbers().Edit(Completed, json => json["sequence_number"] = 10),
            "terminal-once"),
        new("end-marker-twice", Text.After(Completed, "[DONE]"), "terminal-once"),
        new("status-of-another-event", Text.Edit(Completed, json => json["response"]!["status"] = "incomplete"), "status-mismatch"),
        new("status-completed-at-the-start", Text.Edit(Created, json => json["response"]!["status"] = "completed"), "status-mismatch"),
        new(
            "no-reason",
            GoodStreams.Incomplete.Edit("response.incomplete", json => json["response"]!["incomplete_details"] = null),
            "outcome-fields"),
        new(
            "other-reason",
            GoodStreams.Incomplete.Edit("response.incomplete", json => json["response"]!["incomplete_details"]!["reason"] = "length"),
            "outcome-fields"),
        new("no-error", GoodStreams.Failed.Edit("response.failed", json => json["response"]!["error"] = null), "outcome-fields"),
        new(
            "no-error-code",
            GoodStreams.Failed.Edit("response.failed", json => json["response"]!["error"]!["code"] = ""),
            "outcome-fields"),
        new(
            "error-in-a-completed-response",
            Text.Edit(Completed, json => json["response"]!["error"] = JsonNode.Parse("{\"code\":\"x\",\"message\":\"y\"}")),
            "outcome-fields"),
        new(
            "error-event-before-completed",
            Text.Put(Completed, 0, frame => [GoodStreams.Failed.Frames.First(other => other.Type == "error"), frame]),
            "outcome-fields"),
        new("no-usage", Text.Edit(Completed, json => json["response"]!["usage"] = null) with
        {
            Upstream = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}\n\n",
        }, "usage-shape"),
        new("usage-is-a-string", Text.Edit(Completed, json => json["response"]!["usage"] = "14"), "usage-shape"),
        new("usage-numbers-are-strings", Text.Edit(Completed, json => json["response"]!["usage"]!["input_tokens"] = "9"), "usage-shape"),
        new("usage-at-the-start-is-half", Text.Edit(Created, json => json["response"]!["usage"] = new JsonObject()), "usage-shape"),
        new(
            "no-usage-details",
            Text.Edit(Completed, json => ((JsonObject)json["response"]!["usage"]!).Remove("input_tokens_details")),
            "usage-shape"),
        new(
            "no-cached-tokens",
            Text.Edit(Completed, json => ((JsonObject)json["response"]!["usage"]!["input_tokens_details"]!).Remove("cached_tokens")),
            "usage-shape"),
        new("negative-tokens", Text.Edit(Completed, json => json["response"]!["usage"]!["output_tokens"] = -1), "usage-shape"),
        new("total-is-no-sum", Text.Edit(Completed, json => json["response"]!["usage"]!["total_tokens"] = 15), "usage-shape"),
        new("output-empty", Text.Edit(Completed, json => json["response"]!["output"] = new JsonArray()), "output-mismatch"),
        new("output-in-another-order", Call.Edit(Completed, json => json["response"]!["output"] = new JsonArray(
            json["response"]!["output"]![1]!.DeepClone(), json["response"]!["output"]![0]!.DeepClone())), "output-mismatch"),
        new(
            "output-item-changed",
            Text.Edit(Completed, json => json["response"]!["output"]![0]!["content"]![0]!["text"] = "Bye"),
            "output-mismatch"),
        new("output-at-the-start", Text.Edit(Created, json => json["response"]!["output"]!
            .AsArray()
            .Add(Text.Frames.Last(frame => frame.Type == Done).Json!["item"]!.DeepClone())), "output-mismatch"),
        new("closes-late", Text with { ClosesAfter = 1500 }, "late-close"),
        new("never-closes", Text with { End = StreamEnd.TimedOut, ClosesAfter = 9000 }, "late-close"),
    ];

    private static IEnumerable<BadStream> Transport() =>
    [
        new("stream-with-status-201", Text with { Status = 201 }, "http-status"),
        new("stream-with-status-500", GoodStreams.Failed with { Status = 500 }, "http-status"),
        new("stream-of-another-content-type", Text with { Headers = [KeyValuePair.Create("content-type", "text/plain")] }, "http-status"),
        new(
            "address-in-an-error",
            GoodStreams.Failed.Replace("The upstream broke off.", "No answer from http://127.0.0.1:5999/v1."),
            "leak"),
        new("key-in-an-error", GoodStreams.Failed.Replace("The upstream broke off.", "Bad key sk-upstream-0123456789."), "leak"),
        new("key-in-a-header", Text with
        {
            Headers = [.. Text.Headers, KeyValuePair.Create("x-upstream-auth", "Bearer sk-upstream-0123456789")],
        }, "leak"),
    ];

    /// <summary>The last item changed alike in its done event and in the final output.</summary>
    private static TestStream AtTheEnd(TestStream stream, Action<JsonObject> change)
    {
        var last = stream.Frames.Count(frame => frame.Type == Done) - 1;
        return stream.Edit(Done, json => change((JsonObject)json["item"]!), last)
            .Edit(Completed, json => change((JsonObject)json["response"]!["output"]![last]!));
    }

    private static TestStream EmptyMessage()
    {
        const string Message = """{"id":"msg_3","type":"message","role":"assistant","status":"completed","content":[]}""";
        return Call
            .Before(Completed, $$$"""
                {"type":"response.output_item.added","output_index":2,"item":{"id":"msg_3","type":"message","role":"assistant","status":"in_progress","content":[]}}
                {"type":"response.output_item.done","output_index":2,"item":{{{Message}}}}
                """)
            .Edit(Completed, json => json["response"]!["output"]!.AsArray().Add(JsonNode.Parse(Message)));
    }
}
