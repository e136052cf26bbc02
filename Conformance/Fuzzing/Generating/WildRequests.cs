using System.Text;
using System.Text.Json.Nodes;

namespace Conformance.Fuzzing.Generating;

/// <summary>
/// Makes the requests of a seed that a relay has to refuse or to answer, and never to fail at: wrong types, deep nesting, half characters,
/// huge numbers, members twice, odd parts and items, odd headers, odd ids and queries, cut bodies.
/// </summary>
internal sealed class WildRequests
{
    private static readonly string[] Types =
    [
        "message", "function_call", "function_call_output", "reasoning", "item_reference", "custom_tool_call", "custom_tool_call_output",
        "local_shell_call", "local_shell_call_output", "shell_call", "shell_call_output", "apply_patch_call", "apply_patch_call_output",
        "web_search_call", "file_search_call", "computer_call", "computer_call_output", "image_generation_call", "code_interpreter_call",
        "mcp_call", "mcp_list_tools", "mcp_approval_request", "mcp_approval_response", "compaction", "tool_search_call",
        "tool_search_output", "agent_message", "configuration_update", "compaction_trigger", "program", "odd", "",
    ];

    private static readonly string[] PartTypes =
    [
        "input_text", "output_text", "input_image", "input_file", "input_audio", "refusal", "reasoning_text", "summary_text", "text",
        "image_url", "odd", "",
    ];

    private static readonly string[] ToolTypes =
    [
        "function", "custom", "namespace", "web_search", "web_search_preview", "file_search", "mcp", "local_shell", "shell", "apply_patch",
        "code_interpreter", "image_generation", "computer_use_preview", "tool_search", "odd", "",
    ];

    private static readonly string[] Members =
    [
        "model", "input", "instructions", "stream", "tools", "tool_choice", "temperature", "top_p", "max_output_tokens", "metadata",
        "parallel_tool_calls", "reasoning", "store", "text", "user", "truncation", "include", "previous_response_id", "background",
        "conversation", "prompt", "service_tier", "top_logprobs", "max_tool_calls", "stream_options", "safety_identifier",
        "prompt_cache_key", "context_management", "odd",
    ];

    // As they stand in a body, so that there are forms that no writer writes.
    private static readonly string[] Tokens =
    [
        "null", "true", "false", "0", "-1", "1", "1.5", "-0.0", "1e999", "-1e-999", "9223372036854775808", "12345678901234567890123456789",
        "\"\"", "\" \"", "\"auto\"", "\"\\ud800\"", "\"a\\udc00b\"", "\"\\u0000\"", "\"\\r\\n\\r\\ndata: [DONE]\\n\\n\"",
        "\"😀\"", "{}", "[]",
        "[null]", "[[]]", "[{}]", "{\"type\":null}", "{\"type\":1}", "{\"type\":\"odd\"}", "{\"\":{}}", "[\"reasoning.encrypted_content\"]",
        "{\"a\":1,\"a\":2}", "\"" + WildRequest.KnownId + "\"", "\"data:image/png;base64,AAAA\"", "\"data:;base64,\"",
        "\"file:///etc/passwd\"",
        "-", "\\", "\"", "}", "]", "tru", "// c", "NaN",
    ];

    private readonly FuzzRandom _random;
    private readonly TextGenerator _texts;

    private WildRequests(FuzzRandom random)
    {
        _random = random;
        _texts = new TextGenerator(random);
    }

    /// <summary>Returns one request.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="number">The number of the request, from 0.</param>
    /// <param name="model">The model of requests that name one.</param>
    public static WildRequest Create(long seed, long number, string model) =>
        new WildRequests(FuzzRandom.Of(~seed, number)).Create(model);

    private WildRequest Create(string model) => _random.NextBelow(100) switch
    {
        < 72 => Post("/v1/responses", CreateBody(model)),
        < 76 => Post(_random.Pick("/responses", "/v1/responses/", "/v1/responses?stream=true", "/v1/responses//", "/v1/chat/completions"),
            CreateBody(model)),
        < 90 => CreateStoredRequest(),
        < 93 => Get(_random.Pick("/v1/models", "/models", "/v1/models?after=x", "/v1/models/m")),
        < 96 => Get(_random.Pick("/health", "/policies", "/metrics", "/", "/v1", "/v2/responses", "/%2e%2e/x")),
        _ => new WildRequest(
            _random.Pick("PUT", "PATCH", "HEAD", "OPTIONS", "DELETE", "TRACE", "ODD"),
            _random.Pick("/v1/responses", "/v1/responses/" + WildRequest.KnownId, "/v1/models", "/health"),
            CreateHeaders(),
            Body: null),
    };

    private WildRequest CreateStoredRequest()
    {
        var id = _random.Pick(
            WildRequest.KnownId, WildRequest.KnownId, WildRequest.KnownId, "resp_0", "%01", "%F0%9F%98%80", "%ED%A0%80", "a%2Fb", "..%2f..",
            "%22%0d%0a", new string('x', 4000), "resp_%24known%27%3B--", "~", "null");
        var query = _random.NextChance(60) 
            ? "?" + string.Join('&', Enumerable.Range(0, _random.NextBetween(1, 3)).Select(_ => CreatePair()))
            : "";
        return _random.NextBelow(6) switch
        {
            0 => new WildRequest("DELETE", $"/v1/responses/{id}{query}", CreateHeaders(), Body: null),
            1 => Post($"/v1/responses/{id}/cancel{query}", _random.NextChance(50) ? null : CreateText(CreateTree("m"))),
            2 or 3 => Get($"/v1/responses/{id}/input_items{query}"),
            _ => Get($"/v1/responses/{id}{query}"),
        };
    }

    private string CreatePair() =>
        _random.Pick(
            "stream", "starting_after", "limit", "order", "after", "before", "include", "include[]", "include_obfuscation", "", "odd")
        + _random.Pick("=", "=", "=", "")
        + _random.Pick(
            "true", "false", "1", "0", "-1", "5", "101", "asc", "desc", "", "%00", "9223372036854775807", "99999999999999999999", "1e3",
            "msg_0",
            "%ED%A0%80", WildRequest.KnownId, "%", "%zz");

    private WildRequest Get(string target) => new("GET", target, CreateHeaders(), _random.NextChance(5) ? "{}"u8.ToArray() : null);

    private WildRequest Post(string target, byte[]? body)
    {
        var request = new WildRequest("POST", target, CreateHeaders(), body) { IsChunked = body is not null && _random.NextChance(15) };
        return body is { Length: > 1 } && _random.NextChance(3) ? request with { CutAt = _random.NextBelow(body.Length) } : request;
    }

    private List<KeyValuePair<string, string>> CreateHeaders()
    {
        List<KeyValuePair<string, string>> headers = [KeyValuePair.Create("content-type", _random.NextChance(85)
            ? "application/json"
            : _random.Pick(
                "", "text/plain", "application/json; charset=utf-16", "multipart/form-data; boundary=x", "*/*", "odd",
                "application/x-ndjson"))];
        if (_random.NextChance(15))
        {
            headers.Add(_random.NextBelow(11) switch
            {
                0 => KeyValuePair.Create("content-encoding", _random.Pick("gzip", "br", "identity", "", "odd, gzip")),
                1 => KeyValuePair.Create("accept", _random.Pick("text/event-stream", "", "image/png", "*/*;q=0")),
                2 => KeyValuePair.Create("accept-encoding", _random.Pick("gzip", "br", "identity;q=0", "odd")),
                3 => KeyValuePair.Create("authorization", _random.Pick("Bearer", "Bearer a b", "Basic x", "", new string('k', 3000))),
                4 => KeyValuePair.Create("expect", "100-continue"),
                5 => KeyValuePair.Create("x-codex-turn-state", _random.Pick("", "a", new string('s', 3000))),
                6 => KeyValuePair.Create("openai-beta", _random.Pick("responses=v1", "", "\t")),
                7 => KeyValuePair.Create("traceparent", _random.Pick("00-0-0-0", "", "odd")),
                8 => KeyValuePair.Create("cookie", "a=b; c"),
                9 => KeyValuePair.Create("idempotency-key", _texts.CreatePlain()),
                _ => KeyValuePair.Create("x-odd", _random.Pick("", " ", "a,b", "\"")),
            });
        }

        return headers;
    }

    private byte[]? CreateBody(string model)
    {
        switch (_random.NextBelow(40))
        {
            case 0:
                return null;
            case 1:
                return Encoding.UTF8.GetBytes(_random.Pick("", " ", "null", "[]", "7", "\"text\"", "{", "{}", "{}{}", "\ufeff{}", "\0"));
            case 2:
                return Encoding.Unicode.GetBytes(CreateTree(model).ToJsonString());
            case 3:
                return CreateDeep(model);
        }

        var text = StepMaker.Serialize(CreateTree(model));
        for (var left = _random.Pick(0, 0, 1, 1, 2, 3); left > 0; left--)
        {
            text = Mutate(text);
        }

        var body = Encoding.UTF8.GetBytes(text);
        if (body.Length > 0 && _random.NextChance(8))
        {
            body[_random.NextBelow(body.Length)] = (byte)_random.NextBelow(256);
        }

        return _random.NextChance(3) ? body[.._random.NextBelow(body.Length + 1)] : body;
    }

    private static byte[] CreateText(JsonNode tree) => Encoding.UTF8.GetBytes(StepMaker.Serialize(tree));

    // One member nested deeper than readers read, in one of the places that are copied.
    private byte[] CreateDeep(string model)
    {
        var depth = _random.Pick(60, 70, 130, 300, 1100, 20_000);
        var isList = _random.NextChance(50);
        var deep = string.Concat(Enumerable.Repeat(isList ? "[" : "{\"a\":", depth)) + "1" + new string(isList ? ']' : '}', depth);
        var place = _random.Pick(
            "\"metadata\":$", "\"input\":$", "\"input\":[$]", "\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":$}]",
            "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"schema\":$}}", "\"odd\":$", "\"tool_choice\":$");
        return Encoding.UTF8.GetBytes($"{{\"model\":\"{model}\",\"stream\":{(_random.NextChance(50) ? "true" : "false")},"
            + $"{(place.Contains("input", StringComparison.Ordinal) ? "" : "\"input\":\"a\",")}"
            + $"{place.Replace("$", deep, StringComparison.Ordinal)}}}");
    }

    private JsonObject CreateTree(string model)
    {
        var (body, _) = new RequestGenerator(_random).Create();
        body["model"] = model;
        body["stream"] = _random.NextChance(50);
        if (_random.NextChance(40))
        {
            body["input"] = new JsonArray([.. Enumerable.Range(0, _random.NextBetween(1, 4)).Select(_ => CreateItem())]);
        }

        if (_random.NextChance(25))
        {
            body["tools"] = new JsonArray([.. Enumerable.Range(0, _random.NextBetween(1, 3)).Select(_ => CreateTool())]);
        }

        if (_random.NextChance(8))
        {
            body["previous_response_id"] = WildRequest.KnownId;
        }

        if (_random.NextChance(4))
        {
            body["background"] = true;
        }

        return body;
    }

    private JsonObject CreateItem()
    {
        var item = new JsonObject { ["type"] = _random.Pick(Types) };
        foreach (var (name, value) in ((string, Func<JsonNode?>)[])
        [
            ("role", () => _random.Pick("user", "assistant", "system", "developer", "tool", "odd", "")),
            ("content", CreateContent),
            ("id", () => _random.Pick("msg_1", "", WildRequest.KnownId)),
            ("call_id", () => _random.Pick("call_1", "call_2", "")),
            ("name", () => _random.Pick("f", "ns.f", "", "f g", new string('n', 200))),
            ("arguments", () => _random.Pick<JsonNode?>("{}", "{", "", 7, new JsonObject(), null)),
            ("output", CreateContent),
            ("input", () => _texts.CreateText()),
            ("status", () => _random.Pick("completed", "in_progress", "odd")),
            ("summary", () => new JsonArray(new JsonObject { ["type"] = _random.Pick(PartTypes), ["text"] = _texts.CreateText() })),
            ("encrypted_content", () => _random.Pick("", "AAAA", "not base64!", new string('A', 500))),
            ("action", () => _random.Pick<JsonNode?>(
                new JsonObject { ["type"] = "exec", ["command"] = new JsonArray("ls", 1, null) }, "x", null)),
        ])
        {
            if (_random.NextChance(45))
            {
                item[name] = value();
            }
        }

        return item;
    }

    private JsonNode? CreateContent() => _random.NextBelow(5) switch
    {
        0 => _texts.CreateText(),
        1 => _random.Pick<JsonNode?>(null, 7, new JsonObject(), true),
        _ => new JsonArray([.. Enumerable.Range(0, _random.NextBelow(4)).Select(_ => CreatePart())]),
    };

    private JsonNode? CreatePart() => _random.NextBelow(12) switch
    {
        0 => _random.Pick<JsonNode?>(null, "text", 7, new JsonArray()),
        _ => new JsonObject
        {
            ["type"] = _random.Pick(PartTypes),
            ["text"] = _random.Pick<JsonNode?>(_texts.CreateText(), null, 7),
            ["image_url"] = _random.Pick<JsonNode?>(
                "http://a/b.png", "data:image/png;base64,AAAA", "data:", null, new JsonObject { ["url"] = "u" }),
            ["detail"] = _random.Pick("auto", "low", "odd"),
            ["file_data"] = _random.Pick<JsonNode?>("data:application/pdf;base64,AAAA", "x", null),
            ["refusal"] = "no",
        },
    };

    private JsonNode? CreateTool() => _random.NextBelow(15) == 0
        ? _random.Pick<JsonNode?>(null, "function", new JsonArray())
        : new JsonObject
    {
        ["type"] = _random.Pick(ToolTypes),
        ["name"] = _random.Pick<JsonNode?>("f", "ns.f", "", "a b", new string('n', 200), null, 7),
        ["parameters"] = _random.Pick<JsonNode?>(
            new JsonObject { ["type"] = "object" }, null, "x", true, new JsonObject { ["$ref"] = "#" }),
        ["strict"] = _random.Pick<JsonNode?>(true, false, null, "yes"),
        ["format"] = _random.Pick<JsonNode?>(
            new JsonObject { ["type"] = "grammar", ["syntax"] = "lark", ["definition"] = "start: /a/" }, null, 1),
        ["tools"] = _random.NextChance(30)
            ? new JsonArray(new JsonObject { ["type"] = "function", ["name"] = "g", ["parameters"] = new JsonObject() })
            : null,
    };

    private string Mutate(string text)
    {
        switch (_random.NextBelow(10))
        {
            case 0:
                // A member twice, or one more.
                var open = text.IndexOf('{', _random.NextBelow(text.Length));
                return open < 0 ? text : text.Insert(open + 1, $"\"{_random.Pick(Members)}\":{_random.Pick(Tokens)},");
            case 1:
                var name = _random.Pick(Members);
                return text.Replace($"\"{name}\":", $"\"{_random.Pick(Members)}\":", StringComparison.Ordinal);
            case 2:
                var at = _random.NextBelow(text.Length);
                return text.Remove(at, Math.Min(text.Length - at, _random.NextBetween(1, 20)));
            case 3:
                return text.Insert(_random.NextBelow(text.Length), _random.Pick(Tokens));
        }

        // From one place where a value may begin to one where it may end: most results are still JSON.
        var start = _random.NextBelow(text.Length);
        var from = text.IndexOfAny([':', '[', ','], start) + 1;
        var to = text.IndexOfAny([',', ']', '}'], from);
        return to < from ? text[..start] : string.Concat(text.AsSpan(0, from), _random.Pick(Tokens), text.AsSpan(to));
    }
}
