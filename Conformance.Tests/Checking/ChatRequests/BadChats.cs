using System.Text;
using System.Text.Json.Nodes;
using Conformance.Results;
using Conformance.Turns;
using MockUpstream.Contract;

namespace Conformance.Tests.Checking.ChatRequests;

/// <summary>A chat request with one thing wrong.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Chat">The pair of requests.</param>
/// <param name="Check">The check that must say so.</param>
/// <param name="Member">The member it must name.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Others">Other checks that have something to say about the same fault.</param>
internal sealed record BadChat(
    string Name, TestChat Chat, string Check, string Member, Severity Severity = Severity.Error, params string[] Others)
{
    public override string ToString() => Name;
}

/// <summary>Good pairs spoilt in one place each.</summary>
internal static class BadChats
{
    private static readonly TestChat Whole = TestChat.Whole;
    private static readonly TestChat Plain = TestChat.Plain;

    public static IEnumerable<BadChat> All() => [
        .. Envelope(),
        .. Members(),
        .. Messages(),
        .. Pairs(),
        .. Systems(),
        .. Input(),
        .. Sampling(),
        .. Tools(),
        .. Choices(),
        .. Formats(),
    ];

    private static IEnumerable<BadChat> Envelope() =>
    [
        new("version-twice", Whole with { Path = "/v1/v1/chat/completions" }, "chat-path", "path"),
        new("empty-segment", Whole with { Path = "/v1//chat/completions" }, "chat-path", "path"),
        new("chat-twice", Whole with { Path = "/v1/chat/completions/chat/completions" }, "chat-path", "path"),
        new("another-endpoint-too", Whole with { Strays = [Stray("POST", "/v1/responses")] }, "chat-path", "path", Severity.Warning),
        new("form-encoded", Whole with { ContentType = "application/x-www-form-urlencoded" }, "chat-content-type", "headers.content-type"),
        new("plain-text", Whole with { ContentType = "text/plain; charset=utf-8" }, "chat-content-type", "headers.content-type"),
        new("no-content-type", Whole with { ContentType = null }, "chat-content-type", "headers.content-type"),
        new("content-type-twice", Whole with
        {
            MoreHeaders = [KeyValuePair.Create("content-type", "application/json")],
        }, "chat-content-type", "headers.content-type"),
        new("latin-charset", Whole with
        {
            ContentType = "application/json; charset=iso-8859-1",
        }, "chat-content-type", "headers.content-type"),
        new("scheme-missing", Whole with { Authorization = "$key" }, "chat-authorization", "headers.authorization"),
        new("own-key-without-scheme", Whole with { Authorization = "***" }, "chat-authorization", "headers.authorization"),
        new("scheme-twice", Whole with { Authorization = "Bearer Bearer $key" }, "chat-authorization", "headers.authorization"),
        new("key-twice", Whole with { Authorization = "Bearer $key $key" }, "chat-authorization", "headers.authorization"),
        new("key-missing", Whole with { Authorization = "Bearer" }, "chat-authorization", "headers.authorization"),
        new("key-undefined", Whole with { Authorization = "Bearer undefined" }, "chat-authorization", "headers.authorization"),
        new("key-null", Whole with { Authorization = "Bearer null" }, "chat-authorization", "headers.authorization"),
        new("key-in-quotes", Whole with { Authorization = "Bearer \"$key\"" }, "chat-authorization", "headers.authorization"),
        new("key-cut", Whole with { Authorization = "Bearer $part" }, "chat-authorization", "headers.authorization"),
        new("another-scheme", Whole with { Authorization = "Basic ***" }, "chat-authorization", "headers.authorization", Severity.Warning),
        new("empty-authorization", Whole with { Authorization = "" }, "chat-authorization", "headers.authorization"),
        new("two-authorizations", Whole with
        {
            MoreHeaders = [KeyValuePair.Create("authorization", "Bearer $key")],
        }, "chat-authorization", "headers.authorization"),
        new("scheme-in-a-key-header", Whole with
        {
            Authorization = null,
            MoreHeaders = [KeyValuePair.Create("api-key", "Bearer $key")],
        }, "chat-authorization", "headers.api-key"),
        new("no-key-at-all", Whole with { Authorization = null }, "chat-authorization", "headers.authorization", Severity.Warning),
        new("no-key-of-the-bundled-relay", Whole with
        {
            Authorization = null,
            Relay = RelayTraits.Bundled,
        }, "chat-authorization", "headers.authorization"),
        new("body-cut-off", Whole with { Body = Encoding.UTF8.GetBytes("""{"model":"m","messages":[""") }, "chat-json", "body"),
        new("body-empty", Whole with { Body = [] }, "chat-json", "body"),
        new("body-not-utf8", Whole with
        {
            Body = [.. Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"role":"user","content":"""), 0xC3, 0x28],
        }, "chat-json", "body"),
        new("body-a-list", Whole with { Body = Encoding.UTF8.GetBytes("[]") }, "chat-json", "body"),
        new("body-twice", Whole with { Body = Encoding.UTF8.GetBytes("{}{}") }, "chat-json", "body"),
        new("body-with-a-comma-too-many", Whole with { Body = Encoding.UTF8.GetBytes("""{"model":"m",}""") }, "chat-json", "body"),
        new("member-twice", Whole with
        {
            Body = Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"role":"user","content":"a"}],"temperature":1,"temperature":0}"""),
        }, "chat-json", "body"),
        new("member-twice-inside", Whole with
        {
            Body = Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"role":"user","role":"user","content":"a"}]}"""),
        }, "chat-json", "body"),
    ];

    private static IEnumerable<BadChat> Members() =>
    [
        .. new[]
        {
            "input",
            "instructions",
            "max_output_tokens",
            "text",
            "previous_response_id",
            "conversation",
            "include",
            "truncation",
            "background",
            "max_tool_calls",
            "prompt",
            "context_management",
            "client_metadata",
        }
            .Select(name => new BadChat("member-" + name, Whole.With(name, "null"), "chat-members", name)),
        new("member-input-with-items", Whole.With("input", """[{"role":"user","content":"Hi"}]"""), "chat-members", "input"),
        new("member-reasoning", Whole.With("reasoning", """{"effort":"low","summary":"auto"}"""), "chat-members", "reasoning"),
        new("member-reasoning-null", Whole.With("reasoning", "null"), "chat-members", "reasoning"),
        new(
            "member-reasoning-as-openrouter-has-it",
            Whole.With("reasoning", """{"effort":"low"}"""),
            "chat-members",
            "reasoning",
            Severity.Warning),
        new("no-model", Whole.With("model", null), "chat-model", "model"),
        new("empty-model", Whole.With("model", "\"\""), "chat-model", "model"),
        new("model-is-null", Whole.With("model", "null"), "chat-model", "model"),
        new("another-model", Whole.With("model", "\"gpt-x\""), "chat-model", "model", Severity.Warning),
        new("stream-is-text", Plain.With("stream", "\"true\""), "chat-stream", "stream"),
        new(
            "stream-options-without-a-stream",
            Plain.With("stream", "false").With("stream_options", """{"include_usage":true}"""),
            "chat-stream",
            "stream_options"),
        new(
            "stream-options-and-no-stream",
            Plain.With("stream", null).With("stream_options", """{"include_usage":true}"""),
            "chat-stream",
            "stream_options"),
        new("stream-options-are-true", Plain.With("stream_options", "true"), "chat-stream", "stream_options"),
    ];

    private static IEnumerable<BadChat> Messages() =>
    [
        new("no-messages", Plain.With("messages", null), "chat-message-form", "messages", Others: ["chat-input-lost"]),
        new("messages-empty", Plain.With("messages", "[]"), "chat-message-form", "messages", Others: ["chat-input-lost"]),
        new("messages-are-text", Plain.With("messages", "\"Say hello\""), "chat-message-form", "messages", Others: ["chat-input-lost"]),
        new("message-is-text", Plain.Messages(messages => messages.Add("Hi")), "chat-message-form", "messages[1]"),
        new(
            "message-without-role",
            Whole.Messages(messages => messages.Add(Node("""{"content":"x"}"""))),
            "chat-message-form",
            "messages[6].role"),
        new(
            "message-of-unknown-role",
            Whole.Messages(messages => messages.Add(Node("""{"role":"critic","content":"x"}"""))),
            "chat-message-form",
            "messages[6].role"),
        new("message-item", Whole.Message(4, message => message["type"] = "message"), "chat-message-form", "messages[4].type"),
        new("call-item", Whole.Messages(messages => messages.Add(Node("""{"type":"function_call","call_id":"call_2","name":"get_"""
            + """time","arguments":"{}"}"""))), "chat-message-form", "messages[6].role"),
        new("output-item", Whole.Messages(messages => messages.Add(Node("""{"role":"user","type":"function_call_output","call_id":"call_"""
            + """1","output":"x"}"""))), "chat-message-form", "messages[6].type"),
        new(
            "reasoning-item",
            Whole.Messages(messages => messages.Insert(4, Node("""{"role":"assistant","type":"reasoning","summary":[],"content":"x"}"""))),
            "chat-message-form",
            "messages[4].type"),
        new(
            "encrypted-content",
            Whole.Message(4, message => message["encrypted_content"] = "AAAA"),
            "chat-message-form",
            "messages[4].encrypted_content"),
        new(
            "content-is-an-object",
            Whole.Messages(messages => messages.Add(Node("""{"role":"user","content":{"type":"text","text":"x"}}"""))),
            "chat-message-form",
            "messages[6].content"),
        new(
            "content-is-a-number",
            Whole.Messages(messages => messages.Add(Node("""{"role":"user","content":7}"""))),
            "chat-message-form",
            "messages[6].content"),
        new(
            "user-without-content",
            Whole.Messages(messages => messages.Add(Node("""{"role":"user","content":null}"""))),
            "chat-message-form",
            "messages[6].content"),
        new(
            "assistant-with-nothing",
            Whole.Messages(messages => messages.Add(Node("""{"role":"assistant"}"""))),
            "chat-message-form",
            "messages[6].content"),
        new(
            "assistant-with-reasoning-alone",
            Whole.Messages(messages => messages.Add(Node("""{"role":"assistant","reasoning_content":"Hm."}"""))),
            "chat-message-form",
            "messages[6].content",
            Severity.Warning),
        new(
            "tool-without-content",
            Whole.Message(3, message => message.Remove("content")),
            "chat-message-form",
            "messages[3].content",
            Others: ["chat-input-lost"]),
        new(
            "empty-user-message",
            Whole.Messages(messages => messages.Insert(1, Node("""{"role":"user","content":""}"""))),
            "chat-message-form",
            "messages[1].content"),
        new(
            "user-message-without-parts",
            Whole.Messages(messages => messages.Insert(1, Node("""{"role":"user","content":[]}"""))),
            "chat-message-form",
            "messages[1].content"),
        new(
            "tool-without-call-id",
            Whole.Message(3, message => message.Remove("tool_call_id")),
            "chat-message-form",
            "messages[3].tool_call_id",
            Others: ["chat-tool-pairs"]),
        new(
            "call-without-id",
            Whole.Message(2, message => message["tool_calls"]![0]!["id"] = ""),
            "chat-message-form",
            "messages[2].tool_calls[0].id",
            Others: ["chat-tool-pairs"]),
        new(
            "call-with-call-id",
            Whole.Message(2, message => Rename(message["tool_calls"]![0]!, "id", "call_id")),
            "chat-message-form",
            "messages[2].tool_calls[0].id",
            Others: ["chat-tool-pairs"]),
        new(
            "call-without-type",
            Whole.Message(2, message => message["tool_calls"]![0]!.AsObject().Remove("type")),
            "chat-message-form",
            "messages[2].tool_calls[0].type"),
        new(
            "call-of-a-local-shell",
            Whole.Message(2, message => message["tool_calls"]![0]!["type"] = "local_shell_call"),
            "chat-message-form",
            "messages[2].tool_calls[0].type"),
        new(
            "call-flat",
            Whole.Message(2, message => message["tool_calls"]![0] = Node(
                """{"id":"call_1","type":"function","name":"get_weather","arguments":"{\"city\":\"Oslo\"}"}""")),
            "chat-message-form",
            "messages[2].tool_calls[0].function.name",
            Others: ["chat-input-lost"]),
        new(
            "arguments-are-an-object",
            Whole.Message(2, message => message["tool_calls"]![0]!["function"]!["arguments"] = Node("""{"city":"Oslo"}""")),
            "chat-message-form",
            "messages[2].tool_calls[0].function.arguments"),
        new(
            "calls-empty",
            Whole.Message(4, message => message["tool_calls"] = new JsonArray()),
            "chat-message-form",
            "messages[4].tool_calls"),
        new(
            "calls-of-the-user",
            Whole.Message(5, message =>
                message["tool_calls"] = Node("""[{"id":"call_9","type":"function","function":{"name":"get_time","arguments":"{}"}}]""")),
            "chat-message-form",
            "messages[5].tool_calls",
            Others: ["chat-tool-pairs"]),
        .. new[] { "input_text", "output_text", "summary_text", "reasoning_text" }.Select(type => new BadChat(
            "part-" + type,
            Whole.Message(5, message => message["content"] = Node($$"""[{"type":"{{type}}","text":"And in Rome?"}]""")),
            "chat-part-type",
            "messages[5].content[0].type")),
        .. new[] { "input_image", "input_file", "computer_screenshot", "encrypted_content" }.Select(type => new BadChat(
            "part-" + type,
            Whole.Message(5, message => message["content"] = Node($$"""[{"type":"text","text":"And in Rome?"},{"type":"{{type}}"}]""")),
            "chat-part-type",
            "messages[5].content[1].type")),
        new(
            "part-without-type",
            Whole.Message(5, message => message["content"] = Node("""[{"text":"And in Rome?"}]""")),
            "chat-part-type",
            "messages[5].content[0].type"),
        new(
            "text-part-without-text",
            Whole.Message(5, message => message["content"] = Node("""[{"type":"text","text":"And in Rome?"},{"type":"text"}]""")),
            "chat-part-type",
            "messages[5].content[1].text"),
        new("image-without-address", Whole.Message(5, message => message["content"] = Node("""[{"type":"text","text":"And in """
            + """Rome?"},{"type":"image_url","image_url":{}}]""")), "chat-part-type", "messages[5].content[1].image_url.url"),
        new("image-as-text", Whole.Message(5, message => message["content"] = Node("""[{"type":"text","text":"And in Rome?"},"""
            + """{"type":"image_url","image_url":"data:x"}]""")), "chat-part-type", "messages[5].content[1].image_url", Severity.Warning),
    ];

    private static IEnumerable<BadChat> Pairs() =>
    [
        new(
            "call-unanswered",
            Whole.Messages(messages => messages.RemoveAt(3)),
            "chat-tool-pairs",
            "messages[2].tool_calls[0]",
            Others: ["chat-input-lost"]),
        new(
            "call-unanswered-at-the-end",
            Whole.Messages(messages => messages.Add(Node("""{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"call_7","type":"function","function":{"name":"get_time","arguments":"{}"}}]}"""))),
            "chat-tool-pairs",
            "messages[6].tool_calls[0]"),
        new(
            "output-without-call",
            Whole.Messages(messages => messages.RemoveAt(2)),
            "chat-tool-pairs",
            "messages[2].tool_call_id",
            Others: ["chat-input-lost"]),
        new(
            "output-of-another-call",
            Whole.Message(3, message => message["tool_call_id"] = "call_x"),
            "chat-tool-pairs",
            "messages[3].tool_call_id"),
        new("output-before-its-call", Whole.Messages(messages => Move(messages, 3, 2)), "chat-tool-pairs", "messages[2].tool_call_id"),
        new("message-between", Whole.Messages(messages => Move(messages, 4, 3)), "chat-tool-pairs", "messages[2].tool_calls[0]"),
        new(
            "answered-twice",
            Whole.Messages(messages => messages.Insert(4, Node("""{"role":"tool","tool_call_id":"call_1","content":"again"}"""))),
            "chat-tool-pairs",
            "messages[4].tool_call_id"),
        new(
            "calls-with-the-same-id",
            Whole.Message(2, message => message["tool_calls"]!.AsArray().Add(message["tool_calls"]![0]!.DeepClone())),
            "chat-tool-pairs",
            "messages[2].tool_calls[1].id"),
        new(
            "calls-in-messages-of-their-own",
            Whole.Messages(messages => messages.Insert(3, Node("""{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"call_7","type":"function","function":{"name":"get_time","arguments":"{}"}}]}"""))),
            "chat-tool-pairs",
            "messages[2].tool_calls[0]"),
        new(
            "call-that-the-client-left-unanswered",
            Whole.Ask(asked => asked["input"]!.AsArray().RemoveAt(2)).Messages(messages => messages.RemoveAt(3)),
            "chat-tool-pairs",
            "messages[2].tool_calls[0]",
            Severity.Warning),
        new(
            "output-that-the-client-left-alone",
            Whole.Ask(asked => asked["input"]!.AsArray().RemoveAt(1)).Messages(messages => messages.RemoveAt(2)),
            "chat-tool-pairs",
            "messages[2].tool_call_id",
            Severity.Warning),
    ];

    private static IEnumerable<BadChat> Systems() =>
    [
        new(
            "instructions-twice",
            Whole.Messages(messages => messages.Insert(0, Node("""{"role":"developer","content":"Be brief."}"""))),
            "chat-system",
            "messages[1]"),
        new("second-prompt-made-up", Whole.With("response_format", null).Ask(asked => asked.Remove("text")).Messages(messages =>
            messages.Insert(0, Node("""{"role":"system","content":"You are a helpful assistant."}"""))), "chat-system", "messages[0]"),
        new(
            "prompt-made-up",
            Plain.Messages(messages => messages.Insert(0, Node("""{"role":"system","content":"You are a helpful assistant."}"""))),
            "chat-system",
            "messages[0]",
            Severity.Warning),
        new("instructions-behind-the-question", Whole.Messages(messages => Move(messages, 0, 1)), "chat-system", "messages[1]"),
        new("instructions-last", Whole.Messages(messages => Move(messages, 0, 5)), "chat-system", "messages[5]"),
        new("two-system-messages", Whole.Ask(asked => asked["input"]!.AsArray().Insert(
            0, Node("""{"role":"developer","content":"Answer in French."}""")))
            .Messages(messages => messages.Insert(
                1, Node("""{"role":"system","content":"Answer in French."}"""))), "chat-system", "messages[1]", Severity.Profile),
        new("system-message-in-the-middle", Plain.Ask(asked =>
            asked["input"] = Node("""[{"role":"user","content":"Say hello"},{"role":"system","content":"In French."}]"""))
            .Messages(messages =>
                messages.Add(Node("""{"role":"system","content":"In French."}"""))), "chat-system", "messages[1]", Severity.Profile),
        new("instructions-of-an-earlier-turn", (Plain with { EarlierInstructions = "Answer in Latin." })
            .Asking("previous_response_id", "\"resp_1\"")
            .Messages(messages => messages.Insert(
                0, Node("""{"role":"system","content":"Answer in Latin."}"""))), "chat-system", "messages[0]"),
        new("instructions-of-both-turns", (Whole with { EarlierInstructions = "Answer in Latin." }).Asking(
            "previous_response_id",
            "\"resp_1\"").Message(0, message => message["content"] = "Answer in Latin.\n\nBe brief."), "chat-system", "messages[0]"),
    ];

    private static IEnumerable<BadChat> Input() =>
    [
        new("question-lost", Whole.Messages(messages => messages.RemoveAt(5)), "chat-input-lost", "messages"),
        new("question-cut", Whole.Message(5, message => message["content"] = "And in"), "chat-input-lost", "messages"),
        new("one-of-two-equal-questions-lost", Plain.Ask(asked => asked["input"] = Node(
            """[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Hi"}]""")).With(
            "messages", """[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]"""), "chat-input-lost", "messages"),
        new("question-that-is-a-part-of-another-lost", Plain.Ask(asked =>
            asked["input"] = Node("""[{"role":"user","content":"Hi there"},{"role":"user","content":"Hi"}]""")).With(
            "messages", """[{"role":"user","content":"Hi there"}]"""), "chat-input-lost", "messages"),
        new("answer-lost", Whole.Messages(messages => messages.RemoveAt(4)), "chat-input-lost", "messages"),
        new("instructions-lost", Whole.Messages(messages => messages.RemoveAt(0)), "chat-input-lost", "messages"),
        new("output-lost", Whole.Message(3, message => message["content"] = ""), "chat-input-lost", "messages"),
        new("output-in-parts-lost", Whole.Ask(asked => asked["input"]![2]!["output"] = Node("""[{"type":"input_text","text":"11"},{"typ"""
            + """e":"input_text","text":"degrees"}]""")).Message(3, message => message["content"] = "11"), "chat-input-lost", "messages"),
        new(
            "developer-text-lost",
            Whole.Ask(asked => asked["input"]!.AsArray().Insert(0, Node("""{"role":"developer","content":"Answer in French."}"""))),
            "chat-input-lost",
            "messages"),
        new("new-question-of-a-stored-conversation-lost", Plain.Asking("previous_response_id", "\"resp_1\"").With(
            "messages", """[{"role":"user","content":"Before"},{"role":"assistant","content":"Then"}]"""), "chat-input-lost", "messages"),
        new(
            "last-question-lost-though-truncation-is-auto",
            Whole.Asking("truncation", "\"auto\"").Messages(messages => messages.RemoveAt(5)),
            "chat-input-lost",
            "messages"),
        new("question-twice", Whole.Messages(messages => messages.Add(messages[5]!.DeepClone())), "chat-input-lost", "messages[6]"),
        new("answer-twice", Whole.Messages(messages => messages.Insert(4, messages[4]!.DeepClone())), "chat-input-lost", "messages[5]"),
        new("order-turned-round", Whole.Messages(messages => Move(messages, 5, 1)), "chat-input-lost", "messages[1]"),
        new(
            "call-lost-with-its-output-kept-elsewhere",
            Whole.Messages(messages => { messages.RemoveAt(2); messages[2] = Node("""{"role":"user","content":"11 degrees"}"""); }),
            "chat-input-lost",
            "messages",
            Others: ["chat-role"]),
        new(
            "call-with-other-arguments",
            Whole.Message(2, message => message["tool_calls"]![0]!["function"]!["arguments"] = "{}"),
            "chat-input-lost",
            "messages[2].tool_calls[0]"),
        new(
            "call-of-another-tool",
            Whole.Message(2, message => message["tool_calls"]![0]!["function"]!["name"] = "get_time"),
            "chat-input-lost",
            "messages[2].tool_calls[0]"),
        new("image-lost", Plain.Ask(asked => asked["input"] = Node("""[{"role":"user","content":[{"type":"input_text","text":"Say """
            + """hello"},{"type":"input_image","image_url":"data:image/png;base64,AAAA"}]}]""")), "chat-input-lost", "messages"),
        new("user-as-system", Whole.Message(5, message => message["role"] = "system"), "chat-role", "messages[5].role"),
        new("user-as-assistant", Whole.Message(5, message => message["role"] = "assistant"), "chat-role", "messages[5].role"),
        new("assistant-as-user", Whole.Message(4, message => message["role"] = "user"), "chat-role", "messages[4].role"),
        new("instructions-as-assistant", Whole.Message(0, message => message["role"] = "assistant"), "chat-role", "messages[0].role"),
        new(
            "instructions-as-user",
            Whole.Message(0, message => message["role"] = "user"),
            "chat-role",
            "messages[0].role",
            Severity.Warning),
    ];

    private static IEnumerable<BadChat> Sampling() =>
    [
        .. new[] { "temperature", "top_p" }.Select(name => new BadChat("lost-" + name, Whole.With(name, null), "chat-sampling-lost", name)),
        .. new[]
        {
            "temperature",
            "top_p",
        }.Select(name => new BadChat("changed-" + name, Whole.With(name, "0.5"), "chat-sampling-lost", name)),
        .. new[]
        {
            "presence_penalty",
            "frequency_penalty",
        }.Select(name => new BadChat("lost-" + name, Plain.Asking(name, "0.5"), "chat-sampling-lost", name)),
        .. new[]
        {
            "presence_penalty",
            "frequency_penalty",
        }.Select(name => new BadChat("changed-" + name, Plain.Asking(name, "0.5").With(name, "-0.5"), "chat-sampling-lost", name)),
        .. new[]
        {
            "seed",
            "top_k",
            "min_p",
        }.Select(name => new BadChat("lost-" + name, Plain.Asking(name, "7"), "chat-sampling-lost", name, Severity.Warning)),
        .. new[]
        {
            "seed",
            "top_k",
            "min_p",
        }.Select(name => new BadChat("changed-" + name, Plain.Asking(name, "7").With(name, "8"), "chat-sampling-lost", name)),
        new("lost-stop", Plain.Asking("stop", "\"END\""), "chat-sampling-lost", "stop", Severity.Warning),
        new("changed-stop", Plain.Asking("stop", """["END","STOP"]""").With("stop", """["END"]"""), "chat-sampling-lost", "stop"),
        new("lost-top-logprobs", Plain.Asking("top_logprobs", "2"), "chat-sampling-lost", "top_logprobs"),
        new("lost-effort", Plain.Asking("reasoning", """{"effort":"low"}"""), "chat-sampling-lost", "reasoning_effort", Severity.Warning),
        new("temperature-as-text", Whole.With("temperature", "\"0.2\""), "chat-sampling-lost", "temperature"),
        new("temperature-null", Whole.With("temperature", "null"), "chat-sampling-lost", "temperature"),
        new("lost-limit", Whole.With("max_tokens", null), "chat-sampling-lost", "max_tokens"),
        new("changed-limit", Whole.With("max_tokens", "65"), "chat-sampling-lost", "max_tokens"),
        new(
            "changed-limit-of-the-other-spelling",
            Whole.With("max_tokens", null).With("max_completion_tokens", "4096"),
            "chat-sampling-lost",
            "max_completion_tokens"),
        new("both-limits", Whole.With("max_completion_tokens", "64"), "chat-sampling-lost", "max_tokens"),
        .. new[]
        {
            ("temperature", "0.7"),
            ("temperature", "0"),
            ("top_p", "0.9"),
            ("presence_penalty", "0.1"),
            ("frequency_penalty", "1"),
            ("seed", "42"),
            ("stop", "\"END\""),
            ("top_k", "40"),
            ("logprobs", "true"),
        }
            .Select(pair => new BadChat(
                $"made-up-{pair.Item1}-{pair.Item2}", Plain.With(pair.Item1, pair.Item2), "chat-sampling-invented", pair.Item1)),
        .. new[]
        {
            "max_tokens",
            "max_completion_tokens",
        }.Select(name => new BadChat("made-up-" + name, Plain.With(name, "4096"), "chat-sampling-invented", name, Severity.Warning)),
        new(
            "top-logprobs-without-logprobs",
            Plain.Asking("top_logprobs", "2").With("top_logprobs", "2"),
            "chat-sampling-invented",
            "logprobs"),
        new("n-two", Plain.With("n", "2"), "chat-n", "n"),
        new("n-zero", Plain.With("n", "0"), "chat-n", "n"),
        new("n-text", Plain.With("n", "\"1\""), "chat-n", "n"),
        new("best-of", Plain.With("best_of", "3"), "chat-n", "best_of"),
    ];

    private static IEnumerable<BadChat> Tools() =>
    [
        new("tool-flat", Whole.Tool(1, tool => Flatten(tool)), "chat-tool-form", "tools[1].function", Others: ["chat-tools-lost"]),
        new("tool-both-ways", Whole.Tool(1, tool => tool["name"] = "get_time"), "chat-tool-form", "tools[1].name"),
        new("tool-strict-outside", Whole.Tool(1, tool => tool["strict"] = false), "chat-tool-form", "tools[1].strict"),
        new("tool-without-type", Whole.Tool(1, tool => tool.Remove("type")), "chat-tool-form", "tools[1].type"),
        .. new[]
        {
            "namespace",
            "local_shell",
            "shell",
            "apply_patch",
            "computer_use_preview",
            "file_search",
            "image_generation",
            "mcp",
            "web_search",
            "web_search_preview",
            "web_search_preview_2025_03_11",
            "tool_search",
        }
            .Select(type => new BadChat(
                "tool-of-type-" + type,
                Whole.Edit(chat => chat["tools"]!.AsArray().Add(Node($$"""{"type":"{{type}}"}"""))),
                "chat-tool-form",
                "tools[2].type")),
        new(
            "tool-code-interpreter-with-container",
            Whole.Edit(chat => chat["tools"]!.AsArray().Add(Node("""{"type":"code_interpreter","container":{"type":"auto"}}"""))),
            "chat-tool-form",
            "tools[2].type"),
        new(
            "tool-without-name",
            Whole.Edit(chat => chat["tools"]!.AsArray().Add(Node("""{"type":"function","function":{}}"""))),
            "chat-tool-form",
            "tools[2].function"),
        new("tools-empty", Plain.With("tools", "[]"), "chat-tool-form", "tools"),
        new("tool-twice", Whole.Edit(chat => chat["tools"]!.AsArray().Add(chat["tools"]![1]!.DeepClone())), "chat-tool-form", "tools"),
        new("parameters-of-a-string", Plain.Asking("tools", """[{"type":"function","name":"f"}]""").With("tools", """[{"type":"functio"""
            + """n","function":{"name":"f","parameters":{"type":"string"}}}]"""), "chat-tool-form", "tools[0].function.parameters"),
        new("dot-in-a-joined-name", Plain.Asking(
            "tools", """[{"type":"namespace","name":"agents","tools":[{"type":"function","name":"spawn"}]}]""")
            .With("tools", """[{"type":"function","function":{"name":"agents.spawn"}}]"""), "chat-tool-form", "tools", Severity.Warning),
        new("tool-lost", Whole.Edit(chat => chat["tools"]!.AsArray().RemoveAt(1)), "chat-tools-lost", "tools"),
        new(
            "all-tools-lost",
            Whole.With("tools", null).With("tool_choice", null).With("parallel_tool_calls", null),
            "chat-tools-lost",
            "tools"),
        new("tool-renamed", Whole.Tool(1, tool => tool["function"]!["name"] = "time"), "chat-tools-lost", "tools"),
        new(
            "custom-tool-lost",
            Plain.Asking("tools", """[{"type":"custom","name":"apply_patch","description":"Applies."}]"""),
            "chat-tools-lost",
            "tools"),
        new("tool-of-a-namespace-lost", Plain.Asking(
            "tools",
            """[{"type":"namespace","name":"agents","tools":[{"type":"function","name":"spawn"},{"type":"function","name":"stop"}]}]""")
            .With("tools", """[{"type":"function","function":{"name":"agents__spawn"}}]"""), "chat-tools-lost", "tools"),
        new(
            "tool-made-up",
            Whole.Edit(chat => chat["tools"]!.AsArray().Add(Node("""{"type":"function","function":{"name":"browse"}}"""))),
            "chat-tools-lost",
            "tools",
            Severity.Warning),
        new("description-lost", Whole.Tool(0, tool => tool["function"]!.AsObject().Remove("description")), "chat-tools-lost", "tools"),
        new("description-changed", Whole.Tool(0, tool => tool["function"]!["description"] = "A tool."), "chat-tools-lost", "tools"),
        new("parameters-lost", Whole.Tool(0, tool => tool["function"]!.AsObject().Remove("parameters")), "chat-tools-lost", "tools"),
        new(
            "property-lost",
            Whole.Tool(1, tool => tool["function"]!["parameters"]!["properties"]!.AsObject().Remove("zone")),
            "chat-tools-lost",
            "tools"),
        new(
            "property-made-up",
            Whole.Tool(1, tool => tool["function"]!["parameters"]!["properties"]!["place"] = new JsonObject()),
            "chat-tools-lost",
            "tools"),
        new(
            "property-of-another-type",
            Whole.Tool(1, tool => tool["function"]!["parameters"]!["properties"]!["zone"]!["type"] = "number"),
            "chat-tools-lost",
            "tools"),
        new(
            "enum-cut",
            Whole.Tool(0, tool => tool["function"]!["parameters"]!["properties"]!["city"]!["enum"]!.AsArray().RemoveAt(1)),
            "chat-tools-lost",
            "tools"),
        new(
            "required-lost",
            Whole.Tool(0, tool => tool["function"]!["parameters"]!.AsObject().Remove("required")),
            "chat-tools-lost",
            "tools"),
        new(
            "additional-properties-lost",
            Whole.Tool(0, tool => tool["function"]!["parameters"]!.AsObject().Remove("additionalProperties")),
            "chat-tools-lost",
            "tools",
            Severity.Warning),
        new("strict-lost", Whole.Tool(0, tool => tool["function"]!.AsObject().Remove("strict")), "chat-strict-lost", "tools"),
        new("strict-turned-off", Whole.Tool(0, tool => tool["function"]!["strict"] = false), "chat-strict-lost", "tools"),
        new("strict-turned-on", Whole.Tool(1, tool => tool["function"]!["strict"] = true), "chat-strict-lost", "tools"),
        new(
            "strict-of-the-schema-lost",
            Whole.Edit(chat => chat["response_format"]!["json_schema"]!.AsObject().Remove("strict")),
            "chat-strict-lost",
            "response_format.json_schema.strict"),
        new(
            "strict-of-the-schema-turned-off",
            Whole.Edit(chat => chat["response_format"]!["json_schema"]!["strict"] = false),
            "chat-strict-lost",
            "response_format.json_schema.strict"),
    ];

    private static IEnumerable<BadChat> Choices() =>
    [
        new("choice-without-tools", Plain.With("tool_choice", "\"auto\""), "chat-tool-choice", "tool_choice"),
        new("choice-lost", Whole.With("tool_choice", null), "chat-tool-choice", "tool_choice"),
        new("choice-required-made-auto", Whole.With("tool_choice", "\"auto\""), "chat-tool-choice", "tool_choice"),
        new("choice-none-lost", Whole.Asking("tool_choice", "\"none\"").With("tool_choice", null), "chat-tool-choice", "tool_choice"),
        new("choice-auto-made-required", Whole.Asking("tool_choice", "\"auto\""), "chat-tool-choice", "tool_choice"),
        new("choice-made-up", Whole.Asking("tool_choice", null), "chat-tool-choice", "tool_choice"),
        new("choice-flat", Named.With("tool_choice", """{"type":"function","name":"get_time"}"""), "chat-tool-choice", "tool_choice"),
        new(
            "choice-of-another-tool",
            Named.With("tool_choice", """{"type":"function","function":{"name":"get_weather"}}"""),
            "chat-tool-choice",
            "tool_choice"),
        new("choice-of-a-tool-lost", Named.With("tool_choice", null), "chat-tool-choice", "tool_choice"),
        new("choice-of-a-tool-made-required", Named.With("tool_choice", "\"required\""), "chat-tool-choice", "tool_choice"),
        new(
            "choice-of-allowed-tools-as-it-came",
            Whole.With("tool_choice", """{"type":"allowed_tools","mode":"auto","tools":[]}"""),
            "chat-tool-choice",
            "tool_choice"),
        new("choice-of-an-unknown-word", Whole.With("tool_choice", "\"always\""), "chat-tool-choice", "tool_choice"),
        new("parallel-lost", Whole.With("parallel_tool_calls", null), "chat-parallel-calls", "parallel_tool_calls"),
        new("parallel-made-true", Whole.With("parallel_tool_calls", "true"), "chat-parallel-calls", "parallel_tool_calls"),
        new("parallel-made-false", Whole.Asking("parallel_tool_calls", "true"), "chat-parallel-calls", "parallel_tool_calls"),
        new(
            "parallel-false-made-up",
            Whole.Asking("parallel_tool_calls", null),
            "chat-parallel-calls",
            "parallel_tool_calls",
            Severity.Warning),
        new("parallel-without-tools", Plain.With("parallel_tool_calls", "true"), "chat-parallel-calls", "parallel_tool_calls"),
        new("parallel-as-text", Whole.With("parallel_tool_calls", "\"false\""), "chat-parallel-calls", "parallel_tool_calls"),
    ];

    private static IEnumerable<BadChat> Formats() =>
    [
        new("format-lost", Whole.With("response_format", null), "chat-response-format", "response_format"),
        new("format-made-text", Whole.With("response_format", """{"type":"text"}"""), "chat-response-format", "response_format"),
        new(
            "format-without-schema",
            Whole.With("response_format", """{"type":"json_object"}"""),
            "chat-response-format",
            "response_format"),
        new("format-flat", Whole.Edit(chat => chat["response_format"] = Node("""{"type":"json_schema","name":"answer","strict":true"""
            + ""","schema":{"type":"object"}}""")), "chat-response-format", "response_format.json_schema"),
        new(
            "schema-without-name",
            Whole.Edit(chat => chat["response_format"]!["json_schema"]!.AsObject().Remove("name")),
            "chat-response-format",
            "response_format.json_schema.name"),
        new(
            "schema-changed",
            Whole.Edit(chat => chat["response_format"]!["json_schema"]!["schema"]!["properties"]!["text"]!["type"] = "number"),
            "chat-response-format",
            "response_format.json_schema.schema.properties.text.type"),
        new(
            "schema-emptied",
            Whole.Edit(chat => chat["response_format"]!["json_schema"]!["schema"] = new JsonObject()),
            "chat-response-format",
            "response_format.json_schema.schema.type"),
        new("json-object-lost", Plain.Asking("text", """{"format":{"type":"json_object"}}"""), "chat-response-format", "response_format"),
        new("format-made-up", Plain.With("response_format", """{"type":"json_object"}"""), "chat-response-format", "response_format"),
    ];

    private static TestChat Named { get; } = Whole.Asking("tool_choice", """{"type":"function","name":"get_time"}""")
        .With("tool_choice", """{"type":"function","function":{"name":"get_time"}}""");

    private static JsonNode Node(string json) => JsonNode.Parse(json)!;

    private static ReceivedRequest Stray(string method, string path) => new(1, method, path, [], "{}"u8.ToArray());

    private static void Move(JsonArray list, int from, int to)
    {
        var moved = list[from]!.DeepClone();
        list.RemoveAt(from);
        list.Insert(to, moved);
    }

    private static void Rename(JsonNode json, string from, string to)
    {
        json[to] = json[from]!.DeepClone();
        json.AsObject().Remove(from);
    }

    private static void Flatten(JsonObject tool)
    {
        foreach (var (name, value) in tool["function"]!.AsObject())
        {
            tool[name] = value?.DeepClone();
        }

        tool.Remove("function");
    }
}
