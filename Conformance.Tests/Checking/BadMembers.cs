using System.Text.Json.Nodes;

namespace Conformance.Tests.Checking;

/// <summary>Good streams with one member of the wrong type, unit or word, and with an echo that is not the request's.</summary>
internal static class BadMembers
{
    private const string Completed = "response.completed";

    private const string Weather =
        """{"type":"function","name":"get_weather","description":"The weather.","parameters":{"type":"object","properties":{"city":"""
            + """{"type":"string"}},"required":["city"]},"strict":true}""";

    public static IEnumerable<BadStream> All() => [.. Types(), .. Values(), .. Errors(), .. Echoes()];

    private static TestStream Text => GoodStreams.Text;

    private static TestStream Call => GoodStreams.ReasoningThenCall;

    private static IEnumerable<BadStream> Types()
    {
        (string Member, JsonNode? Value)[] ofResponse =
        [
            ("id", 7), ("model", 7), ("created_at", "1767225600"), ("object", 1), ("status", 1), ("tools", null), ("tools", "none"),
            ("metadata", new JsonArray()),
            ("parallel_tool_calls", "true"), ("parallel_tool_calls", null), ("temperature", "1"), ("top_p", "1"), ("tool_choice", null),
            ("tool_choice", 1), ("error", false),
            ("incomplete_details", "none"), ("instructions", 5), ("truncation", 1), ("text", null), ("text", "text"), ("store", "false"),
            ("background", 0), ("service_tier", 1),
            ("max_output_tokens", "100"), ("max_output_tokens", 1.5), ("top_logprobs", "0"), ("reasoning", "high"),
            ("previous_response_id", 1), ("completed_at", 1767225601.5),
            ("presence_penalty", "0"), ("user", 1), ("prompt_cache_key", 1), ("safety_identifier", true),
        ];
        foreach (var (member, value) in ofResponse)
        {
            // Of an event whose identity no later one is compared with.
            yield return new(
                $"response-{member}-{value?.ToJsonString() ?? "null"}",
                EachResponse(Text, response => response[member] = value?.DeepClone()),
                "member-type",
                Others(member));
        }

        yield return new(
            "format-type-is-a-number", EachResponse(Text, response => response["text"]!["format"]!["type"] = 1), "member-type");
        yield return new("effort-is-a-number", EachResponse(Text, response => response["reasoning"]!["effort"] = 1), "member-type");
        yield return new(
            "tool-is-a-string",
            EachResponse(Text, response => response["tools"] = new JsonArray("get_weather")),
            "member-type",
            "request-echo");
        yield return new("service-tier-null", EachResponse(Text, response => response["service_tier"] = null), "member-type");
        yield return new("output-index-is-a-string", Text.Replace("\"output_index\":0", "\"output_index\":\"0\""), "member-type");
        yield return new(
            "item-is-a-list",
            Text.Edit("response.output_item.added", json => json["item"] = new JsonArray()),
            "member-type",
            "item-changed",
            "orphan-delta",
            "text-mismatch");
        yield return new(
            "annotations-are-an-object",
            Text.Edit("response.content_part.added", json => json["part"]!["annotations"] = new JsonObject()),
            "member-type");
        yield return new(
            "annotations-null", Text.Edit("response.content_part.added", json => json["part"]!["annotations"] = null), "member-type");
        yield return new("logprobs-null", Text.Edit("response.output_text.delta", json => json["logprobs"] = null), "member-type");
        yield return new(
            "logprob-is-a-number", Text.Edit("response.output_text.done", json => json["logprobs"] = new JsonArray(0.5)), "member-type");
        yield return new("annotation-place-is-a-string", Text.Replace("\"start_index\":0", "\"start_index\":\"0\""), "member-type");
        yield return new(
            "annotation-is-a-string",
            Text.Edit("response.output_text.annotation.added", json => json["annotation"] = "https://example.com/a"),
            "member-type",
            "annotations");
        yield return new(
            "annotation-index-is-a-string",
            Text.Edit("response.output_text.annotation.added", json => json["annotation_index"] = "0"),
            "member-type");
        yield return new(
            "obfuscation-is-a-number", Text.Edit("response.output_text.delta", json => json["obfuscation"] = 5), "member-type");
        yield return new(
            "name-in-arguments-done-is-a-number",
            Call.Edit("response.function_call_arguments.done", json => json["name"] = 5),
            "member-type");
        yield return new("arguments-are-an-object-everywhere", Call.Edit(
            "response.output_item.done", json => json["item"]!["arguments"] = new JsonObject(), 1)
            .Edit(Completed, json => json["response"]!["output"]![1]!["arguments"] = new JsonObject()), "text-mismatch", "member-type");
        yield return new(
            "encrypted-content-is-an-object",
            Call.Replace("\"encrypted_content\":\"c2VhbA==\"", "\"encrypted_content\":{}"),
            "member-type");
        yield return new(
            "encrypted-content-null", Call.Replace("\"encrypted_content\":\"c2VhbA==\"", "\"encrypted_content\":null"), "member-type");
        yield return new(
            "summary-part-text-null",
            Call.Edit("response.reasoning_summary_part.added", json => json["part"]!["text"] = null),
            "member-type");
        yield return new(
            "content-of-reasoning-is-a-string",
            GoodStreams.ReasoningText.Edit("response.output_item.added", json => json["item"]!["content"] = ""),
            "member-type");
    }

    private static IEnumerable<BadStream> Values()
    {
        yield return new("role-user", Text.Replace("\"role\":\"assistant\"", "\"role\":\"user\""), "member-value");
        yield return new("object-of-chat", EachResponse(Text, response => response["object"] = "chat.completion"), "member-value");
        yield return new(
            "created-at-in-milliseconds", EachResponse(Text, response => response["created_at"] = 1767225600000), "member-value");
        yield return new(
            "completed-at-in-milliseconds",
            Text.Edit(Completed, json => json["response"]!["completed_at"] = 1767225601000),
            "member-value");
        yield return new("created-at-is-zero", EachResponse(Text, response => response["created_at"] = 0), "member-value");
        yield return new("tool-choice-any", EachResponse(Text, response => response["tool_choice"] = "any"), "member-value");
        yield return new("truncation-on", EachResponse(Text, response => response["truncation"] = "on"), "member-value");
        yield return new(
            "phase-other", Text.Replace("\"role\":\"assistant\"", "\"role\":\"assistant\",\"phase\":\"thinking\""), "member-value");
    }

    private static IEnumerable<BadStream> Errors()
    {
        var failed = GoodStreams.Failed;
        yield return new(
            "error-message-is-an-object", failed.Edit("error", json => json["error"]!["message"] = new JsonObject()), "error-event");
        yield return new("error-code-is-a-number", failed.Edit("error", json => json["code"] = 502), "error-event");
        yield return new("error-is-a-string", failed.Edit("error", json => json["error"] = "The upstream broke off."), "error-event");
        yield return new(
            "error-nested-alone",
            failed.Edit("error", json => { json.Remove("code"); json.Remove("message"); json.Remove("param"); }),
            "error-event");
        yield return new("error-messages-differ", failed.Edit("error", json => json["message"] = "Something else."), "error-event");
        yield return new("error-without-param", failed.Edit("error", json => json.Remove("param")), "error-event");
        yield return new(
            "failed-message-is-an-object",
            failed.Edit("response.failed", json => json["response"]!["error"]!["message"] = new JsonObject()),
            "outcome-fields");
        yield return new(
            "failed-param-is-a-number", failed.Edit("response.failed", json => json["response"]!["error"]!["param"] = 5), "member-type");
        yield return new(
            "error-flat-alone-in-open-responses",
            failed.Edit("error", json => json.Remove("error")) with { Dialect = "open-responses" },
            "error-event");
    }

    private static IEnumerable<BadStream> Echoes()
    {
        yield return Echo("tools-lost", $$"""{"tools":[{{Weather}}]}""", response => response["tools"] = new JsonArray());
        yield return Echo(
            "tool-of-another-name",
            $$"""{"tools":[{{Weather}}]}""",
            response => response["tools"] = JsonNode.Parse($"[{Weather.Replace("get_weather", "weather", StringComparison.Ordinal)}]"));
        yield return Echo("tool-parameters-lost", $$"""{"tools":[{{Weather}}]}""", response => response["tools"] = JsonNode.Parse(
            """[{"type":"function","name":"get_weather","description":"The weather.","parameters":{},"strict":true}]"""));
        yield return Echo("tool-strict-turned", $$"""{"tools":[{{Weather}}]}""", response =>
            response["tools"] = JsonNode.Parse($"[{Weather.Replace("\"strict\":true", "\"strict\":false", StringComparison.Ordinal)}]"));
        yield return Echo("tool-invented", "{}", response => response["tools"] = JsonNode.Parse($"[{Weather}]"));
        yield return Echo("instructions-lost", """{"instructions":"Be brief."}""", response => response["instructions"] = null);
        yield return Echo(
            "instructions-changed",
            """{"instructions":"Be brief."}""",
            response => response["instructions"] = "You are a helpful assistant.");
        yield return Echo("metadata-lost", """{"metadata":{"run":"7"}}""", response => response["metadata"] = new JsonObject());
        yield return Echo(
            "metadata-changed", """{"metadata":{"run":"7"}}""", response => response["metadata"] = JsonNode.Parse("""{"run":"8"}"""));
        yield return Echo("parallel-tool-calls-turned", """{"parallel_tool_calls":false}""", _ => { });
        yield return Echo("tool-choice-lost", """{"tool_choice":"required"}""", _ => { });
        yield return Echo("temperature-lost", """{"temperature":0.2}""", _ => { });
        yield return Echo("top-p-null", """{"top_p":0.9}""", response => response["top_p"] = null, "member-type");
        yield return Echo("limit-changed", """{"max_output_tokens":100}""", response => response["max_output_tokens"] = 4096);
        yield return Echo("limit-lost", """{"max_output_tokens":100}""", _ => { });
        yield return Echo(
            "previous-response-changed", """{"previous_response_id":"resp_0"}""", response => response["previous_response_id"] = "resp_9");
        yield return Echo("format-lost", """{"text":{"format":{"type":"json_schema","name":"x","schema":{}}}}""", _ => { });
        yield return Echo("effort-lost", """{"reasoning":{"effort":"high"}}""", _ => { });
        yield return Echo("stored-although-not-to-be", """{"store":false}""", response => response["store"] = true);
        yield return Echo("truncation-lost", """{"truncation":"auto"}""", _ => { });
    }

    private static BadStream Echo(string name, string request, Action<JsonObject> change, params string[] others) =>
        new(name, EachResponse(Text, change) with { Request = Asked(request) }, "request-echo", others);

    private static string Asked(string members)
    {
        var request = JsonNode.Parse(members)!.AsObject();
        request["model"] = "gpt-x";
        return request.ToJsonString();
    }

    /// <summary>What else is wrong with a response of which this member is.</summary>
    private static string[] Others(string member) => member is "error" or "incomplete_details" ? ["outcome-fields"] : [];

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
