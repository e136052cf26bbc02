using NUnit.Framework;

namespace Relay.Tests.Requests;

/// <summary>What clients send back of a conversation is put into messages that strict vendors accept (R5, R6, R7).</summary>
internal sealed class MessageOrderTests
{
    private const string NoOutput = "No output was recorded for this call.";

    [Test]
    public void Outputs_move_up_to_their_calls_in_the_order_of_the_calls()
    {
        var sent = Input(Call("1"), Call("2"), User("wait"), Output("2", "b"), Output("1", "a"));

        Assert.That(sent.Messages, Is.EqualTo(["assistant 1:f{} 2:f{}", "tool 1 a", "tool 2 b", "user wait"]));
        Assert.That(sent.Warnings, Is.Empty);
    }

    [Test]
    public void An_output_before_its_call_goes_behind_it()
    {
        Assert.That(Input(Output("1", "a"), Call("1"), User("u")).Messages, Is.EqualTo(["assistant 1:f{}", "tool 1 a", "user u"]));
    }

    [Test]
    public void A_call_without_an_output_gets_one_that_says_so()
    {
        var sent = Input(Call("1"), Call("2"), Output("2", "b"), User("go on"));

        Assert.That(sent.Messages, Is.EqualTo(["assistant 1:f{} 2:f{}", $"tool 1 {NoOutput}", "tool 2 b", "user go on"]));
        Assert.That(sent.Warnings, Is.EqualTo(["An output stating that none was recorded was added to a tool call."]));
    }

    [Test]
    public void An_output_without_its_call_is_quoted_and_no_call_is_invented()
    {
        var sent = Input(User("u"), Output("9", "b"));

        Assert.That(sent.Messages, Is.EqualTo(["user u", "user Output of tool call 9, which is not part of this conversation:\nb"]));
        Assert.That(sent.Warnings, Is.EqualTo(["An output whose tool call is missing was quoted in a user message."]));
    }

    [Test]
    public void An_id_that_every_turn_uses_again_stays_with_its_turn()
    {
        var sent = Input(Call("1"), User("stop"), Call("1"), Output("1", "b"), User("u"));

        Assert.That(
            sent.Messages, Is.EqualTo(["assistant 1:f{}", $"tool 1 {NoOutput}", "user stop", "assistant 1:f{}", "tool 1 b", "user u"]));
    }

    [Test]
    public void Two_calls_of_one_id_and_their_outputs_are_told_apart()
    {
        var sent = Input(Call("1", "{\\\"a\\\":1}"), Call("1", "{\\\"a\\\":2}"), Output("1", "x"), Output("1", "y"));

        Assert.That(sent.Messages, Is.EqualTo(["""assistant 1:f{"a":1} 1_1:f{"a":2}""", "tool 1 x", "tool 1_1 y"]));
    }

    [Test]
    public void What_is_told_twice_is_told_once()
    {
        var sent = Input(Call("1"), Call("1"), Output("1", "x"), Output("1", "x"));

        Assert.That(sent.Messages, Is.EqualTo(["assistant 1:f{}", "tool 1 x"]));
        Assert.That(sent.Warnings, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_second_output_that_says_something_else_is_not_lost()
    {
        Assert.That(
            Input(Call("1"), Output("1", "x"), Output("1", "y")).Messages[2],
            Is.EqualTo("user Output of tool call 1, which is not part of this conversation:\ny"));
    }

    [Test]
    public void An_output_may_name_the_item_instead_of_the_call()
    {
        Assert.That(
            Input("""{"type":"function_call","id":"fc_1","call_id":"1","name":"f"}""", Output("fc_1", "x")).Messages,
            Is.EqualTo(["assistant 1:f{}", "tool 1 x"]));
    }

    [TestCase(
        "input[1]",
        "No tool output found for the call '1'.",
        "{\"role\":\"user\",\"content\":\"u\"},{\"type\":\"function_call\",\"call_id\":\"1\",\"name\":\"f\"}")]
    [TestCase(
        "input[0]",
        "No tool call found for the output of the call '1'.",
        "{\"type\":\"function_call_output\",\"call_id\":\"1\",\"output\":\"x\"}")]
    public void Orphans_are_refused_with_their_place_where_the_policy_says_so(string param, string message, string items)
    {
        var sent = new ChatRequestOf($"\"input\":[{items}]", "orphans=refuse");

        Assert.That((sent.Problem?.Code, sent.Problem?.Param, sent.Problem?.Message), Is.EqualTo(("invalid_value", param, message)));
    }

    [Test]
    public void Passed_on_as_they_came_nothing_moves()
    {
        var sent = new ChatRequestOf($"\"input\":[{Call("1")},{User("u")},{Output("9", "x")},{Output("1", "y")}]", "orphans=pass");

        Assert.That(sent.Messages, Is.EqualTo(["assistant 1:f{}", "user u", "tool 9 x", "tool 1 y"]));
    }

    [Test]
    public void Images_of_an_output_that_moved_follow_the_outputs_of_its_turn()
    {
        const string Seen = """{"type":"function_call_output","call_id":"1","output":[{"type":"input_text","text":"a"},"""
            + """{"type":"input_image","image_url":"data:x"}]}""";

        Assert.That(
            Input(Call("1"), Call("2"), User("u"), Seen, Output("2", "b")).Messages,
            Is.EqualTo(["assistant 1:f{} 2:f{}", "tool 1 a", "tool 2 b", "user [text,image_url]", "user u"]));
    }

    [TestCase("on", "assistant ok 1:f{} 2:f{}|tool 1 a|tool 2 b")]
    [TestCase("off", "assistant ok|assistant 1:f{}|tool 1 a|assistant 2:f{}|tool 2 b")]
    public void Calls_are_grouped_or_stand_alone(string value, string messages)
    {
        var sent = new ChatRequestOf(
            $"\"input\":[{Said("ok")},{Call("1")},{Call("2")},{Output("1", "a")},{Output("2", "b")}]", $"group_tool_calls={value}");

        Assert.That(string.Join('|', sent.Messages), Is.EqualTo(messages));
    }

    [TestCase("off", "assistant a|user u|assistant a")]
    [TestCase("on", "assistant a|user u")]
    public void What_the_assistant_repeats_is_told_again_or_not(string value, string messages)
    {
        var sent = new ChatRequestOf($"\"input\":[{Said("a")},{User("u")},{Said("a")}]", $"dedupe_messages={value}");

        Assert.That(string.Join('|', sent.Messages), Is.EqualTo(messages));
    }

    [TestCase("reasoning_scope=all", "(t1)|(t2)|(t3)|(t4)")]
    [TestCase("reasoning_scope=tool_turns", "(t2)|(t3)")]
    [TestCase("reasoning_scope=last_turn", "(t4)")]
    [TestCase("reasoning_field=reasoning", "<t1>|<t2>|<t3>|<t4>")]
    [TestCase("reasoning_field=both", "(t1) <t1>|(t2) <t2>|(t3) <t3>|(t4) <t4>")]
    [TestCase("reasoning_field=none", "")]
    public void Reasoning_goes_back_where_and_how_the_policy_says(string policy, string thoughts)
    {
        var sent = new ChatRequestOf(
            $"\"input\":[{User("u")},{VendorReasoning("t1")},{Said("a")},{User("u")},{VendorReasoning("t2")},"
                + $"{Call("1")},{Output("1", "x")},{VendorReasoning("t3")},{Said("b")},{User("u")},{VendorReasoning("t4")},{Said("c")}]",
            policy);

        var words = sent.Messages.Select(static line => string.Join(' ', line.Split(' ').Where(static word => word[0] is '(' or '<')))
            .Where(static words => words.Length > 0);
        Assert.That(string.Join('|', words), Is.EqualTo(thoughts));
    }

    [TestCase("next", "assistant a|user u|assistant b (t)")]
    [TestCase("previous", "assistant a (t)|user u|assistant b")]
    public void Reasoning_behind_a_message_belongs_to_the_next_or_to_that_one(string value, string messages)
    {
        var items = value == "next"
            ? $"{Said("a")},{User("u")},{VendorReasoning("t")},{Said("b")}"
            : $"{Said("a")},{VendorReasoning("t")},{User("u")},{Said("b")}";

        Assert.That(
            string.Join('|', new ChatRequestOf($"\"input\":[{items}]", $"reasoning_anchor={value}").Messages), Is.EqualTo(messages));
    }

    [TestCase("omit", "assistant 1:f{}")]
    [TestCase("empty", "assistant () 1:f{}")]
    public void A_message_with_calls_and_no_thoughts_may_say_so(string value, string message)
    {
        Assert.That(
            new ChatRequestOf($"\"input\":[{User("u")},{Call("1")},{Output("1", "x")}]", $"missing_reasoning={value}").Messages[1],
            Is.EqualTo(message));
    }

    [Test]
    public void Blank_thoughts_are_none()
    {
        Assert.That(Input(VendorReasoning("\\n "), Said("a")).Messages, Is.EqualTo(["assistant a"]));
    }

    [TestCase("separate", "system i|system d|user u|system e")]
    [TestCase("merge", "system i\n\nd|user u|user e")]
    public void Instructions_stand_apart_or_together(string value, string messages)
    {
        var sent = new ChatRequestOf(
            $$"""{{"\"instructions\":\"i\""}},"input":[{"role":"developer","content":"d"},{{User("u")}},{"role":"developer","content":"e"}]""",
            $"system_messages={value}");

        Assert.That(string.Join('|', sent.Messages), Is.EqualTo(messages));
    }

    private static ChatRequestOf Input(params string[] items) => new($"\"input\":[{string.Join(',', items)}]");

    private static string User(string text) => $$"""{"role":"user","content":"{{text}}"}""";

    private static string Said(string text) => $$"""{"role":"assistant","content":"{{text}}"}""";

    private static string VendorReasoning(string text) =>
        $$"""{"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"{{text}}"}]}""";

    private static string Call(string id, string arguments = "{}") =>
        $$"""{"type":"function_call","call_id":"{{id}}","name":"f","arguments":"{{arguments}}"}""";

    private static string Output(string id, string text) => $$"""{"type":"function_call_output","call_id":"{{id}}","output":"{{text}}"}""";
}
