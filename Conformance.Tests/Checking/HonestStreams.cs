using System.Text.Json.Nodes;

namespace Conformance.Tests.Checking;

/// <summary>The points on which honest relays differ, as far as a stream shows them.</summary>
internal static class HonestStreams
{
    private const string Added = "response.output_item.added";
    private const string Done = "response.output_item.done";
    private const string Completed = "response.completed";
    private const string Delta = "response.output_text.delta";

    private const string Weather =
        """{"type":"function","name":"get_weather","parameters":{"type":"object","properties":{}}}""";

    public static IEnumerable<HonestStream> All() =>
        [.. Events(), .. Members(), .. Failures(), .. Calls(), .. Echoes(), .. OpenResponses()];

    private static TestStream Text => GoodStreams.Text;

    private static IEnumerable<HonestStream> Events() =>
    [
        new("no-end-marker", BadOrders.WithoutMarker(Text)),
        new("no-in-progress", Text.Remove("response.in_progress")),
        new("queued", Text.Put("response.in_progress", 0, frame => [BadOrders.Lifecycle("response.queued", "queued"), frame])),
        new("created-queued", Text.Edit("response.created", json => json["response"]!["status"] = "queued")),
        new("numbers-from-1", Text.WithOwnNumbers(1), "sequence-gap"),
        new("a-number-left-out", Text.WithOwnNumbers().Remove("response.in_progress"), "sequence-gap"),
        new("vendor-event", Text.After("response.created", """{"type":"acme:heartbeat","beat":1}"""), "unknown-event"),
        new("obfuscation", Text.Edit(Delta, json => json["obfuscation"] = "x8f")),
        new("comments-between", Text.Frame(Delta, frame => frame with { Raw = ": ping\n\n" })),
        new("no-event-lines", Text with { Frames = [.. Text.Frames.Select(frame => frame with { Name = null })] }, "event-name"),
        new("more-slices", Text.Edit(Delta, json => json["delta"] = "H").Put(Delta, 0, frame => [frame, .. TestStream.Parse("""{"type":"r"""
            + """esponse.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"el","logprobs":[]}""").Frames])),
        new("an-empty-delta", Text.Put(Delta, 0, frame => [.. TestStream.Parse("""{"type":"response.output_text.delta","item_id":"msg_"""
            + """1","output_index":0,"content_index":0,"delta":"","logprobs":[]}""").Frames, frame])),
        new("hosted-search", WithSearch()),
    ];

    private static IEnumerable<HonestStream> Members() =>
    [
        new("ids-of-another-shape", GoodStreams.ReasoningThenCall.Replace("\"resp_1\"", "\"0f6d1c1e-7a55\"").Replace(
            "\"rs_1\"", "\"item-0\"").Replace("\"fc_1\"", "\"item-1\"").Replace("\"call_1\"", "\"chatcmpl-tool-9\"")),
        new("call-id-as-item-id", GoodStreams.ReasoningThenCall.Replace("\"fc_1\"", "\"call_1\"")),
        new("more-members", Text.Replace("\"object\":\"response\"", "\"object\":\"response\",\"x_vendor\":{\"a\":[1]},\"billing\":{\"payer"
            + "\":\"me\"}").Replace("\"role\":\"assistant\"", "\"role\":\"assistant\",\"phase\":null,\"agent\":\"a\""), "member-type"),
        new("phase", Text.Replace("\"role\":\"assistant\"", "\"role\":\"assistant\",\"phase\":\"commentary\"")),
        new("no-usage-where-the-upstream-sent-none", Usage(Text, null) with
        {
            Upstream = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"}}],\"usage\":null}\n\ndata: [DONE]\n\n",
        }),
        new(
            "usage-with-cache-writes",
            Text.Edit(Completed, json => json["response"]!["usage"]!["input_tokens_details"]!["cache_write_tokens"] = 3)),
        new(
            "name-in-arguments-done",
            GoodStreams.ReasoningThenCall.Edit("response.function_call_arguments.done", json => json["name"] = "get_weather")),
        new("few-members-of-the-echo", EachResponse(Text, response => { foreach (var name in new[]
        {
            "truncation",
            "store",
            "service_tier",
            "background",
            "prompt_cache_key",
        }) { response.Remove(name); } }), "response-members"),
        new("metadata-null", EachResponse(Text, response => response["metadata"] = null)),
        new("reasoning-null", EachResponse(Text, response => response["reasoning"] = null)),
        new("instructions-as-a-list", EachResponse(
            Text,
            response => response["instructions"] = JsonNode.Parse("""[{"type":"message","role":"developer","content":"Be brief."}]""")) with
        {
            Request = """{"model":"gpt-x","instructions":[{"type":"message","role":"developer","content":"Be brief."}]}""",
        }),
        new("incomplete-reason-of-2026", GoodStreams.Incomplete.Edit(
            "response.incomplete", json => json["response"]!["incomplete_details"]!["reason"] = "max_messages")),
        new("wrong-temperature-of-the-client-repeated", EachResponse(Text, response => response["temperature"] = "warm") with
        {
            Request = """{"model":"gpt-x","temperature":"warm"}""",
        }),
        new("reasoning-without-content", GoodStreams.ReasoningThenCall.Replace("\"summary\":[]", "\"summary\":[],\"content\":null")
            .Edit(
                Done, json => json["item"]!["content"] = null).Edit(Completed, json => json["response"]!["output"]![0]!["content"] = null)),
    ];

    private static IEnumerable<HonestStream> Failures() =>
    [
        new("failed-without-error-event", GoodStreams.Failed.Remove("error")),
        new("error-flat", GoodStreams.Failed.Edit("error", json => json.Remove("error")), "error-event"),
        new(
            "error-nested",
            GoodStreams.Failed.Edit("error", json => { json.Remove("code"); json.Remove("message"); json.Remove("param"); }),
            "error-event"),
        new(
            "error-code-null",
            GoodStreams.Failed.Edit("error", json => json["code"] = null).Edit("error", json => json["error"]!["code"] = null)),
        new("failed-without-usage", GoodStreams.Failed with
        {
            Upstream = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\n",
        }),
        new("open-item-closed-before-the-failure", GoodStreams.Failed.Before(
            "error",
            """{"type":"response.output_item.done","output_index":0,"item":"""
                + """{"id":"fc_1","type":"function_call","status":"incomplete","call_id":"call_1","name":"one","arguments":"{\"ci"}}""")),
        new("open-item-closed-after-the-error", GoodStreams.Failed.After(
            "error",
            """{"type":"response.output_item.done","output_index":0,"item":"""
                + """{"id":"fc_1","type":"function_call","status":"incomplete","call_id":"call_1","name":"one","arguments":"{\"ci"}}""")),
        new("other-error-code", GoodStreams.Failed.Replace("upstream_truncated", "server_error")),
    ];

    private static IEnumerable<HonestStream> Calls() =>
    [
        new(
            "incomplete-call-left-out",
            GoodStreams.IncompleteCall.Remove(Done).Edit("response.incomplete", json => json["response"]!["output"] = new JsonArray())),
        new("incomplete-call-open-and-in-the-output", GoodStreams.IncompleteCall.Remove(Done)),
        new("calls-cut-side-by-side", CutSideBySide(), "item-status"),
        new("arguments-that-the-model-wrote-wrongly", GoodStreams.ReasoningThenCall.Remove(
            "response.function_call_arguments.delta",
            1).Replace("""{\"city\":\"Oslo\"}""", """{\"city\":""") with { Upstream = BadOrders.Chunk("""{"city":""", "tool_calls") }),
        new("one-delta-for-all-arguments", GoodStreams.ReasoningThenCall.Remove("response.function_call_arguments.delta", 1).Edit(
            "response.function_call_arguments.delta", json => json["delta"] = """{"city":"Oslo"}""")),
        new("no-deltas-of-arguments", GoodStreams.ReasoningThenCall.RemoveAll("response.function_call_arguments.delta"), "missing-delta"),
    ];

    private static IEnumerable<HonestStream> Echoes() =>
    [
        new("tool-with-added-defaults", EachResponse(Text, response => response["tools"] = JsonNode.Parse(
            """[{"type":"function","name":"get_weather","description":null,"parameters":{"type":"object","properties":"""
                + """{},"additionalProperties":false},"strict":true}]""")) with
        {
            Request = $$"""{"model":"gpt-x","tools":[{{Weather}}]}""",
        }),
        new("hosted-tool-left-out", EachResponse(Text, response => response["tools"] = JsonNode.Parse($"[{Weather}]")) with
        {
            Request = $$"""{"model":"gpt-x","tools":[{"type":"web_search"},{{Weather}}]}""",
        }, "response-members"),
        new("nothing-stored-although-asked-for", Text with { Request = """{"model":"gpt-x","store":true}""" }),
        new("request-with-nulls", Text with { Request = """{"model":"gpt-x","instructions":null,"tools":null,"temperature":null"""
            + ""","metadata":null,"max_output_tokens":null,"previous_response_id":null}""" }),
        new("numbers-written-otherwise", EachResponse(Text, response => response["temperature"] = JsonNode.Parse("0.50")) with
        {
            Request = """{"model":"gpt-x","temperature":0.5}""",
        }),
        new("effort-mapped", EachResponse(Text, response => response["reasoning"]!["effort"] = "low") with
        {
            Request = """{"model":"gpt-x","reasoning":{"effort":"minimal"}}""",
        }, "request-echo"),
        new("tool-choice-with-type-alone-added", EachResponse(
            Text,
            response => response["tool_choice"] = JsonNode.Parse("""{"type":"function","name":"get_weather","mode":"required"}""")) with
        {
            Request = """{"model":"gpt-x","tool_choice":{"type":"function","name":"get_weather"}}""",
        }),
        new("service-tier-chosen", EachResponse(Text, response => response["service_tier"] = "priority") with
        {
            Request = """{"model":"gpt-x","service_tier":"auto"}""",
        }),
    ];

    private static IEnumerable<HonestStream> OpenResponses() =>
    [
        new("open-responses-reasoning", BadOrders.InOpenResponses(GoodStreams.ReasoningText) with { Dialect = "open-responses" }),
        new("open-responses-vendor-event", Text.After("response.created", """{"type":"acme:heartbeat"}""") with
        {
            Dialect = "open-responses",
        }),
        new("open-responses-nested-error", GoodStreams.Failed.Edit(
            "error", json => { json.Remove("code"); json.Remove("message"); json.Remove("param"); }) with { Dialect = "open-responses" }),
        new("open-responses-text", Text with { Dialect = "open-responses" }),
    ];

    private static TestStream Usage(TestStream stream, JsonNode? usage) =>
        stream.Edit(Completed, json => json["response"]!["usage"] = usage);

    private static TestStream CutSideBySide()
    {
        const string One =
            """{"id":"fc_1","type":"function_call","status":"incomplete","call_id":"call_1","name":"one","arguments":"{\"ci"}""";
        const string Two = """{"id":"fc_2","type":"function_call","status":"incomplete","call_id":"call_2","name":"two","arguments":"{"}""";
        return GoodStreams.IncompleteCall.After("response.function_call_arguments.delta", """
                {"type":"response.output_item.added","output_index":1,"item":{"id":"fc_2","type":"function_call","status":"in_progress","call_id":"call_2","name":"two","arguments":""}}
                {"type":"response.function_call_arguments.delta","item_id":"fc_2","output_index":1,"delta":"{"}
                """)
            .After(Done, $$$"""{"type":"response.output_item.done","output_index":1,"item":{{{Two}}}}""")
            .Edit("response.incomplete", json => json["response"]!["output"] = new JsonArray(JsonNode.Parse(One), JsonNode.Parse(Two)));
    }

    /// <summary>A hosted tool's item before the text, with the events of its own.</summary>
    private static TestStream WithSearch()
    {
        const string Search = """{"id":"ws_1","type":"web_search_call","status":"completed","action":{"type":"search","query":"x"}}""";
        var later = Text.Replace("\"output_index\":0", "\"output_index\":1");
        return later.Before(Added, $$$"""
                {"type":"response.output_item.added","output_index":0,"item":{"id":"ws_1","type":"web_search_call","status":"in_progress"}}
                {"type":"response.web_search_call.in_progress","item_id":"ws_1","output_index":0}
                {"type":"response.web_search_call.searching","item_id":"ws_1","output_index":0}
                {"type":"response.web_search_call.completed","item_id":"ws_1","output_index":0}
                {"type":"response.output_item.done","output_index":0,"item":{{{Search}}}}
                """)
            .Edit(Completed, json => json["response"]!["output"]!.AsArray().Insert(0, JsonNode.Parse(Search)));
    }

    private static TestStream EachResponse(TestStream stream, Action<JsonObject> change) => stream with
    {
        Frames = [.. stream.Frames.Select(frame =>
        {
            var json = frame.Json?.DeepClone().AsObject();
            if (json?["response"] is JsonObject response)
            {
                change(response);
            }

            return frame with { Json = json };
        })],
    };
}
