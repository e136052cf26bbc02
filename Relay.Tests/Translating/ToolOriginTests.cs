using NUnit.Framework;
using Relay.Contract;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Translating;

/// <summary>
/// Calls of tools that the vendor knows by another name or in another shape go back as the client declared them (Q26, Q27).
/// </summary>
internal sealed class ToolOriginTests
{
    private const string OddInput = "The input of a custom tool does not have the declared form.";

    private static readonly TranslationSetup Custom = new TranslationSetup().Declaring("p", new ToolOrigin("p", null, IsCustom: true));

    [Test]
    public void A_custom_call_comes_back_as_one_with_its_input_unwrapped()
    {
        var run = Translation.Run(
            Custom, Call(0, "A", "p", "{\"input\":\"a\\n"), Call(0, args: "\\u00e9\\\"\"}"), Finish("tool_calls"), Done);

        Assert.That(run.Lines, Is.EqualTo([
            "output_item.added 0 custom A p (in_progress)",
            "custom_tool_call_input.delta 0 'a\n'",
            "custom_tool_call_input.delta 0 'é\"'",
            "custom_tool_call_input.done 0 'a\né\"'",
            "output_item.done 0 custom A p a\né\"",
            "completed",
        ]));
        Assert.That(run.Response.GetProperty("output")[0].GetProperty("id").GetString(), Does.StartWith("ctc_"));
        Assert.That(run.Warnings, Is.Empty);
    }

    [TestCase("another member", "{\"patch\":\"x\"}", "x")]
    [TestCase("one text among others", "{\"n\":1,\"patch\":\"x\"}", "x")]
    [TestCase("more than was asked for", "{\"input\":\"x\",\"why\":\"y\"}", "x")]
    [TestCase("two texts", "{\"a\":\"x\",\"b\":\"y\"}", "{\"a\":\"x\",\"b\":\"y\"}")]
    [TestCase("input of another kind", "{\"input\":[\"x\"]}", "{\"input\":[\"x\"]}")]
    [TestCase("plain text", "*** Begin\n{x", "*** Begin\n{x")]
    [TestCase("a number", "12", "12")]
    [TestCase("a JSON string", "\"x\\ny\"", "x\ny")]
    [TestCase("encoded twice", "\"{\\\"input\\\":\\\"x\\\"}\"", "x")]
    [TestCase("half a character", "{\"patch\":\"\\ud83d\"}", "\uFFFD")]
    [TestCase("nothing", "", "")]
    [TestCase("an empty object", "{}", "")]
    public void Input_in_another_shape_is_taken_with_a_warning(string name, string arguments, string input)
    {
        var run = Translation.Run(Custom, Call(0, "A", "p", arguments), Finish("tool_calls"), Done);

        Assert.That(run.Response.GetProperty("output")[0].GetProperty("input").GetString(), Is.EqualTo(input), name);
        Assert.That(run.Warnings, Has.One.EqualTo(OddInput));
    }

    [TestCase("{\"input\":\"*** Begin", "tool_calls", "failed(invalid_tool_call)")]
    [TestCase("\"*** Begin", "tool_calls", "failed(invalid_tool_call)")]
    [TestCase("{\"input\":\"*** Begin", "length", "incomplete(max_output_tokens) | custom A p *** Begin (incomplete)")]
    [TestCase("*** Begin", "length", "incomplete(max_output_tokens) | custom A p (incomplete)")]
    public void Half_an_input_is_never_told_as_done(string arguments, string finish, string outcome)
    {
        var run = Translation.Run(Custom, Call(0, "A", "p", arguments), Finish(finish), Done);

        Assert.That(run.Outcome, Is.EqualTo(outcome));
        Assert.That(run.Lines, Has.None.StartsWith("custom_tool_call_input.done"));
    }

    [TestCase("{\"input\":\"a\\", "n\"}", "a\n")]
    [TestCase("{\"input\":\"a\\ud83d", "\\ude00\"}", "a😀")]
    [TestCase(" {\n \"inp", "ut\" : \"a\"}", "a")]
    [TestCase("{\"input\":\"a\",\"input\":", "\"b\"}", "a")]
    [TestCase("{\"patch\":\"a", "\"}", "a")]
    [TestCase("{\"other\":1,\"input\":\"a", "\"}", "a")]
    public void Input_is_the_same_wherever_its_arguments_are_cut(string first, string second, string input)
    {
        var run = Translation.Run(Custom, Call(0, "A", "p", first), Call(0, args: second), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo($"completed | custom A p {input}"));
    }

    [TestCase("*** Begin")]
    [TestCase("{\"input\":\"*** Begin")]
    public void Input_without_a_finish_reason_is_not_whole_for_all_one_knows(string arguments)
    {
        var run = Translation.Run(Custom, Call(0, "A", "p", arguments), Done);

        Assert.That(run.Outcome, Is.EqualTo("failed(upstream_truncated)"));
    }

    [Test]
    public void A_namespace_is_restored()
    {
        var setup = new TranslationSetup().Declaring("n__f", new ToolOrigin("f", "n", IsCustom: false));

        var run = Translation.Run(setup, Call(0, "A", "n__f", "{}"), Finish("tool_calls"), Done);

        Assert.That(run.Lines, Is.EqualTo([
            "output_item.added 0 A n f (in_progress)",
            "function_call_arguments.delta 0 '{}'",
            "function_call_arguments.done 0 '{}'",
            "output_item.done 0 A n f {}",
            "completed",
        ]));
    }

    [Test]
    public void A_custom_tool_of_a_namespace_is_restored()
    {
        var setup = new TranslationSetup().Declaring("n__p", new ToolOrigin("p", "n", IsCustom: true));

        var run = Translation.RunCompletion(setup, """{"choices":[{"message":{"tool_calls":[{"id":"A","function":"""
            + """{"name":"n__p","arguments":"{\"input\":\"x\"}"}}]},"finish_reason":"tool_calls"}]}""");

        Assert.That(run.Outcome, Is.EqualTo("completed | custom A n p x"));
    }

    [Test]
    public void A_name_that_only_looks_joined_is_left_alone()
    {
        var run = Translation.Run(
            new TranslationSetup().Declaring("mcp-search__x"), Call(0, "A", "mcp-search__x", "{}"), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | A mcp-search__x {}"));
    }

    [TestCase(
        BuiltInTool.LocalShell,
        "{\"command\":[\"ls\"],\"timeout_ms\":5,\"other\":1}",
        """local_shell_call {"type":"exec","command":["ls"],"env":{},"timeout_ms":5}""")]
    [TestCase(
        BuiltInTool.LocalShell,
        "{\"command\":\"ls -l\",\"env\":{\"A\":\"b\"}}",
        """local_shell_call {"type":"exec","command":["bash","-lc","ls -l"],"env":{"A":"b"}}""")]
    [TestCase(
        BuiltInTool.LocalShell, "\"{\\\"command\\\":[\\\"ls\\\"]}\"", """local_shell_call {"type":"exec","command":["ls"],"env":{}}""")]
    [TestCase(
        BuiltInTool.Shell,
        "{\"commands\":[\"ls\",1],\"timeout_ms\":5}",
        """shell_call {"commands":["ls"],"max_output_length":null,"timeout_ms":5}""")]
    [TestCase(BuiltInTool.Shell, "{\"commands\":\"ls\"}", """shell_call {"commands":["ls"],"max_output_length":null,"timeout_ms":null}""")]
    [TestCase(
        BuiltInTool.ApplyPatch, "{\"type\":\"delete_file\",\"path\":\"a\"}", """apply_patch_call {"type":"delete_file","path":"a"}""")]
    [TestCase(BuiltInTool.ApplyPatch, "{}", """apply_patch_call {"type":"update_file","path":""}""")]
    public void A_call_of_a_built_in_tool_comes_back_as_an_item_of_that_tool(BuiltInTool tool, string arguments, string item)
    {
        var run = Translation.Run(
            new TranslationSetup().Declaring("t", new ToolOrigin("t", null, IsCustom: false, tool)),
            Call(0, "A", "t", arguments),
            Finish("tool_calls"),
            Done);

        var output = run.Response.GetProperty("output")[0];
        var action = output.GetProperty(tool is BuiltInTool.ApplyPatch ? "operation" : "action");
        Assert.That($"{output.GetProperty("type")} {action.GetRawText()}", Is.EqualTo(item));
        Assert.That(output.GetProperty("call_id").GetString(), Is.EqualTo("A"));
        Assert.That(run.Lines, Has.Count.EqualTo(3).And.None.Contains("arguments"), "its arguments are nobody's business");
    }

    [Test]
    public void Half_a_call_of_a_built_in_tool_is_never_handed_on()
    {
        var setup = new TranslationSetup().Declaring("t", new ToolOrigin("t", null, IsCustom: false, BuiltInTool.LocalShell));

        var run = Translation.Run(setup, Call(0, "A", "t", "{\"command\":[\"rm\""), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo("failed(invalid_tool_call)"));
    }

    [Test]
    public void A_tool_called_without_its_namespace_is_known_when_no_other_is_meant()
    {
        var one = new TranslationSetup().Declaring("n__f", new ToolOrigin("f", "n", IsCustom: false));
        var two = one with
        {
            Echo = one.Echo with { ToolOrigins = new Dictionary<string, ToolOrigin>(StringComparer.Ordinal)
            {
                ["n__f"] = new("f", "n", IsCustom: false),
                ["m__f"] = new("f", "m", IsCustom: false),
            } },
        };

        Assert.That(Translation.Run(one, Call(0, "A", "f", "{}"), Finish("tool_calls"), Done).Outcome, Is.EqualTo("completed | A n f {}"));
        Assert.That(Translation.Run(two, Call(0, "A", "f", "{}"), Finish("tool_calls"), Done).Outcome, Is.EqualTo("completed | A f {}"));
    }
}
