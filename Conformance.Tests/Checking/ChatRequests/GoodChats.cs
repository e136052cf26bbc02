using System.Text.Json.Nodes;
using Conformance.Turns;

namespace Conformance.Tests.Checking.ChatRequests;

/// <summary>Chat requests on which honest relays differ: none of them is accused.</summary>
internal static class GoodChats
{
    private static readonly TestChat Whole = TestChat.Whole;
    private static readonly TestChat Plain = TestChat.Plain;

    public static IReadOnlyDictionary<string, TestChat> All { get; } = new Dictionary<string, TestChat>(StringComparer.Ordinal)
    {
        ["whole"] = Whole,
        ["plain"] = Plain,
        ["content-as-parts"] = Whole.Messages(messages =>
        {
            foreach (var message in messages.Where(message => message!["content"] is JsonValue))
            {
                message!["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = message["content"]!.DeepClone() });
            }
        }),
        ["content-in-parts-split-as-the-input"] = Whole.Ask(asked =>
            asked["input"]![4]!["content"] = Node("""[{"type":"input_text","text":"And in "},{"type":"input_text","text":"Rome?"}]""")),
        // The joined parts hold another message's text by chance.
        ["parts-joined-to-a-later-text"] = Plain
            .Asking("input", """[{"role":"user","content":[{"type":"input_text","text":"Hello"},{"type":"input_text","text":"Hello!"}]},"""
                + """{"role":"assistant","content":"Yes?"},{"role":"user","content":"HelloHello"}]""")
            .With("messages", """[{"role":"user","content":"HelloHello!"},{"role":"assistant","content":"Yes?"},"""
                + """{"role":"user","content":"HelloHello"}]"""),
        ["parts-joined-to-another-message"] = Plain
            .Asking("input", """[{"role":"user","content":[{"type":"input_text","text":"Read "},{"type":"input_text","text":"it"}]},"""
                + """{"role":"assistant","content":"Yes?"},{"role":"user","content":"Read it"}]""")
            .With(
                "messages",
                """[{"role":"user","content":"Read it"},{"role":"assistant","content":"Yes?"},{"role":"user","content":"Read it"}]"""),
        ["developer"] = Whole.Message(0, message => message["role"] = "developer"),
        ["developer-text-as-user"] = Whole.Ask(asked => asked["input"]!.AsArray().Insert(0, Node("""{"role":"developer","content":"Answer"""
            + """ in French."}"""))).Messages(messages => messages.Insert(1, Node("""{"role":"user","content":"Answer in French."}"""))),
        ["max-completion-tokens"] = Whole.With("max_tokens", null).With("max_completion_tokens", "64"),
        ["more-members"] = Whole.With("user", "\"u\"")
            .With("metadata", """{"a":"b"}""")
            .With("store", "false")
            .With("service_tier", "\"auto\"")
            .With("prompt_cache_key", "\"k\"")
            .With("safety_identifier", "\"s\"")
                .With("reasoning_effort", "\"low\"")
                    .With("thinking", """{"type":"disabled"}""")
                    .With("chat_template_kwargs", """{"enable_thinking":false}""")
                    .With("provider", """{"order":["a"]}""")
                    .With("verbosity", "\"low\""),
        ["no-stream-options"] = Whole.With("stream_options", null),
        ["buffered"] = Whole.With("stream_options", null).With("stream", "false"),
        ["buffered-by-leaving-stream-out"] = Whole.With("stream_options", null).With("stream", null),
        ["a-stream-for-a-body"] = Plain.Asking("stream", "false"),
        ["another-model-where-models-are-mapped"] = Whole.With("model", "\"gpt-x\"") with { Relay = new RelayTraits { MapsModels = true } },
        ["no-model-at-azure"] = Whole.With("model", null) with
        {
            Path = "/openai/deployments/gpt-x/chat/completions?api-version=2024-10-21",
        },
        ["own-base-path"] = Whole with { Path = "/api/paas/v4/chat/completions" },
        ["no-version-in-the-path"] = Whole with { Path = "/chat/completions" },
        ["charset"] = Whole with { ContentType = "Application/JSON; charset=UTF-8" },
        ["own-key"] = Whole with { Authorization = "Bearer ***" },
        ["lower-case-scheme"] = Whole with { Authorization = "bearer $key" },
        ["vendor-key-header"] = Whole with { Authorization = null, MoreHeaders = [KeyValuePair.Create("api-key", "$key")] },
        ["own-vendor-key-header"] = Whole with { Authorization = null, MoreHeaders = [KeyValuePair.Create("x-api-key", "***")] },
        ["both-key-headers"] = Whole with { MoreHeaders = [KeyValuePair.Create("api-key", "***")] },
        ["instructions-merged-with-a-developer-text"] = Whole.Ask(asked => asked["input"]!.AsArray().Insert(0, Node("""{"role":"develope"""
            + """r","content":"Answer in French."}"""))).Message(0, message => message["content"] = "Be brief.\n\nAnswer in French."),
        ["developer-text-before-the-instructions-merged"] = Whole.Ask(asked => asked["input"]!.AsArray().Insert(0, Node("""{"role":"syste"""
            + """m","content":"Answer in French."}"""))).Message(0, message => message["content"] = "Answer in French.\nBe brief."),
        ["a-prompt-of-the-relay-around-the-instructions"] = Whole.Message(
            0, message => message["content"] = "You are served by a relay.\nBe brief.\nThank you."),
        ["tool-description-added"] = Whole.Tool(1, tool => tool["function"]!["description"] = "Tells the time."),
        ["tool-description-longer"] = Whole.Tool(0, tool => tool["function"]!["description"] = "Tells the weather. Answer in JSON."),
        ["strict-default-added"] = Whole.Ask(asked => asked["tools"]![1]!.AsObject().Remove("strict"))
            .Tool(1, tool => tool["function"]!["strict"] = true),
        ["strict-false-left-out"] = Whole.Tool(1, tool => tool["function"]!.AsObject().Remove("strict")),
        ["what-strict-mode-wants-added"] = Whole.Tool(1, tool =>
        {
            tool["function"]!["parameters"]!["required"] = Node("""["zone"]""");
            tool["function"]!["parameters"]!["additionalProperties"] = false;
            tool["function"]!["parameters"]!["properties"]!["zone"]!["type"] = Node("""["string","null"]""");
        }),
        ["parameters-made-up-where-there-are-none"] = Plain.Asking("tools", """[{"type":"function","name":"now"}]""")
            .With("tools", """[{"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{}}}}]"""),
        ["type-object-added"] = Plain.Asking(
            "tools", """[{"type":"function","name":"now","parameters":{"properties":{"a":{"type":"string"}}}}]""")
            .With(
                "tools",
                """[{"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{"a":{"type":"string"}}}}}]"""),
        ["members-of-a-schema-in-another-order"] = Whole.Tool(0, tool => tool["function"]!["parameters"] = Node("""{"additionalPropertie"""
            + """s":false,"required":["city"],"properties":{"city":{"enum":["Oslo","Rome"],"type":"string"}},"type":"object"}""")),
        ["tools-in-another-order"] = Whole.Edit(chat =>
        {
            var first = chat["tools"]![0]!.DeepClone();
            chat["tools"]!.AsArray().RemoveAt(0);
            chat["tools"]!.AsArray().Add(first);
        }),
        ["custom-tool-as-function"] = Plain.Asking("tools", """[{"type":"custom","name":"apply_patch","description":"Applies a patch."}]""")
            .With(
                "tools",
                """[{"type":"function","function":{"name":"apply_patch","description":"Applies a """
                    + """patch.","parameters":{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]}}}]"""),
        ["custom-tool-as-custom"] = Plain.Asking("tools", """[{"type":"custom","name":"apply_patch","description":"Applies a patch."}]""")
            .With("tools", """[{"type":"custom","custom":{"name":"apply_patch","description":"Applies a patch."}}]"""),
        ["namespace-flattened"] = Plain.Asking("tools", """[{"type":"namespace","name":"agents","tools":"""
            + """[{"type":"function","name":"spawn","parameters":{"type":"object","properties":{}}}]}]""")
            .With("tools", """[{"type":"function","function":{"name":"agents__spawn","parameters":{"type":"object","properties":{}}}}]"""),
        ["namespace-flattened-with-a-hyphen"] = Plain.Asking("tools", """[{"type":"namespace","name":"agents","tools":"""
            + """[{"type":"function","name":"spawn"}]}]""").With("tools", """[{"type":"function","function":{"name":"agents-spawn"}}]"""),
        ["dotted-name-made-legal"] = Plain.Asking("tools", """[{"type":"function","name":"files.read"}]""")
            .With("tools", """[{"type":"function","function":{"name":"files_read"}}]"""),
        ["long-name-cut"] = Plain.Asking(
            "tools", """[{"type":"function","name":"LONG"}]""".Replace("LONG", new string('a', 80), StringComparison.Ordinal)).With(
            "tools",
            """[{"type":"function","function":{"name":"CUT_4f2a9c01bd7"}}]""".Replace(
                "CUT", new string('a', 52), StringComparison.Ordinal)),
        ["hosted-tool-left-out"] = Whole.Ask(asked => asked["tools"]!.AsArray().Add(Node("""{"type":"web_search"}"""))),
        ["hosted-tool-emulated"] = Whole.Ask(asked => asked["tools"]!.AsArray().Add(Node("""{"type":"web_search"}""")))
            .Edit(chat => chat["tools"]!.AsArray().Add(Node("""{"type":"function","function":{"name":"web_search"}}"""))),
        ["hosted-tool-as-the-vendor-has-it"] = Whole.Ask(asked => asked["tools"]!.AsArray().Add(Node("""{"type":"web_search"}""")))
            .Edit(chat => chat["tools"]!.AsArray().Add(Node("""{"type":"web_search","web_search":{"enable":true}}"""))),
        ["code-interpreter-as-groq-has-it"] = Whole.Edit(chat => chat["tools"]!.AsArray().Add(Node("""{"type":"code_interpreter"}"""))),
        ["unknown-item-left-out"] = Whole.Ask(asked => asked["input"]!.AsArray().Insert(
            0, Node("""{"type":"something_new","text":"x"}"""))),
        ["hosted-item-left-out"] = Whole.Ask(asked => asked["input"]!.AsArray().Insert(
            0, Node("""{"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"x"}}"""))),
        ["reasoning-left-out"] = Whole.Ask(asked => asked["input"]!.AsArray().Insert(
            1, Node("""{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Think."}]}"""))),
        ["reasoning-handed-back"] = Whole.Ask(asked => asked["input"]!.AsArray().Insert(1, Node("""{"type":"reasoning","id":"rs_1","summa"""
            + """ry":[{"type":"summary_text","text":"Think."}]}"""))).Message(2, message => message["reasoning_content"] = "Think."),
        ["text-and-call-in-one-message"] = Plain.Ask(asked => asked["input"] = Node(
            """[{"role":"user","content":"Go"},{"role":"assistant","content":"I look."},{"type":"function_call","call_"""
                + """id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"ok"}]"""))
            .With("messages", """[{"role":"user","content":"Go"},{"role":"assistant","content":"I look.","tool_calls":[{"id":"c","typ"""
                + """e":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"ok"}]"""),
        ["calls-grouped"] = Plain.Ask(asked => asked["input"] = TwoCalls())
            .With(
                "messages",
                """[{"role":"user","content":"Go"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":"""
                    + """{"name":"f","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]},"""
                        + """{"role":"tool","tool_call_id":"b","content":"two"},{"role":"tool","tool_call_id":"a","content":"one"}]"""),
        ["calls-one-after-the-other"] = Plain.Ask(asked => asked["input"] = TwoCalls())
            .With(
                "messages",
                """[{"role":"user","content":"Go"},{"role":"assistant","content":"","tool_calls":[{"id":"a","type":"function","function":"""
                    + """{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":"one"},"""
                        + """{"role":"assistant","content":null,"tool_calls":[{"id":"b","type":"function","function":"""
                            + """{"name":"g","arguments":"{}"}}]},{"role":"tool","tool_call_id":"b","content":"two"}]"""),
        ["ids-of-the-relay's-own"] = Whole.Message(2, message => message["tool_calls"]![0]!["id"] = "abc123def")
            .Message(3, message => message["tool_call_id"] = "abc123def"),
        ["call-id-used-again-in-a-later-turn"] = Plain.Ask(asked => asked["input"] = Node(
            """[{"role":"user","content":"Go"},{"type":"function_call","call_id":"f:0","name":"f","arguments":"{}"},"""
                + """{"type":"function_call_output","call_id":"f:0","output":"one"},{"type":"function_call","call_id":"f:"""
                    + """0","name":"f","arguments":"{\"a\":1}"},{"type":"function_call_output","call_id":"f:0","output":"two"}]"""))
            .With(
                "messages",
                """[{"role":"user","content":"Go"},{"role":"assistant","tool_calls":[{"id":"f:0","type":"function","function":"""
                    + """{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"f:0","content":"one"},"""
                        + """{"role":"assistant","tool_calls":[{"id":"f:0","type":"function","function":"""
                            + """{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"f:0","content":"two"}]"""),
        ["orphan-output-as-text"] = Plain.Ask(asked => asked["input"] = Node(
            """[{"role":"user","content":"Go on"},{"type":"function_call_output","call_id":"call_9","output":"11 degrees"}]"""))
            .With("messages", """[{"role":"user","content":"Go on"},{"role":"user","content":"Output of call_9: 11 degrees"}]"""),
        ["orphan-output-left-out"] = Plain.Ask(asked => asked["input"] = Node("""[{"role":"user","content":"Go on"},{"type":"function_"""
            + """call_output","call_id":"call_9","output":"11 degrees"}]""")).With("messages", """[{"role":"user","content":"Go on"}]"""),
        ["orphan-call-answered-by-the-relay"] = Plain.Ask(asked => asked["input"] = OrphanCall()).With(
            "messages",
            """[{"role":"user","content":"Go"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","argu"""
                + """ments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":"No output."},{"role":"user","content":"Never mind"}]"""),
        ["orphan-call-left-out"] = Plain.Ask(asked => asked["input"] = OrphanCall())
            .With("messages", """[{"role":"user","content":"Go"},{"role":"user","content":"Never mind"}]"""),
        ["neighbouring-user-messages-merged"] = Plain.Ask(asked => asked["input"] = OrphanCall())
            .With("messages", """[{"role":"user","content":"Go\n\nNever mind"}]"""),
        ["output-told-twice-sent-once"] = Whole.Ask(asked => asked["input"]!.AsArray().Insert(3, asked["input"]![2]!.DeepClone())),
        ["output-wrapped-in-json"] = Whole.Message(3, message => message["content"] = """{"content":"11 degrees"}"""),
        ["arguments-spelled-otherwise"] = Whole.Message(
            2, message => message["tool_calls"]![0]!["function"]!["arguments"] = """{ "city" : "Oslo" }"""),
        ["arguments-that-are-no-json-mended"] = Whole.Ask(asked => asked["input"]![1]!["arguments"] = "{\"city\":")
            .Message(2, message => message["tool_calls"]![0]!["function"]!["arguments"] = "{}"),
        ["custom-call-as-function"] = Plain.Ask(asked => asked["input"] = Node(
            """[{"role":"user","content":"Mend"},{"type":"custom_tool_call","call_id":"a","name":"apply_patch","input":"*** """
                + """\"x\""},{"type":"custom_tool_call_output","call_id":"a","output":"done"}]"""))
            .With(
                "messages",
                """[{"role":"user","content":"Mend"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":"""
                    + """{"name":"apply_patch","arguments":"{\"input\":\"*** """
                        + """\\\"x\\\"\"}"}}]},{"role":"tool","tool_call_id":"a","content":"done"}]"""),
        ["history-of-a-stored-conversation"] = Plain.Asking("previous_response_id", "\"resp_1\"").With(
            "messages",
            """[{"role":"user","content":"Say hello"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Say hello"}]"""),
        ["instructions-of-the-turn-only"] = (Whole with
        {
            EarlierInstructions = "Answer in Latin.",
        }).Asking("previous_response_id", "\"resp_1\""),
        ["old-messages-left-out-where-truncation-is-auto"] = Whole.Asking("truncation", "\"auto\"").Messages(messages =>
        {
            for (var count = 0; count < 4; count++)
            {
                messages.RemoveAt(1);
            }
        }),
        ["image"] = Plain.Ask(asked => asked["input"] = Node("""[{"role":"user","content":[{"type":"input_text","text":"Look"},"""
            + """{"type":"input_image","image_url":"https://x/y.png"}]}]""")).With(
            "messages",
            """[{"role":"user","content":[{"type":"text","text":"Look"},{"type":"image_url","image_url":{"url":"data:image/png;base64,"""
                + """AAAA"}}]}]"""),
        ["vendor-parts"] = Plain.With("messages", """[{"role":"user","content":[{"type":"text","text":"Say """
            + """hello","cache_control":{"type":"ephemeral"}},{"type":"video_url","video_url":{"url":"x"}}]}]"""),
        ["refusal-as-refusal"] = Plain.Ask(asked => asked["input"] = Refusal()).With(
            "messages",
            """[{"role":"user","content":"Do it"},{"role":"assistant","refusal":"I cannot."},{"role":"user","content":"Then not"}]"""),
        ["refusal-as-text"] = Plain.Ask(asked => asked["input"] = Refusal()).With(
            "messages",
            """[{"role":"user","content":"Do it"},{"role":"assistant","content":"I cannot."},{"role":"user","content":"Then not"}]"""),
        ["empty-text-of-the-client's-own"] = Plain.Asking("input", "\"\"").With("messages", """[{"role":"user","content":""}]"""),
        ["lone-surrogate-free-escapes"] = Plain.Asking("input", "\"caf\\u00e9 \\ud83d\\ude00\"")
            .With("messages", "[{\"role\":\"user\",\"content\":\"caf\\u00e9 \\ud83d\\ude00\"}]"),
        ["honest-defaults"] = Plain.With("temperature", "1")
            .With("top_p", "1.0")
            .With("presence_penalty", "0")
            .With("frequency_penalty", "0.0")
            .With("n", "1")
            .With("stop", "null")
            .With("logprobs", "false")
            .With("seed", "null"),
        ["numbers-spelled-otherwise"] = Whole.With("temperature", "0.20").With("max_tokens", "64.0"),
        ["effort-under-a-vendors-name"] = Plain.Asking("reasoning", """{"effort":"low"}""").With("enable_thinking", "true"),
        ["output-that-is-json-spelled-otherwise"] = Whole.Ask(asked => asked["input"]![2]!["output"] = """{"degrees":11}""")
            .Message(3, message => message["content"] = """{ "degrees": 11 }"""),
        ["stop-in-a-list"] = Plain.Asking("stop", "\"END\"").With("stop", """["END"]"""),
        ["n-asked-for"] = Plain.Asking("n", "2").With("n", "2"),
        ["logprobs-asked-for"] = Plain.Asking("include", """["message.output_text.logprobs"]""")
            .Asking("top_logprobs", "2")
            .With("logprobs", "true")
            .With("top_logprobs", "2"),
        ["choice-any"] = Whole.With("tool_choice", "\"any\""),
        ["choice-auto-left-out"] = Whole.Asking("tool_choice", "\"auto\"").With("tool_choice", null),
        ["choice-auto-added"] = Whole.Asking("tool_choice", null).With("tool_choice", "\"auto\""),
        ["choice-none-and-no-tools"] = Whole.Asking("tool_choice", "\"none\"")
            .With("tool_choice", null)
            .With("tools", null)
            .With("parallel_tool_calls", null),
        ["choice-of-the-only-tool-as-required"] = Plain.Asking("tools", """[{"type":"function","name":"now"}]""")
            .Asking("tool_choice", """{"type":"function","name":"now"}""")
            .With("tools", """[{"type":"function","function":{"name":"now"}}]""")
            .With("tool_choice", "\"required\""),
        ["choice-of-allowed-tools-by-filtering"] = Whole.Asking("tool_choice", """{"type":"allowed_tools","mode":"required","tools":"""
            + """[{"type":"function","name":"get_time"}]}""").Edit(chat => chat["tools"]!.AsArray().RemoveAt(0)),
        ["choice-of-allowed-tools-as-chat-has-it"] = Whole.Asking(
            "tool_choice", """{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"get_time"}]}""").With(
            "tool_choice",
            """{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"get_time"}}]}}"""),
        ["parallel-true-added"] = Whole.Asking("parallel_tool_calls", null).With("parallel_tool_calls", "true"),
        ["parallel-true-left-out"] = Whole.Asking("parallel_tool_calls", "true").With("parallel_tool_calls", null),
        ["choice-and-parallel-left-out-without-tools"] = Plain.Asking("tools", "[]")
            .Asking("tool_choice", "\"auto\"")
            .Asking("parallel_tool_calls", "false"),
        ["format-text"] = Plain.Asking("text", """{"format":{"type":"text"},"verbosity":"low"}"""),
        ["format-text-said"] = Plain.With("response_format", """{"type":"text"}"""),
        ["schema-told-in-a-message"] = Whole.With("response_format", """{"type":"json_object"}""")
            .Message(0, message => message["content"] = "Be brief. Answer in JSON with {\"text\": string}."),
        ["schema-as-a-vendor-has-it"] = Whole.With("response_format", null).With("guided_json", """{"type":"object"}"""),
        ["less-after-a-refusal"] = Whole with { StatusBefore = 400 },
    };

    private static JsonNode TwoCalls() =>
        Node("""[{"role":"user","content":"Go"},{"type":"function_call","call_id":"a","name":"f","arguments":"{}"},"""
            + """{"type":"function_call","call_id":"b","name":"g","arguments":"{}"},{"type":"function_call_output","call_"""
                + """id":"a","output":"one"},{"type":"function_call_output","call_id":"b","output":"two"}]""");

    private static JsonNode OrphanCall() => Node("""[{"role":"user","content":"Go"},"""
        + """{"type":"function_call","call_id":"a","name":"f","arguments":"{}"},{"role":"user","content":"Never mind"}]""");

    private static JsonNode Refusal() => Node("""[{"role":"user","content":"Do it"},{"type":"message","role":"assistant","content":"""
        + """[{"type":"refusal","refusal":"I cannot."}]},{"role":"user","content":"Then not"}]""");

    private static JsonNode Node(string json) => JsonNode.Parse(json)!;
}
