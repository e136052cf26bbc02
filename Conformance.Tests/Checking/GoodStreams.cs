namespace Conformance.Tests.Checking;

/// <summary>
/// Streams that are right, written by hand from the contract: <c>created, in_progress, items, terminal, [DONE]</c>.
/// Sequence numbers and <c>event:</c> lines are put in when a stream is written.
/// </summary>
internal static class GoodStreams
{
    private const string Echo =
        "\"object\":\"response\",\"created_at\":1767225600,\"model\":\"gpt-x\",\"instructions\":null,\"tools\":[],\"tool_choice\":\"auto\","
            + "\"parallel_tool_calls\":true,\"metadata\":{},"
        + "\"temperature\":1,\"top_p\":1,\"previous_response_id\":null,\"truncation\":\"disabled\",\"text\":{\"format\":"
        + "{\"type\":\"text\"}},\"presence_penalty\":0,\"frequency_penalty\":0,"
        + "\"top_logprobs\":0,\"reasoning\":{\"effort\":null,\"summary\":null},\"max_output_tokens\":null,\"max_tool_calls\":null,"
        + "\"store\":false,\"background\":false,"
        + "\"service_tier\":\"default\",\"safety_identifier\":null,\"prompt_cache_key\":null";

    private const string Usage =
        "\"usage\":{\"input_tokens\":9,\"input_tokens_details\":{\"cached_tokens\":4},\"output_tokens\":5,\"output_tokens_details\":"
            + "{\"reasoning_tokens\":2},\"total_tokens\":14}";

    public static TestStream Text { get; } = Make(
        "completed",
        """
        {"type":"response.output_item.added","output_index":0,"item":{"id":"msg_1","type":"message","role":"assistant","status":"in_progress","content":[]}}
        {"type":"response.content_part.added","item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","text":"","annotations":[],"logprobs":[]}}
        {"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"Hel","logprobs":[]}
        {"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"lo 漢","logprobs":[]}
        {"type":"response.output_text.annotation.added","item_id":"msg_1","output_index":0,"content_index":0,"annotation_index":0,"annotation":{"type":"url_citation","url":"https://example.com/a","title":"A","start_index":0,"end_index":3}}
        {"type":"response.output_text.done","item_id":"msg_1","output_index":0,"content_index":0,"text":"Hello 漢","logprobs":[]}
        {"type":"response.content_part.done","item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","text":"Hello 漢","annotations":[{"type":"url_citation","url":"https://example.com/a","title":"A","start_index":0,"end_index":3}],"logprobs":[]}}
        """,
        """{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hello """
            + """漢","annotations":"""
                + """[{"type":"url_citation","url":"https://example.com/a","title":"A","start_index":0,"end_index":3}],"logprobs":[]}]}""");

    public static TestStream Refusal { get; } = Make(
        "completed",
        """
        {"type":"response.output_item.added","output_index":0,"item":{"id":"msg_1","type":"message","role":"assistant","status":"in_progress","content":[]}}
        {"type":"response.content_part.added","item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"refusal","refusal":""}}
        {"type":"response.refusal.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"No."}
        {"type":"response.refusal.done","item_id":"msg_1","output_index":0,"content_index":0,"refusal":"No."}
        {"type":"response.content_part.done","item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"refusal","refusal":"No."}}
        """,
        """{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"refusal","refusal":"No."}]}""");

    /// <summary>Reasoning as a summary, then a call.</summary>
    public static TestStream ReasoningThenCall { get; } = Make(
        "completed",
        """
        {"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}
        {"type":"response.reasoning_summary_part.added","item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}
        {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"Thin"}
        {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"king"}
        {"type":"response.reasoning_summary_text.done","item_id":"rs_1","output_index":0,"summary_index":0,"text":"Thinking"}
        {"type":"response.reasoning_summary_part.done","item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":"Thinking"}}
        {"type":"response.output_item.done","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Thinking"}],"encrypted_content":"c2VhbA=="}}
        {"type":"response.output_item.added","output_index":1,"item":{"id":"fc_1","type":"function_call","status":"in_progress","call_id":"call_1","name":"get_weather","arguments":""}}
        {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":1,"delta":"{\"city\":"}
        {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":1,"delta":"\"Oslo\"}"}
        {"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":1,"arguments":"{\"city\":\"Oslo\"}"}
        """,
        """{"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"get_weather","arguments":"{\"city\":\"Oslo"""
            + """\"}"}""",
        """{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Thinking"}],"encrypted_content":"c2VhbA=="}""");

    /// <summary>Reasoning as text.</summary>
    public static TestStream ReasoningText { get; } = Make(
        "completed",
        """
        {"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","status":"in_progress","summary":[],"content":[]}}
        {"type":"response.content_part.added","item_id":"rs_1","output_index":0,"content_index":0,"part":{"type":"reasoning_text","text":""}}
        {"type":"response.reasoning_text.delta","item_id":"rs_1","output_index":0,"content_index":0,"delta":"Hm"}
        {"type":"response.reasoning_text.done","item_id":"rs_1","output_index":0,"content_index":0,"text":"Hm"}
        {"type":"response.content_part.done","item_id":"rs_1","output_index":0,"content_index":0,"part":{"type":"reasoning_text","text":"Hm"}}
        """,
        """{"id":"rs_1","type":"reasoning","status":"completed","summary":[],"content":[{"type":"reasoning_text","text":"Hm"}]}""");

    /// <summary>Two calls whose arguments come interleaved, one of them a custom tool's.</summary>
    public static TestStream ParallelCalls { get; } = Make(
        "completed",
        """
        {"type":"response.output_item.added","output_index":0,"item":{"id":"fc_1","type":"function_call","status":"in_progress","call_id":"call_1","name":"one","arguments":""}}
        {"type":"response.output_item.added","output_index":1,"item":{"id":"ctc_2","type":"custom_tool_call","status":"in_progress","call_id":"call_2","name":"two","input":""}}
        {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":0,"delta":"{"}
        {"type":"response.custom_tool_call_input.delta","item_id":"ctc_2","output_index":1,"delta":"go"}
        {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":0,"delta":"}"}
        {"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":0,"arguments":"{}"}
        {"type":"response.output_item.done","output_index":0,"item":{"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"one","arguments":"{}"}}
        {"type":"response.custom_tool_call_input.done","item_id":"ctc_2","output_index":1,"input":"go"}
        """,
        """{"id":"ctc_2","type":"custom_tool_call","status":"completed","call_id":"call_2","name":"two","input":"go"}""",
        """{"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"one","arguments":"{}"}""");

    public static TestStream Incomplete { get; } = Make(
        "incomplete",
        """
        {"type":"response.output_item.added","output_index":0,"item":{"id":"msg_1","type":"message","role":"assistant","status":"in_progress","content":[]}}
        {"type":"response.content_part.added","item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","text":"","annotations":[],"logprobs":[]}}
        {"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"Hel","logprobs":[]}
        {"type":"response.output_text.done","item_id":"msg_1","output_index":0,"content_index":0,"text":"Hel","logprobs":[]}
        {"type":"response.content_part.done","item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","text":"Hel","annotations":[],"logprobs":[]}}
        """,
        """{"id":"msg_1","type":"message","role":"assistant","status":"incomplete","content":"""
            + """[{"type":"output_text","text":"Hel","annotations":[],"logprobs":[]}]}""");

    /// <summary>The limit cuts a call: it is done as incomplete, without the event that tells whole arguments.</summary>
    public static TestStream IncompleteCall { get; } = Make(
        "incomplete",
        """
        {"type":"response.output_item.added","output_index":0,"item":{"id":"fc_1","type":"function_call","status":"in_progress","call_id":"call_1","name":"one","arguments":""}}
        {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":0,"delta":"{\"ci"}
        """,
        """{"id":"fc_1","type":"function_call","status":"incomplete","call_id":"call_1","name":"one","arguments":"{\"ci"}""");

    /// <summary>A call is half received when the upstream breaks off: it never gets a done.</summary>
    public static TestStream Failed { get; } = TestStream.Parse(
        $$$"""
        {"type":"response.created","response":{"id":"resp_1","status":"in_progress","completed_at":null,"output":[],"error":null,"incomplete_details":null,"usage":null,{{{Echo}}}}}
        {"type":"response.in_progress","response":{"id":"resp_1","status":"in_progress","completed_at":null,"output":[],"error":null,"incomplete_details":null,"usage":null,{{{Echo}}}}}
        {"type":"response.output_item.added","output_index":0,"item":{"id":"fc_1","type":"function_call","status":"in_progress","call_id":"call_1","name":"one","arguments":""}}
        {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":0,"delta":"{\"ci"}
        {"type":"error","code":"upstream_truncated","message":"The upstream broke off.","param":null,"error":{"type":"server_error","code":"upstream_truncated","message":"The upstream broke off.","param":null}}
        {"type":"response.failed","response":{"id":"resp_1","status":"failed","completed_at":null,"output":[],"error":{"code":"upstream_truncated","message":"The upstream broke off."},"incomplete_details":null,"usage":null,{{{Echo}}}}}
        [DONE]
        """);

    public static IReadOnlyDictionary<string, TestStream> All { get; } = new Dictionary<string, TestStream>(StringComparer.Ordinal)
    {
        ["text"] = Text,
        ["refusal"] = Refusal,
        ["reasoning-then-call"] = ReasoningThenCall,
        ["reasoning-text"] = ReasoningText,
        ["parallel-calls"] = ParallelCalls,
        ["incomplete"] = Incomplete,
        ["incomplete-call"] = IncompleteCall,
        ["failed"] = Failed,
    };

    private static TestStream Make(string ending, string events, string last, string? first = null)
    {
        var index = first is null ? 0 : 1;
        var output = first is null ? last : $"{first},{last}";
        var details = ending == "incomplete" ? """{"reason":"max_output_tokens"}""" : "null";
        return TestStream.Parse(
            $$$"""
            {"type":"response.created","response":{"id":"resp_1","status":"in_progress","completed_at":null,"output":[],"error":null,"incomplete_details":null,"usage":null,{{{Echo}}}}}
            {"type":"response.in_progress","response":{"id":"resp_1","status":"in_progress","completed_at":null,"output":[],"error":null,"incomplete_details":null,"usage":null,{{{Echo}}}}}
            {{{events}}}
            {"type":"response.output_item.done","output_index":{{{index}}},"item":{{{last}}}}
            {"type":"response.{{{ending}}}","response":{"id":"resp_1","status":"{{{ending}}}","completed_at":1767225601,"output":[{{{output}}}],"error":null,"incomplete_details":{{{details}}},{{{Usage}}},{{{Echo}}}}}
            [DONE]
            """);
    }
}
