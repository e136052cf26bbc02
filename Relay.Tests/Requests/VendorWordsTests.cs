using NUnit.Framework;
using Relay.Contract;

namespace Relay.Tests.Requests;

/// <summary>What vendors have other words for, or none, goes up as the policies say.</summary>
internal sealed class VendorWordsTests
{
    private const string Input = "\"input\":\"a\"";

    [TestCase("reasoning_effort", "low", "reasoning_effort", "\"low\"")]
    [TestCase("reasoning_object", "low", "reasoning", "{\"effort\":\"low\"}")]
    [TestCase("thinking", "low", "thinking", "{\"type\":\"enabled\"}")]
    [TestCase("thinking", "none", "thinking", "{\"type\":\"disabled\"}")]
    [TestCase("enable_thinking", "high", "enable_thinking", "true")]
    [TestCase("enable_thinking", "none", "enable_thinking", "false")]
    [TestCase("none", "high", "reasoning_effort", "")]
    public void The_effort_goes_by_many_names(string field, string effort, string name, string value)
    {
        var sent = new ChatRequestOf($$"""{{Input}},"reasoning":{"effort":"{{effort}}"}""", $"effort_field={field}");

        Assert.That(sent.Member(name), Is.EqualTo(value));
        Assert.That(sent.Chat!.AsObject().Count, Is.EqualTo(value.Length > 0 ? 3 : 2), "nothing else is said");
    }

    [Test]
    public void What_only_openai_knows_goes_up_where_the_policy_says_so()
    {
        const string Members =
            $$"""{{Input}},"service_tier":"flex","prompt_cache_key":"k","prompt_cache_retention":"24h","safety_identifier":"s","text":"""
                + $$"""{"verbosity":"low"},"metadata":{"a":"b"},"store":true""";

        Assert.That(
            new ChatRequestOf(Members).Chat!.AsObject().Select(static member => member.Key), Is.EquivalentTo(["model", "messages"]));
        Assert.That(new ChatRequestOf(Members, "openai_fields=pass").Chat!.AsObject().Select(static member => member.Key), Is.EquivalentTo(
            ["model", "messages", "service_tier", "prompt_cache_key", "prompt_cache_retention", "safety_identifier", "verbosity"]));
    }

    [TestCase("pass", "false")]
    [TestCase("off", "")]
    public void One_call_at_a_time_is_told_or_not(string value, string expected)
    {
        var sent = new ChatRequestOf(
            $$"""{{Input}},"tools":[{"type":"function","name":"f"}],"parallel_tool_calls":false""", $"parallel_calls={value}");

        Assert.That(sent.Member("parallel_tool_calls"), Is.EqualTo(expected));
    }

    [Test]
    public void A_schema_can_be_told_in_words()
    {
        var sent = new ChatRequestOf($$"""{{Input}},"instructions":"i","text":{"format":{"type":"json_schema","name":"n","schema":"""
            + $$"""{"type":"object"},"strict":true} }""", "schema_format=json_object");

        Assert.That(sent.Member("response_format"), Is.EqualTo("""{"type":"json_object"}"""));
        Assert.That(
            sent.Messages,
            Is.EqualTo(["system i", "system Answer with one JSON object that follows this JSON schema:\n{\"type\":\"object\"}", "user a"]));
    }

    [Test]
    public void Strict_is_left_out_where_vendors_stumble_over_it()
    {
        var sent = new ChatRequestOf(
            $$"""{{Input}},"tools":[{"type":"function","name":"f","strict":true}],"text":{"format":"""
                + $$"""{"type":"json_schema","name":"n","schema":{},"strict":true} }""",
            "strict_tools=drop",
            "strict_schema=drop");

        Assert.That(sent.Chat!.ToJsonString(), Does.Not.Contain("strict"));
    }

    [TestCase(
        "options",
        "web_search_options",
        """{"search_context_size":"low","user_location":{"type":"approximate","approximate":{"city":"Oslo"}}}""")]
    [TestCase("enable_search", "enable_search", "true")]
    [TestCase("plugin", "plugins", """[{"id":"web"}]""")]
    public void A_web_search_is_asked_for_in_the_words_of_the_vendor(string value, string name, string expected)
    {
        var sent = new ChatRequestOf(
            $$"""{{Input}},"tools":[{"type":"web_search_preview_2025_03_11","search_context_size":"low","user_location":"""
                + $$"""{"type":"approximate","city":"Oslo","country":null} }]""",
            $"web_search={value}");

        Assert.That(sent.Member(name), Is.EqualTo(expected));
        Assert.That(sent.Member("tools"), Is.Empty);
    }

    [TestCase("file", """{"type":"input_file","file_data":"data:x","filename":"a.pdf"}""", """{"filename":"a.pdf","file_data":"data:x"}""")]
    [TestCase("file", """{"type":"input_file","file_id":"file_1"}""", """{"file_id":"file_1"}""")]
    [TestCase("file_or_url", """{"type":"input_file","file_url":"http://x"}""", """{"file_data":"http://x"}""")]
    public void Files_go_up_where_the_vendor_takes_them(string value, string part, string file)
    {
        var sent = new ChatRequestOf($$"""{{"\"input\":[{\"role\":\"user\",\"content\":["}}{{part}}]}]""", $"files={value}");

        Assert.That(sent.Chat!["messages"]![0]!["content"]![0]!["file"]!.ToJsonString(), Is.EqualTo(file));
    }

    [TestCase("file", """{"type":"input_file","file_url":"http://x"}""", "unsupported_parameter", "input[0].content[0].file_url")]
    [TestCase("file", """{"type":"input_file"}""", "missing_required_parameter", "input[0].content[0].file_data")]
    [TestCase("refuse", """{"type":"input_file","file_id":"x"}""", "unsupported_parameter", "input[0].content[0].type")]
    public void A_file_that_cannot_go_up_is_refused(string value, string part, string code, string param)
    {
        var sent = new ChatRequestOf($$"""{{"\"input\":[{\"role\":\"user\",\"content\":["}}{{part}}]}]""", $"files={value}");

        Assert.That((sent.Problem?.Code, sent.Problem?.Param), Is.EqualTo((code, param)));
    }

    [Test]
    public void Parts_stay_parts_and_pictures_go_where_the_policies_say()
    {
        const string Parts = """ "input":[{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b"},"""
            + """{"type":"input_image","image_url":{"url":"u"}}]}] """;

        Assert.That(new ChatRequestOf(Parts).Messages, Is.EqualTo(["user [text,text,image_url]"]));
        Assert.That(new ChatRequestOf(Parts, "images=drop").Messages, Is.EqualTo(["user ab"]));
        Assert.That(new ChatRequestOf(Parts, "images=drop", "content_parts=list").Messages, Is.EqualTo(["user [text,text]"]));
    }

    [Test]
    public void Audio_is_the_same_in_both_apis()
    {
        var sent = new ChatRequestOf(
            """ "input":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"x","format":"wav"}}]}] """, "audio=pass");

        Assert.That(
            sent.Member("messages"),
            Is.EqualTo("""[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"x","format":"wav"}}]}]"""));
    }

    [TestCase(
        """{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"g"},{"type":"local_shell"},{"type":"mcp"}]}""",
        "\"required\"",
        "g,local_shell")]
    [TestCase("""{"type":"allowed_tools","tools":[{"type":"function","function":{"name":"f"}}]}""", "\"auto\"", "f")]
    [TestCase("""{"type":"allowed_tools","mode":"auto","tools":[]}""", "", "")]
    [TestCase("""{"type":"tool","name":"g"}""", """{"type":"function","function":{"name":"g"}}""", "f,g,local_shell")]
    [TestCase("""{"type":"local_shell"}""", """{"type":"function","function":{"name":"local_shell"}}""", "f,g,local_shell")]
    [TestCase("""{"type":"required"}""", "\"required\"", "f,g,local_shell")]
    public void A_choice_in_every_form(string choice, string expected, string tools)
    {
        var sent =
            new ChatRequestOf(
                $$"""{{Input}},"tools":[{"type":"function","name":"f"},{"type":"function","name":"g"},{"type":"local_shell"}],"tool_choice":{{choice}}""");

        Assert.That(sent.Member("tool_choice"), Is.EqualTo(expected));
        Assert.That(string.Join(',', sent.Chat!["tools"]?.AsArray().Select(static tool => (string?)tool!["function"]!["name"])
            ?? []), Is.EqualTo(tools));
    }

    [Test]
    public void Tools_that_the_client_runs_for_openai_are_functions_and_known_by_what_they_were()
    {
        var sent = new ChatRequestOf($$"""{{Input}},"tools":[{"type":"local_shell"},{"type":"shell","environment":"""
            + $$"""{"type":"local"} },{"type":"apply_patch"},{"type":"function","name":"shell"}]""");

        Assert.That(sent.Request!.Echo.ToolOrigins.Select(static pair => (pair.Value.Name, pair.Value.BuiltIn)), Is.EquivalentTo([
            ("local_shell", BuiltInTool.LocalShell), ("shell", BuiltInTool.Shell), ("apply_patch", BuiltInTool.ApplyPatch),
        ]));
        Assert.That(sent.Chat!["tools"]!.AsArray(), Has.Count.EqualTo(4));
    }

    [Test]
    public void Calls_of_tools_that_the_client_ran_are_calls_of_those_functions()
    {
        var sent = new ChatRequestOf("""
            "input":[{"type":"local_shell_call","id":"lsh_1","call_id":"1","status":"completed","action":{"type":"exec","command":["ls"],"env":{},"user":null}},
            {"type":"local_shell_call_output","id":"lsh_1","output":"a.md"},
            {"type":"shell_call","call_id":"2","action":{"commands":["ls"]}},{"type":"shell_call_output","call_id":"2","output":[{"stdout":"a.md","stderr":"","outcome":{"type":"exit","exit_code":0}}]},
            {"type":"apply_patch_call","call_id":"3","operation":{"type":"delete_file","path":"a.md"}},{"type":"apply_patch_call_output","call_id":"3","status":"completed"}]
            """);

        Assert.That(sent.Messages, Is.EqualTo([
            """assistant 1:local_shell{"command":["ls"],"env":{}}""",
            "tool 1 a.md",
            """assistant 2:shell{"commands":["ls"]}""",
            """tool 2 [{"stdout":"a.md","stderr":"","outcome":{"type":"exit","exit_code":0}}]""",
            """assistant 3:apply_patch{"type":"delete_file","path":"a.md"}""",
            "tool 3 completed",
        ]));
    }

    [Test]
    public void A_tool_of_a_namespace_called_by_its_bare_name_is_that_tool_when_no_other_is_meant()
    {
        const string Tools = """ "tools":[{"type":"namespace","name":"n","tools":[{"type":"function","name":"f"},"""
            + """{"type":"function","name":"g"}]},{"type":"function","name":"g"}] """;
        var sent =
            new ChatRequestOf(
                $$"""{{Tools}},"input":[{"type":"function_call","call_id":"1","name":"f"},{"type":"function_call","call_id":"2","name":"g"}]""");

        Assert.That(sent.Messages[0], Is.EqualTo("assistant 1:n__f{} 2:g{}"));
    }

    [Test]
    public void What_nobody_knows_is_told_once_a_name_and_odd_names_stay_out_of_the_log()
    {
        var sent = new ChatRequestOf($$"""{{Input}},"top_k":1,"top_k":2,"Sk-live """
            + $$"""1":1,"n":null,"truncation":"auto","include":["x.y","reasoning.encrypted_content"],"text":{"verbosity":"low"}""");

        Assert.That(sent.Warnings, Is.EquivalentTo([
            "'top_k' was left out: the relay does not support it.",
            "A member with an unusual name was left out: the relay does not support it.",
            "truncation 'auto' was left out: the vendor receives the complete conversation.",
            "'x.y' of include was left out: the relay does not support it.",
            "text.verbosity was left out.",
        ]));
    }

    [Test]
    public void What_every_client_sends_is_no_news()
    {
        var sent = new ChatRequestOf($$"""{{Input}},"store":false,"include":["reasoning.encrypted_content"],"reasoning":"""
            + $$"""{"summary":"auto"},"prompt_cache_key":"k","client_metadata":{},"parallel_tool_calls":true,"stream_options":{}""");

        Assert.That(sent.Warnings, Is.Empty);
    }
}
