using System.Text.Json.Nodes;
using Conformance.Clients.Views;
using Conformance.Recording;
using Conformance.Tests.Checking;

namespace Conformance.Tests.Clients;

/// <summary>A right answer with everything that clients look for: reasoning as a summary, a message, a call.</summary>
internal static class WholeStream
{
    public const string Text = "Hello";
    public const string Thoughts = "Thinking";
    public const string Arguments = """{"city":"Oslo"}""";
    public const string Trouble = "The upstream broke off.";

    private const string Response =
        "\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1767225600,\"model\":\"gpt-x\",\"instructions\":null,"
        + "\"tools\":[],\"tool_choice\":\"auto\","
        + "\"parallel_tool_calls\":true,\"metadata\":{},\"temperature\":1,\"top_p\":1,\"incomplete_details\":null";

    private const string Reasoning = """{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Thinking"}],"encrypted_content":"c2VhbA=="}""";
    private const string Message = """{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hello","annotations":[],"logprobs":[]}]}""";
    private const string Call = """{"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"get_weather","arguments":"{\"city\":\"Oslo\"}"}""";

    public static TestStream Right { get; } = TestStream.Parse(
        $$$"""
        {"type":"response.created","response":{"status":"in_progress","output":[],"error":null,"usage":null,{{{Response}}}}}
        {"type":"response.in_progress","response":{"status":"in_progress","output":[],"error":null,"usage":null,{{{Response}}}}}
        {"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}
        {"type":"response.reasoning_summary_part.added","item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}
        {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"Thin"}
        {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"king"}
        {"type":"response.reasoning_summary_text.done","item_id":"rs_1","output_index":0,"summary_index":0,"text":"Thinking"}
        {"type":"response.reasoning_summary_part.done","item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":"Thinking"}}
        {"type":"response.output_item.done","output_index":0,"item":{{{Reasoning}}}}
        {"type":"response.output_item.added","output_index":1,"item":{"id":"msg_1","type":"message","role":"assistant","status":"in_progress","content":[]}}
        {"type":"response.content_part.added","item_id":"msg_1","output_index":1,"content_index":0,"part":{"type":"output_text","text":"","annotations":[],"logprobs":[]}}
        {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"Hel","logprobs":[]}
        {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"lo","logprobs":[]}
        {"type":"response.output_text.done","item_id":"msg_1","output_index":1,"content_index":0,"text":"Hello","logprobs":[]}
        {"type":"response.content_part.done","item_id":"msg_1","output_index":1,"content_index":0,"part":{"type":"output_text","text":"Hello","annotations":[],"logprobs":[]}}
        {"type":"response.output_item.done","output_index":1,"item":{{{Message}}}}
        {"type":"response.output_item.added","output_index":2,"item":{"id":"fc_1","type":"function_call","status":"in_progress","call_id":"call_1","name":"get_weather","arguments":""}}
        {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":2,"delta":"{\"city\":"}
        {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":2,"delta":"\"Oslo\"}"}
        {"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":2,"arguments":"{\"city\":\"Oslo\"}"}
        {"type":"response.output_item.done","output_index":2,"item":{{{Call}}}}
        {"type":"response.completed","response":{"status":"completed","output":[{{{Reasoning}}},{{{Message}}},{{{Call}}}],"error":null,"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":14},{{{Response}}}}}
        [DONE]
        """);

    /// <summary>The same with a second call.</summary>
    public static TestStream TwoCalls { get; } = WithItem(
        Call.Replace("fc_1", "fc_2", StringComparison.Ordinal).Replace("call_1", "call_2", StringComparison.Ordinal));

    /// <summary>Broken off in the middle of the text, with these events in place of the rest.</summary>
    public static TestStream EndingIn(string events) =>
        Right with { Frames = [.. Right.Frames.Take(12), .. TestStream.Parse(events).Frames, .. TestStream.Parse("[DONE]").Frames] };

    public static string Failed =>
        $$$"""{"type":"response.failed","response":{"status":"failed","output":[],"usage":null,"error":{"code":"server_error","message":"{{{Trouble}}}"},{{{Response}}}}}""";

    /// <summary>One more item at the end.</summary>
    public static TestStream WithItem(string item)
    {
        var stream = Right.Before("response.completed", $$"""
            {"type":"response.output_item.added","output_index":3,"item":{{item}}}
            {"type":"response.output_item.done","output_index":3,"item":{{item}}}
            """);
        var isCall = item.Contains("function_call", StringComparison.Ordinal);
        if (isCall)
        {
            var id = JsonNode.Parse(item)!["id"]!.ToString();
            stream = stream.Edit("response.output_item.added", json => json["item"]!["arguments"] = "", nth: 3);
            stream = stream.Put("response.output_item.done", 3, done =>
            [
                .. TestStream.Parse($$"""
                    {"type":"response.function_call_arguments.delta","item_id":"{{id}}","output_index":3,"delta":"{\"city\":\"Oslo\"}"}
                    {"type":"response.function_call_arguments.done","item_id":"{{id}}","output_index":3,"arguments":"{\"city\":\"Oslo\"}"}
                    """).Frames,
                done,
            ]);
        }

        return stream.Edit("response.completed", json => json["response"]!["output"]!.AsArray().Add(JsonNode.Parse(item)));
    }

    /// <summary>Every item wherever it stands, changed.</summary>
    public static TestStream EachItem(this TestStream stream, Action<JsonObject> change) => stream.Each(json =>
    {
        foreach (var item in (json["response"]?["output"]?.AsArray() ?? []).Append(json["item"]).OfType<JsonObject>())
        {
            change(item);
        }
    });

    /// <summary>Every event changed.</summary>
    public static TestStream Each(this TestStream stream, Action<JsonObject> change) => stream with
    {
        Frames = [.. stream.Frames.Select(frame =>
        {
            var json = frame.Json?.DeepClone().AsObject();
            if (json is not null)
            {
                change(json);
            }

            return frame with { Json = json };
        })],
    };

    /// <summary>Every response object changed.</summary>
    public static TestStream EachResponse(this TestStream stream, Func<JsonObject, JsonObject> change) => stream.Each(json =>
    {
        if (json["response"] is JsonObject response)
        {
            json["response"] = change(response);
        }
    });

    public static ClientStream Seen(this TestStream stream)
    {
        var turn = stream.ToTurn();
        return ClientStream.Of(turn.Answer, turn.Wire);
    }

    public static ClientStream Open(this ClientStream stream) => stream with { End = StreamEnd.TimedOut };
}
