using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Contract;
using Relay.Policies;
using Relay.Presets;
using Relay.Requests;

namespace Relay.Tests.Requests;

[TestFixture]
internal sealed class RequestTranslatorTests
{
    private const string Tool = """{"type":"function","name":"f","parameters":{"type":"object"}}""";

    [TestCaseSource(nameof(Carried))]
    public void A_request_is_carried(string request, string chat)
    {
        var written = Translate(request, out var problem);

        Assert.That(problem, Is.Null);
        Assert.That(
            JsonNode.DeepEquals(JsonNode.Parse(written!.Chat.Span), JsonNode.Parse(chat)),
            Is.True,
            Encoding.UTF8.GetString(written.Chat.Span));
    }

    [TestCaseSource(nameof(Refused))]
    public void A_request_is_refused_at_the_place_that_is_wrong(string request, string code, string param)
    {
        var written = Translate(request, out var problem);

        Assert.That(written, Is.Null);
        Assert.That((problem!.Code, problem.Param, problem.Status), Is.EqualTo((code, param, 400)), problem.Message);
    }

    [Test]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        byte[] body = [.. "{\"model\":\"m\",\"input\":\""u8, 0xC3, .. "\"}"u8];

        var written = RequestTranslator.Translate(body, RelayPolicies.Default, "resp_1", 1, out var problem);

        Assert.That((written, problem?.Code), Is.EqualTo(((TranslatedRequest?)null, "invalid_json")));
    }

    [Test]
    public void Nesting_without_end_is_refused()
    {
        var deep = new string('[', 100_000);

        _ = Translate($$"""{"model":"m","input":"a","metadata":{{deep}}}""", out var problem);

        Assert.That(problem?.Code, Is.EqualTo("invalid_json"));
    }

    [Test]
    public void Nested_schemas_are_completed_and_a_warning_names_the_tool()
    {
        const string Asked = """
            {"type":"object","properties":{"properties":{"$ref":"#/$defs/A"},"a":{"type":["array","null"]},"b":{"type":"array","items":[{"type":"object"},true]},
            "c":{"type":"array","prefixItems":[{"type":"object","properties":null}]},"d":{"const":{"type":"array"}},
            "e":{"type":"object","additionalProperties":{"type":"array"}}},"$defs":{"A":{"type":"object","additionalProperties":false}}}
            """;
        const string Sent = """
            {"type":"object","properties":{"properties":{"$ref":"#/$defs/A"},"a":{"type":["array","null"],"items":{}},
            "b":{"type":"array","items":[{"type":"object","properties":{}},true]},
            "c":{"type":"array","prefixItems":[{"type":"object","properties":{}}]},"d":{"const":{"type":"array"}},
            "e":{"type":"object","additionalProperties":{"type":"array","items":{}},"properties":{}}},
            "$defs":{"A":{"type":"object","additionalProperties":false,"properties":{}}}}
            """;

        var written = Translate($$"""{"model":"m","input":"a","tools":[{"type":"function","name":"f","parameters":{{Asked}}}]}""", out _);

        Assert.Multiple(() =>
        {
            var parameters = JsonNode.Parse(written!.Chat.Span)!["tools"]![0]!["function"]!["parameters"];
            Assert.That(JsonNode.DeepEquals(parameters, JsonNode.Parse(Sent)), Is.True, parameters!.ToJsonString());
            Assert.That(written.Warnings, Has.Some.Contains("'f'"));
        });
    }

    [TestCase("{}", false)]
    [TestCase("""{"type":"object"}""", false)]
    [TestCase("""{"type":"object","properties":{"a":{"anyOf":[{"type":"null"}]},"b":{"additionalProperties":{}}}}""", false)]
    [TestCase("""{"type":"string"}""", true)]
    [TestCase("""{"type":"object","properties":{"a":{"type":"object"}}}""", true)]
    public void A_changed_schema_is_told(string schema, bool isTold)
    {
        var written = Translate($$"""{"model":"m","input":"a","tools":[{"type":"function","name":"f","parameters":{{schema}}}]}""", out _);

        Assert.That(written!.Warnings.Any(static warning => warning.Contains("'f'", StringComparison.Ordinal)), Is.EqualTo(isTold));
    }

    [Test]
    public void A_schema_of_a_hundred_levels_is_carried()
    {
        var schema = string.Concat(Enumerable.Repeat("""{"items":""", 100)) + "{}" + new string('}', 100);

        var written = Translate($$"""{"model":"m","input":"a","tools":[{"type":"function","name":"f","parameters":{{schema}}}]}""", out _);

        Assert.That(Encoding.UTF8.GetString(written!.Chat.Span), Does.Contain(new string('}', 100)));
    }

    [TestCase("""a\ud83dz""", "a\uFFFDz")]
    [TestCase("""\udf0d""", "\uFFFD")]
    [TestCase("""\ud83c\udf0d""", "🌍")]
    [TestCase("""\ud83d\ud83c\udf0d""", "\uFFFD🌍")]
    [TestCase("""\\ud83d""", "\\ud83d")]
    [TestCase("""\n\u00e9\ud83d""", "\né\uFFFD")]
    public void Half_a_character_is_replaced_and_whole_ones_are_kept(string escaped, string expected)
    {
        var written = Translate($$"""{"model":"m","input":"{{escaped}}"}""", out _);

        Assert.That(JsonNode.Parse(written!.Chat.Span)!["messages"]![0]!["content"]!.GetValue<string>(), Is.EqualTo(expected));
    }

    [Test]
    public void The_echo_holds_what_the_response_repeats_and_not_the_conversation()
    {
        var written = Translate($$"""{"model":"m","input":"secret","instructions":"i","metadata":"""
            + $$"""{"a":"b"},"tools":[{{Tool}}],"include":["message.output_text.logprobs"],"x":1}""", out _);

        var echo = written!.Echo;
        Assert.Multiple(() =>
        {
            Assert.That((echo.Id, echo.CreatedAt, echo.Model, echo.Logprobs), Is.EqualTo(("resp_1", 1700000000L, "m", true)));
            Assert.That(echo.DeclaredTools, Is.EquivalentTo(["f"]));
            Assert.That(
                echo.Request.EnumerateObject().Select(static member => member.Name),
                Is.EquivalentTo(["instructions", "metadata", "tools", "include"]));
        });
    }

    [Test]
    public void Tools_called_otherwise_by_the_vendor_are_known_by_their_own_names()
    {
        var written = Translate("""{"model":"m","input":"a","tools":[{"type":"function","name":"f"},{"type":"custom","name":"p"},"""
            + """{"type":"namespace","name":"n","tools":[{"type":"function","name":"a.b"}]}]}""", out _);

        Assert.That(written!.Echo.DeclaredTools, Is.EquivalentTo(["f", "p", "n__a_b"]));
        Assert.That(written.Echo.ToolOrigins.Select(static pair => (pair.Key, pair.Value)), Is.EquivalentTo([
            ("p", new ToolOrigin("p", null, IsCustom: true)),
            ("n__a_b", new ToolOrigin("a.b", "n", IsCustom: false)),
        ]));
    }

    [Test]
    public void Long_names_are_cut_and_stay_apart()
    {
        var (one, two) = (new string('x', 70), new string('x', 71));

        var written = Translate(
            $$"""{"model":"m","input":"a","tools":[{"type":"function","name":"{{one}}"},{"type":"function","name":"{{two}}"}]}""", out _);

        var names = written!.Echo.DeclaredTools;
        Assert.That(names, Has.Count.EqualTo(2).And.All.Length.EqualTo(64));
        Assert.That(names.Select(name => written.Echo.ToolOrigins[name].Name), Is.EqualTo([one, two]));
    }

    [TestCase(
        "hosted_tools",
        "\"tools\":[{\"type\":\"web_search\"},{\"type\":\"function\",\"name\":\"f\"}],\"input\":\"a\"",
        "Tools of type 'web_search' were left out: they cannot be carried to this vendor.")]
    [TestCase(
        "hosted_tools",
        "\"tools\":[{\"type\":\"mcp\"},{\"type\":\"mcp\"},{\"type\":\"function\",\"name\":\"f\"}],\"input\":\"a\"",
        "Tools of type 'mcp' were left out: they cannot be carried to this vendor.")]
    [TestCase(
        "hosted_tools=ignore",
        "\"tools\":[{\"type\":\"function\",\"name\":\"f\"}],\"tool_choice\":{\"type\":\"file_search\"},\"input\":\"a\"",
        "tool_choice was left out: tools of its type cannot be carried.")]
    [TestCase(
        "unknown_item",
        "\"tools\":[{\"type\":\"function\",\"name\":\"f\"}],\"input\":[{\"type\":\"dream\"},{\"role\":\"user\",\"content\":\"a\"}]",
        "Items of type 'dream' were left out: the type is unknown.")]
    [TestCase(
        "unknown_item",
        "\"tools\":[{\"type\":\"function\",\"name\":\"f\"}],\"input\":[{\"type\":\"A secret!\"},{\"role\":\"user\",\"content\":\"a\"}]",
        "Items of type with an unusual name were left out: the type is unknown.")]
    [TestCase(
        "unknown_item",
        "\"tools\":[{\"type\":\"function\",\"name\":\"f\"}],\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"dream\"}]},"
            + "{\"role\":\"user\",\"content\":\"a\"}]",
        "Content of type 'dream' was left out: it cannot be carried to this vendor.")]
    public void What_cannot_be_carried_is_left_out_with_a_warning_where_the_policy_says_so(string policy, string members, string warning)
    {
        var (name, value) = policy.Split('=') is [var first, var second] ? (first, second) : (policy, "drop");
        Assert.That(PolicyCatalog.TrySet(RelayPolicies.Default, name, value, out var policies, out var said), said);

        var written = RequestTranslator.Translate(Encoding.UTF8.GetBytes($$"""{"model":"m",{{members}}}"""), policies, "resp_1", 1, out _);

        Assert.That(written!.Warnings, Is.EqualTo([warning]));
        Assert.That(Encoding.UTF8.GetString(written.Chat.Span), Is.EqualTo("""{"model":"m","messages":[{"role":"user","content":"a"}]"""
            + ""","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}]}"""));
    }

    [TestCase("developer_role", "developer", """{"model":"m","messages":[{"role":"system","content":"i"},"""
        + """{"role":"developer","content":"d"}],"max_tokens":5,"stream":true,"stream_options":{"include_usage":true}}""")]
    [TestCase("developer_role", "user", """{"model":"m","messages":[{"role":"system","content":"i"},"""
        + """{"role":"user","content":"d"}],"max_tokens":5,"stream":true,"stream_options":{"include_usage":true}}""")]
    [TestCase("max_tokens_field", "max_completion_tokens", """{"model":"m","messages":[{"role":"system","content":"i"},"""
        + """{"role":"system","content":"d"}],"max_completion_tokens":5,"stream":true,"stream_options":{"include_usage":true}}""")]
    [TestCase(
        "stream_usage",
        "off",
        """{"model":"m","messages":[{"role":"system","content":"i"},{"role":"system","content":"d"}],"max_tokens":5,"stream":true}""")]
    public void What_vendors_differ_on_follows_a_policy(string policy, string value, string chat)
    {
        Assert.That(PolicyCatalog.TrySet(RelayPolicies.Default, policy, value, out var policies, out var said), said);
        var body =
            """{"model":"m","instructions":"i","input":[{"role":"developer","content":"d"}],"max_output_tokens":5,"stream":true}"""u8.ToArray();

        var written = RequestTranslator.Translate(body, policies, "resp_1", 1, out _);

        Assert.That(Encoding.UTF8.GetString(written!.Chat.Span), Is.EqualTo(chat));
    }

    [TestCase("web_search_call", "Items of type 'web_search_call' were left out.")]
    [TestCase("program", "Items of type 'program' were left out.")]
    [TestCase(
        "tool_search_call", "Items of type 'tool_search_call' of a search that OpenAI ran were left out; the found tools are offered.")]
    [TestCase("item_reference", "Items of type 'item_reference' were left out: the referenced items are not stored.")]
    public void Items_a_vendor_has_no_words_for_are_left_out_with_one_warning(string type, string warning)
    {
        var written = Translate(
            $$"""{"model":"m","input":[{"type":"{{type}}","id":"x"},{"type":"{{type}}","id":"y"},{"role":"user","content":"a"}]}""", out _);

        Assert.That(written!.Warnings, Is.EqualTo([warning]));
        Assert.That(Encoding.UTF8.GetString(written.Chat.Span), Is.EqualTo("""{"model":"m","messages":[{"role":"user","content":"a"}]}"""));
    }

    private static TranslatedRequest? Translate(string request, out ApiError? problem) =>
        RequestTranslator.Translate(Encoding.UTF8.GetBytes(request), RelayPolicies.Default, "resp_1", 1700000000, out problem);

    private static IEnumerable<TestCaseData> Carried()
    {
        yield return Whole(
            "streaming asks for usage",
            """{"model":"m","input":"a","stream":true}""",
            """{"model":"m","messages":[{"role":"user","content":"a"}],"stream":true,"stream_options":{"include_usage":true}}""");
        yield return Whole("a byte order mark", "\uFEFF"
            + """{"model":"m","input":"a"}""", """{"model":"m","messages":[{"role":"user","content":"a"}]}""");

        yield return Messages("text", "\"a\"", """{"role":"user","content":"a"}""");
        yield return Whole(
            "instructions come first",
            """{"model":"m","instructions":"i","input":[{"role":"system","content":"s"}]}""",
            """{"model":"m","messages":[{"role":"system","content":"i"},{"role":"system","content":"s"}]}""");
        yield return Messages(
            "roles",
            """[{"role":"developer","content":"d"},{"role":"system","content":"s"},{"type":"message","role":"user","content":"u"},"""
                + """{"role":"assistant","content":"a"}]""",
            """{"role":"system","content":"d"},{"role":"system","content":"s"},{"role":"user","content":"u"},"""
                + """{"role":"assistant","content":"a"}""");
        yield return Messages(
            "text parts are joined",
            """[{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"text","text":"b"}]},{"role":"assistant","content":"""
                + """[{"type":"output_text","text":"c","annotations":[]},{"type":"refusal","refusal":"no"}]}]""",
            """{"role":"user","content":"ab"},{"role":"assistant","content":"cno"}""");
        yield return Messages(
            "images keep their place",
            """[{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"data:x","detail":"low"},"""
                + """{"type":"input_image","image_url":"http://y"}]}]""",
            """{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:x","detail":"low"}},"""
                + """{"type":"image_url","image_url":{"url":"http://y"}}]}""");
        yield return Messages(
            "empty content",
            """[{"role":"user","content":[]},{"role":"assistant","content":null}]""",
            """{"role":"user","content":""}""");
        yield return Messages(
            "calls are grouped",
            """[{"type":"function_call","call_id":"c1","name":"f","arguments":"{}","id":"fc_1"},"""
                + """{"type":"function_call","call_id":"c2","name":"g","arguments":"{\"a\":1}"},{"type":"function_call_output","call_"""
                    + """id":"c1","output":"r1"},{"type":"function_call_output","call_id":"c2","output":"r2"}]""",
            $"{Calls(("c1", "f", "{}"), ("c2", "g", """{\"a\":1}"""))},{Result("c1", "r1")},{Result("c2", "r2")}");
        yield return Messages(
            "calls join what was said with them",
            """[{"role":"assistant","content":"ok"},{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"}]""",
            """{"role":"assistant","content":"ok","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},"""
                + NoResults("c1"));
        yield return Messages(
            "calls of two turns stay apart",
            """[{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"type":"function_call_output","call_"""
                + """id":"c1","output":"r"},{"type":"function_call","call_id":"c2","name":"f","arguments":"{}"}]""",
            $"{Calls(("c1", "f", "{}"))},{Result("c1", "r")},{Calls(("c2", "f", "{}"))},{NoResults("c2")}");
        yield return Messages(
            "arguments that are empty, absent or an object",
            """[{"type":"function_call","call_id":"1","name":"f","arguments":""},{"type":"function_call","call_id":"2","name":"f"},"""
                + """{"type":"function_call","call_id":"3","name":"f","arguments":{ "a" : 1 }}]""",
            Calls(("1", "f", "{}"), ("2", "f", "{}"), ("3", "f", """{\"a\":1}""")) + "," + NoResults("1", "2", "3"));
        yield return Messages(
            "outputs of every shape",
            """[{"type":"function_call","call_id":"1","name":"f"},{"type":"function_call","call_id":"2","name":"f"},"""
                + """{"type":"function_call","call_id":"3","name":"f"},{"type":"function_call","call_id":"4","name":"f"},"""
                    + """{"type":"function_call_output","call_id":"1","output":[{"type":"input_text","text":"a"},"""
                        + """{"type":"output_text","text":"b"}]},{"type":"function_call_output","call_id":"2","output":{ "a": [1, "é"] """
                            + """}},{"type":"function_call_output","call_id":"3","output":""},"""
                                + """{"type":"function_call_output","call_id":"4","output":[]}]""",
            $"{Calls(("1", "f", "{}"), ("2", "f", "{}"), ("3", "f", "{}"), ("4", "f", "{}"))},{Result("1", "ab")},{Result("2", """{\"a\":[1,\"é\"]}""")},{Result("3", "")},{Result("4", "")}");
        yield return Messages(
            "images of outputs follow the last output of the turn",
            """[{"type":"function_call","call_id":"1","name":"f"},{"type":"function_call","call_id":"2","name":"f"},"""
                + """{"type":"function_call_output","call_id":"1","output":[{"type":"input_text","text":"a"},"""
                    + """{"type":"input_image","image_url":"data:x"}]},{"type":"function_call_output","call_id":"2","output":"b"},"""
                        + """{"type":"function_call","call_id":"3","name":"f"},{"type":"custom_tool_call_output","call_id":"3","output":"""
                            + """[{"type":"input_image","image_url":"data:y"}]}]""",
            $$"""{{Calls(("1", "f", "{}"), ("2", "f", "{}"))}},{{Result("1", "a")}},{{Result("2", "b")}},{{Shown("1", "data:x")}},{{Calls(("3", "f", "{}"))}},{{Result("3", InNextMessage)}},{{Shown("3", "data:y")}}""");
        yield return Messages(
            "reasoning goes with the next assistant message",
            """[{"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"s"}],"content":"""
                + """[{"type":"reasoning_text","text":"t"}],"encrypted_content":"x"},{"role":"assistant","content":"a"}]""",
            """{"role":"assistant","content":"a","reasoning_content":"t"}""");
        yield return Messages(
            "reasoning goes with the next call",
            """[{"type":"reasoning","summary":[{"type":"summary_text","text":"s"},{"type":"summary_text","text":"t"}]},"""
                + """{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]""",
            """{"role":"assistant","content":null,"reasoning_content":"s\n\nt","tool_calls":[{"id":"c","type":"function","function":"""
                + """{"name":"f","arguments":"{}"}}]},""" + NoResults("c"));
        yield return Messages(
            "reasoning between parallel calls does not part them",
            """[{"type":"function_call","call_id":"1","name":"f","arguments":"{}"},{"type":"reasoning","summary":"""
                + """[{"type":"summary_text","text":"s"}]},{"type":"function_call","call_id":"2","name":"g","arguments":"{}"}]""",
            """{"role":"assistant","content":null,"reasoning_content":"s","tool_calls":[{"id":"1","type":"function","function":"""
                + """{"name":"f","arguments":"{}"}},{"id":"2","type":"function","function":{"name":"g","arguments":"{}"}}]},"""
                + NoResults("1", "2"));
        yield return Messages(
            "reasoning of an earlier turn is not put into a later one",
            """[{"type":"reasoning","summary":[{"type":"summary_text","text":"s"}]},{"role":"user","content":"u"},"""
                + """{"role":"assistant","content":"a"}]""",
            """{"role":"user","content":"u"},{"role":"assistant","content":"a"}""");
        yield return Messages(
            "reasoning without text",
            """[{"type":"reasoning","summary":[]},{"role":"assistant","content":"a"}]""",
            """{"role":"assistant","content":"a"}""");

        yield return Tools(
            "a tool, flat",
            """[{"type":"function","name":"f","description":"d","parameters":{"type":"object","properties":{}},"strict":false}]""",
            """[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":"""
                + """{}},"strict":false}}]""");
        yield return Tools(
            "a tool, nested",
            """[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]""",
            """[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}]""");
        yield return Tools(
            "parameters without a type (R9)",
            """[{"type":"function","name":"f","parameters":{"properties":{}}},{"type":"function","name":"g","parameters":{"type":null}},"""
                + """{"type":"function","name":"h"}]""",
            """[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}},{"type":"function","function":"""
                + """{"name":"g","parameters":{"type":"object","properties":{}}}},{"type":"function","function":{"name":"h","parameters":"""
                    + """{"type":"object","properties":{}}}}]""");
        yield return Tools(
            "a custom tool is a function of one string (Q27)",
            """[{"type":"custom","name":"p","description":"d"},{"type":"custom","name":"q","format":{"type":"text"}}]""",
            $"[{Custom("p", "d")},{Custom("q", null)}]");
        yield return Tools(
            "a grammar is told",
            """[{"type":"custom","name":"p","description":"d","format":{"type":"grammar","syntax":"lark","definition":"start: A"}}]""",
            $"[{Custom("p", """d\n\nThe input follows this lark grammar:\nstart: A""")}]");
        yield return Settings(
            "tool_choice custom",
            """ "tools":[{"type":"custom","name":"p"}],"tool_choice":{"type":"custom","name":"p"} """,
            $$$""" "tools":[{{{Custom("p", null)}}}],"tool_choice":{"type":"function","function":{"name":"p"}} """);
        yield return Messages(
            "a custom call and its output",
            """[{"type":"custom_tool_call","id":"ctc_1","call_id":"c1","name":"p","input":"a """
                + """\"b\"\n<é>"},{"type":"custom_tool_call_output","call_id":"c1","output":"ok"}]""",
            $"{Calls(("c1", "p", """{\"input\":\"a \\\"b\\\"\\n<é>\"}"""))},{Result("c1", "ok")}");
        yield return Tools(
            "namespaces are joined to the names (Q26)",
            """[{"type":"namespace","name":"n","description":"d","tools":[{"type":"function","name":"f"},{"type":"custom","name":"p"}]},"""
                + """{"type":"function","name":"f"}]""",
            $"[{Function("n__f")},{Custom("n__p", null)},{Function("f")}]");
        yield return Tools(
            "names are made legal (R8)",
            """[{"type":"function","name":"a.b/c"},{"type":"function","name":"é"},{"type":"function","name":"_"}]""",
            $"[{Function("a_b_c")},{Function("__5f3825d5")},{Function("_")}]");
        yield return Tools(
            "a legal name is kept, whoever comes first",
            """[{"type":"namespace","name":"n","tools":[{"type":"function","name":"f"}]},{"type":"function","name":"n__f"}]""",
            $"[{Function("n__f_dbd72ea1")},{Function("n__f")}]");
        yield return Whole(
            "items bring tools, and a tool declared again replaces itself",
            """{"model":"m","input":[{"type":"additional_tools","role":"developer","tools":[{"type":"function","name":"f"},"""
                + """{"type":"namespace","name":"n","tools":[{"type":"custom","name":"p"}]}]},{"role":"user","content":"a"},"""
                    + """{"type":"additional_tools","tools":[{"type":"function","name":"f","description":"d"}]}]}""",
            $$$"""{"model":"m","messages":[{"role":"user","content":"a"}],"tools":[{"type":"function","function":"""
                + $$$"""{"name":"f","description":"d","parameters":{"type":"object","properties":{} } } },{{{Custom("n__p", null)}}}]}""");
        yield return Messages(
            "calls of namespaces, declared or not, and illegal names",
            """[{"type":"function_call","call_id":"1","namespace":"n","name":"f","arguments":"{}"},{"type":"custom_tool_call","call_"""
                + """id":"2","namespace":"n","name":"p","input":""},{"type":"function_call","call_id":"3","name":"a.b"}]""",
            Calls(("1", "n__f", "{}"), ("2", "n__p", """{\"input\":\"\"}"""), ("3", "a_b", "{}")) + "," + NoResults("1", "2", "3"));
        yield return Settings(
            "no tools: nothing about tools (R2, R3, R11)", """ "tools":[],"tool_choice":"required","parallel_tool_calls":false """, "");
        yield return WithTool("tool_choice auto", """ "tool_choice":"auto" """, """ "tool_choice":"auto" """);
        yield return WithTool("tool_choice none", """ "tool_choice":"none" """, """ "tool_choice":"none" """);
        yield return WithTool("tool_choice required", """ "tool_choice":"required" """, """ "tool_choice":"required" """);
        yield return WithTool(
            "tool_choice function",
            """ "tool_choice":{"type":"function","name":"f"} """,
            """ "tool_choice":{"type":"function","function":{"name":"f"}} """);
        yield return WithTool(
            "tool_choice function, nested",
            """ "tool_choice":{"type":"function","function":{"name":"f"}} """,
            """ "tool_choice":{"type":"function","function":{"name":"f"}} """);
        yield return WithTool("parallel_tool_calls false", """ "parallel_tool_calls":false """, """ "parallel_tool_calls":false """);
        yield return WithTool("parallel_tool_calls true", """ "parallel_tool_calls":true """, """ "parallel_tool_calls":true """);

        foreach (var setting in (string[])[
            "\"temperature\":0.5",
            "\"top_p\":1",
            "\"presence_penalty\":-1.5",
            "\"frequency_penalty\":2",
            "\"stop\":\"x\"",
            "\"stop\":[\"x\",\"y\"]",
            "\"seed\":7",
            "\"user\":\"u\"",
        ])
        {
            yield return Settings(setting, setting, setting);
        }

        yield return Settings("max_output_tokens", "\"max_output_tokens\":50", "\"max_tokens\":50");
        yield return Settings("reasoning", """ "reasoning":{"effort":"high","summary":"auto"} """, "\"reasoning_effort\":\"high\"");
        yield return Settings(
            "json_object", """ "text":{"format":{"type":"json_object"}} """, """ "response_format":{"type":"json_object"} """);
        yield return Settings(
            "json_schema",
            """ "text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"},"strict":true,"description":null}} """,
            """ "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"},"strict":true}} """);
        yield return Settings("plain text is what vendors do anyway", """ "text":{"format":{"type":"text"}} """, "");
        yield return Settings(
            "logprobs asked for by include",
            """ "include":["message.output_text.logprobs"],"top_logprobs":3 """,
            """ "top_logprobs":3,"logprobs":true """);
        yield return Settings("no logprobs", "\"top_logprobs\":0", "\"top_logprobs\":0");
        yield return Settings(
            "what changes nothing",
            """ "store":true,"metadata":{"a":"b"},"prompt_cache_key":"k","service_tier":"auto","truncation":"auto","safety_"""
                + """identifier":"s","include":["reasoning.encrypted_content"],"client_metadata":"""
                    + """{},"background":false,"previous_response_id":null,"stream_options":{},"max_tool_calls":3 """,
            "");
        yield return Settings(
            "null is absent",
            """ "temperature":null,"tools":null,"text":null,"reasoning":null,"tool_choice":null,"stream":null,"instructions":null """,
            "");
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        const string Unsupported = "unsupported_parameter";
        const string Missing = "missing_required_parameter";
        const string WrongType = "invalid_type";
        const string WrongValue = "invalid_value";

        yield return Refusal("""{"model":"m","input":"a" """, "invalid_json", "");
        yield return Refusal("", "invalid_json", "");
        yield return Refusal("{} {}", "invalid_json", "");
        yield return Refusal("[]", WrongType, "");
        yield return Refusal("""{"input":"a"}""", Missing, "model");
        yield return Refusal("""{"model":null,"input":"a"}""", Missing, "model");
        yield return Refusal("""{"model":"","input":"a"}""", WrongValue, "model");
        yield return Refusal("""{"model":7,"input":"a"}""", WrongType, "model");
        yield return Refusal("""{"model":"m"}""", Missing, "input");
        yield return Refusal("""{"model":"m","input":""}""", WrongValue, "input");
        yield return Refusal("""{"model":"m","input":[]}""", WrongValue, "input");
        yield return Refusal("""{"model":"m","input":{}}""", WrongType, "input");

        foreach (var (members, code, param) in ((string, string, string)[])
        [
            ("\"conversation\":\"c\"", Unsupported, "conversation"),
            ("\"prompt\":{\"id\":\"p\"}", Unsupported, "prompt"),
            ("\"stream\":\"yes\"", WrongType, "stream"),
            ("\"temperature\":\"hot\"", WrongType, "temperature"),
            ("\"max_output_tokens\":1.5", WrongType, "max_output_tokens"),
            ("\"stop\":[1]", WrongType, "stop"),
            ("\"instructions\":[]", WrongType, "instructions"),
            ("\"reasoning\":\"high\"", WrongType, "reasoning"),
            ("\"metadata\":[]", WrongType, "metadata"),
            ("\"truncation\":true", WrongType, "truncation"),
            ("\"max_tool_calls\":\"3\"", WrongType, "max_tool_calls"),
            ("\"reasoning\":{\"effort\":1}", WrongType, "reasoning.effort"),
            ("\"text\":{\"format\":{}}", Missing, "text.format.type"),
            ("\"text\":{\"format\":{\"type\":\"grammar\"}}", Unsupported, "text.format.type"),
            ("\"text\":{\"format\":{\"type\":\"json_schema\",\"schema\":{}}}", Missing, "text.format.name"),
            ("\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\"}}", Missing, "text.format.schema"),
            ("\"tools\":{}", WrongType, "tools"),
            ("\"tools\":[1]", WrongType, "tools[0]"),
            ("\"tools\":[{}]", Missing, "tools[0].type"),
            ("\"tools\":[{\"type\":\"tool_search\",\"execution\":\"client\",\"parameters\":1}]", WrongType, "tools[0].parameters"),
            ("\"tools\":[{\"type\":\"custom\"}]", Missing, "tools[0].name"),
            ("\"tools\":[{\"type\":\"custom\",\"name\":\"x\",\"format\":{\"type\":\"grammar\"}}]", Missing, "tools[0].format.definition"),
            ("\"tools\":[{\"type\":\"namespace\"}]", Missing, "tools[0].name"),
            ("\"tools\":[{\"type\":\"namespace\",\"name\":\"x\",\"tools\":[{\"type\":\"function\"}]}]", Missing, "tools[0].tools[0].name"),
            (
                "\"tools\":[{\"type\":\"namespace\",\"name\":\"x\",\"tools\":[{\"type\":\"namespace\",\"name\":\"y\"}]}]",
                Unsupported,
                "tools[0].tools[0].type"),
            ("\"tools\":[{\"type\":\"function\"}]", Missing, "tools[0].name"),
            ("\"tools\":[{\"type\":\"function\",\"function\":{}}]", Missing, "tools[0].function.name"),
            ("\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":[]}]", WrongType, "tools[0].parameters"),
            ("\"tool_choice\":\"any\"", WrongValue, "tool_choice"),
            ("\"tool_choice\":1", WrongType, "tool_choice"),
            ("\"tool_choice\":{\"type\":\"allowed_tools\"}", Missing, "tool_choice.tools"),
            ("\"tool_choice\":{\"type\":\"allowed_tools\",\"tools\":[1]}", WrongType, "tool_choice.tools[0]"),
            ("\"tool_choice\":{\"type\":\"allowed_tools\",\"tools\":[],\"mode\":\"any\"}", WrongValue, "tool_choice.mode"),
            ("\"tool_choice\":{\"type\":\"file_search\"}", Unsupported, "tool_choice.type"),
            ("\"tool_choice\":{\"type\":\"local_shell\"}", Unsupported, "tool_choice.type"),
            ("\"tool_choice\":{\"type\":\"tool_search\"}", Unsupported, "tool_choice.type"),
            ("\"tools\":[{\"type\":\"mcp\"}],\"tool_choice\":{\"type\":\"mcp\",\"server_label\":\"x\"}", Unsupported, "tool_choice.type"),
            ("\"service_tier\":1", WrongType, "service_tier"),
            ("\"text\":{\"verbosity\":1}", WrongType, "text.verbosity"),
            ("\"truncation\":true", WrongType, "truncation"),
            ("\"tool_choice\":{\"type\":\"function\"}", Missing, "tool_choice.name"),
        ])
        {
            yield return Refusal($$"""{"model":"m","input":"a",{{members}}}""", code, param);
        }

        foreach (var (item, code, param) in ((string, string, string)[])
        [
            ("1", WrongType, "input[1]"),
            ("{}", Missing, "input[1].type"),
            ("{\"type\":\"tool_search_call\",\"call_id\":1}", WrongType, "input[1].call_id"),
            ("{\"type\":\"tool_search_output\",\"call_id\":\"c\",\"tools\":[{\"type\":\"function\"}]}", Missing, "input[1].tools[0].name"),
            ("{\"type\":\"agent_message\",\"author\":\"a\"}", Missing, "input[1].content"),
            ("{\"type\":\"configuration_update\",\"reasoning\":{\"effort\":1}}", WrongType, "input[1].reasoning.effort"),
            ("{\"type\":\"configuration_update\",\"text\":{\"format\":{\"type\":\"x\"}}}", Unsupported, "input[1].text.format.type"),
            ("{\"type\":\"compaction\"}", Missing, "input[1].encrypted_content"),
            ("{\"type\":\"compaction\",\"encrypted_content\":\"x\"}", "invalid_encrypted_content", "input[1].encrypted_content"),
            ("{\"type\":\"compaction_trigger\"},{\"role\":\"user\",\"content\":\"a\"}", WrongValue, "input[1]"),
            ("{\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"x\"}", Missing, "input[1].input"),
            ("{\"type\":\"custom_tool_call_output\",\"call_id\":\"c\"}", Missing, "input[1].output"),
            ("{\"type\":\"additional_tools\",\"tools\":[{\"type\":\"function\"}]}", Missing, "input[1].tools[0].name"),
            ("{\"type\":\"\"}", Unsupported, "input[1].type"),
            ("{\"type\":\"message\",\"content\":\"a\"}", Missing, "input[1].role"),
            ("{\"role\":\"critic\",\"content\":\"a\"}", WrongValue, "input[1].role"),
            ("{\"role\":\"user\"}", Missing, "input[1].content"),
            ("{\"role\":\"user\",\"content\":1}", WrongType, "input[1].content"),
            ("{\"role\":\"user\",\"content\":[\"a\"]}", WrongType, "input[1].content[0]"),
            ("{\"role\":\"user\",\"content\":[{\"type\":\"input_text\"}]}", Missing, "input[1].content[0].text"),
            (
                "{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"a\"},{\"type\":\"input_file\"}]}",
                Unsupported,
                "input[1].content[1].type"),
            ("{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}", Unsupported, "input[1].content[0].type"),
            ("{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"file_id\":\"f\"}]}", Unsupported, "input[1].content[0].file_id"),
            ("{\"role\":\"user\",\"content\":[{\"type\":\"input_image\"}]}", Missing, "input[1].content[0].image_url"),
            ("{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":{}}]}", Missing, "input[1].content[0].image_url.url"),
            ("{\"type\":\"local_shell_call\",\"action\":{}}", Missing, "input[1].call_id"),
            ("{\"type\":\"shell_call_output\",\"output\":[]}", Missing, "input[1].call_id"),
            ("{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"{}\"}", Missing, "input[1].call_id"),
            ("{\"type\":\"function_call\",\"call_id\":\"c\",\"arguments\":\"{}\"}", Missing, "input[1].name"),
            ("{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":1}", WrongType, "input[1].arguments"),
            ("{\"type\":\"function_call_output\",\"call_id\":\"c\"}", Missing, "input[1].output"),
            (
                "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":[{\"type\":\"input_file\",\"file_url\":\"x\"}]}",
                Unsupported,
                "input[1].output[0].type"),
        ])
        {
            yield return Refusal($$"""{"model":"m","input":[{"role":"user","content":"a"},{{item}}]}""", code, param);
        }
    }

    private static TestCaseData Whole(string name, string request, string chat) => new TestCaseData(request, chat).SetArgDisplayNames(name);

    private static TestCaseData Messages(string name, string input, string messages) =>
        Whole(name, $$"""{"model":"m","input":{{input}}}""", $$"""{"model":"m","messages":[{{messages}}]}""");

    private static TestCaseData Settings(string name, string members, string chatMembers) =>
        Whole(
            name,
            $$"""{"model":"m","input":"a",{{members}}}""",
            $$"""{"model":"m","messages":[{"role":"user","content":"a"}]{{(chatMembers.Length == 0 ? "" : ",")}}{{chatMembers}}}""");

    private const string InNextMessage = "The output is in the next user message.";

    private static TestCaseData Tools(string name, string tools, string chatTools) =>
        Settings(name, $"\"tools\":{tools}", $"\"tools\":{chatTools}");

    private static TestCaseData WithTool(string name, string member, string chatMember) =>
        Settings(
            name,
            $"\"tools\":[{Tool}],{member}",
            $$$""" "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{} } } }],{{{chatMember}}}""");

    private static TestCaseData Refusal(string request, string code, string param) =>
        new TestCaseData(request, code, param).SetArgDisplayNames(request, code);

    private static string Function(string name) =>
        $$$"""{"type":"function","function":{"name":"{{{name}}}","parameters":{"type":"object","properties":{} } } }""";

    private static string Custom(string name, string? description)
    {
        var told = description is null ? "" : $"\"description\":\"{description}\",";
        return $$$"""{"type":"function","function":{"name":"{{{name}}}",{{{told}}}"parameters":{"type":"object","properties":{"input":"""
            + $$$"""{"type":"string"}},"required":["input"],"additionalProperties":false} } }""";
    }

    private static string Calls(params (string Id, string Name, string Arguments)[] calls)
    {
        var written = calls.Select(static call =>
            $$$"""{"id":"{{{call.Id}}}","type":"function","function":{"name":"{{{call.Name}}}","arguments":"{{{call.Arguments}}}"}}""");
        return $$"""{"role":"assistant","content":null,"tool_calls":[{{string.Join(',', written)}}]}""";
    }

    private static string Shown(string id, string url) =>
        $$"""{"role":"user","content":[{"type":"text","text":"Images of tool """
            + $$"""call {{id}}:"},{"type":"image_url","image_url":{"url":"{{url}}"} }]}""";

    private static string NoResults(params string[] ids) =>
        string.Join(',', ids.Select(static id => Result(id, "No output was recorded for this call.")));

    private static string Result(string id, string content) => $$"""{"role":"tool","tool_call_id":"{{id}}","content":"{{content}}"}""";
}
