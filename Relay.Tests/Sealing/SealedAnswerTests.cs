using System.Text.Json;
using NUnit.Framework;
using Relay.Sealing;
using Relay.Tests.Translating;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Sealing;

/// <summary>What of an answer goes under seal, and where its items stand.</summary>
[TestFixture]
internal sealed class SealedAnswerTests
{
    private const string Signature = """{"google":{"thought_signature":"c2ln"}}""";

    [Test]
    public void Who_does_not_ask_gets_nothing_sealed()
    {
        var run = Translation.Run(new TranslationSetup { Seal = Carried.Seal }, Reasoning("hm"), Text("a"), Finish("stop"), Done);

        Assert.That(System.Text.Encoding.UTF8.GetString(run.Bytes), Does.Not.Contain("encrypted_content"));
    }

    [Test]
    public void Who_asks_finds_it_in_the_done_item_and_the_terminal_event_only()
    {
        var run = Translation.Run(Carried.Asked(), Reasoning("hm"), Text("a"), Finish("stop"), Done);

        var places = run.Events.Where(one => one.GetRawText().Contains("encrypted_content", StringComparison.Ordinal))
            .Select(one => one.GetProperty("type").GetString());
        Assert.That(places, Is.EqualTo(["response.output_item.done", "response.completed"]));
        Assert.That(
            run.Events.First(one => one.GetProperty("type").ValueEquals("response.output_item.done")).GetProperty("item").GetRawText(),
            Is.EqualTo(run.Response.GetProperty("output")[0].GetRawText()));
    }

    [TestCase("\"reasoning_content\":\"hm\"", "ReasoningContent")]
    [TestCase("\"reasoning\":\"hm\"", "Reasoning")]
    [TestCase("\"reasoning\":{\"text\":\"hm\"}", "Reasoning")]
    [TestCase("\"reasoning\":\"hm\",\"reasoning_content\":\"hm\"", "ReasoningContent")]
    [TestCase("\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\"}]", "Details")]
    [TestCase("\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]}]", "Parts")]
    [TestCase("\"content\":\"<think>hm</think>\"", "None")]
    public void The_vendors_member_is_remembered(string members, string field)
    {
        var run = Translation.Run(Carried.Asked(), Delta(members), Text("a"), Finish("stop"), Done);

        var thought = Carried.Thoughts(run.Response.GetProperty("output")).Single();
        Assert.That((thought.Text, thought.Field.ToString()), Is.EqualTo(("hm", field)));
    }

    [TestCase("summary")]
    [TestCase("text")]
    [TestCase("both")]
    [TestCase("hidden")]
    public void The_whole_text_is_sealed_in_whatever_form_it_is_shown(string form)
    {
        var run = Translation.Run(
            Carried.Asked($"reasoning_out={form}"),
            Reasoning("Seven has "),
            Reasoning("no \"divisors\"."),
            Text("a"),
            Finish("stop"),
            Done);

        var output = run.Response.GetProperty("output");
        Assert.That(Carried.Thoughts(output).Single().Text, Is.EqualTo("Seven has no \"divisors\"."));
        Assert.That(output[0].GetProperty("summary").GetArrayLength(), Is.EqualTo(form is "summary" or "both" ? 1 : 0));
    }

    [Test]
    public void Hidden_blank_reasoning_is_nothing()
    {
        var run = Translation.Run(Carried.Asked("reasoning_out=hidden"), Reasoning("\n"), Text("a"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo(Translation.Run(Text("a"), Finish("stop"), Done).Outcome));
    }

    [Test]
    public void Half_a_character_at_the_end_does_not_break_the_seal()
    {
        var run = Translation.Run(
            Carried.Asked("reasoning_out=hidden"), Delta("\"reasoning_content\":\"a\\ud83d\""), Text("b"), Finish("stop"), Done);

        Assert.That(Carried.Thoughts(run.Response.GetProperty("output")).Single().Text, Is.EqualTo("a\uFFFD"));
    }

    [Test]
    public void Details_are_put_together_as_the_vendor_wants_them_back()
    {
        var run = Translation.Run(
            Carried.Asked(),
            Details("""{"type":"reasoning.text","text":"Seven","format":"anthropic-claude-v1","index":0}"""),
            Details("""{"type":"reasoning.text","text":" has","signature":null,"index":0}"""),
            Details("""{"type":"reasoning.text","signature":"c2ln","index":0}"""),
            Details("""{"type":"reasoning.encrypted","data":"x","id":"t1","index":1}"""),
            Text("a"),
            Finish("stop"),
            Done);

        var thought = Carried.Thoughts(run.Response.GetProperty("output")).Single();
        Assert.That(thought.Details.Select(detail => detail.GetRawText()), Is.EqualTo([
            """{"type":"reasoning.text","text":"Seven has","format":"anthropic-claude-v1","index":0,"signature":"c2ln"}""",
            """{"type":"reasoning.encrypted","data":"x","id":"t1","index":1}""",
        ]));
    }

    [TestCase(
        """{"text":"a"}|{"text":"b"}|{"signature":"s"}""", """{"text":"ab","signature":"s"}""", Description = "neither type nor index")]
    [TestCase(
        """{"type":"reasoning.text","text":"a","index":0}|{"type":"reasoning.text","text":"b","index":1}|{"text":"c","index":0}""",
        """{"type":"reasoning.text","text":"ac","index":0}|{"type":"reasoning.text","text":"b","index":1}""",
        Description = "interleaved")]
    [TestCase(
        """{"type":"reasoning.encrypted","data":"a","id":"1","index":0}|{"type":"reasoning.encrypted","data":"b","id":"2","index":0}""",
        """{"type":"reasoning.encrypted","data":"a","id":"1","index":0}|{"type":"reasoning.encrypted","data":"b","id":"2","index":0}""",
        Description = "one for each call, all at index 0")]
    [TestCase(
        """{"type":"reasoning.encrypted","data":"a"}|{"type":"reasoning.encrypted","data":"b"}""",
        """{"type":"reasoning.encrypted","data":"a"}|{"type":"reasoning.encrypted","data":"b"}""",
        Description = "data without an index")]
    [TestCase(
        """{"type":"reasoning.summary","summary":"a","index":0}|{"type":"reasoning.summary","summary":"b","index":0}""",
        """{"type":"reasoning.summary","summary":"ab","index":0}""")]
    [TestCase(
        """{"type":"reasoning.text","text":"a","x":{"y":[1]}}|"odd"|null""",
        """{"type":"reasoning.text","text":"a","x":{"y":[1]}}""",
        Description = "what nobody knows")]
    public void Details_of_every_shape(string deltas, string expected)
    {
        string[] chunks = [.. deltas.Split('|').Select(Details), Text("a"), Finish("stop"), Done];

        var run = Translation.Run(Carried.Asked(), chunks);

        Assert.That(
            string.Join('|', Carried.Thoughts(run.Response.GetProperty("output")).Single().Details.Select(detail => detail.GetRawText())),
            Is.EqualTo(expected));
    }

    [Test]
    public void An_encrypted_thought_alone_is_an_item_before_what_it_led_to()
    {
        var run = Translation.Run(
            Carried.Asked(), Details("""{"type":"reasoning.encrypted","data":"x"}"""), Text("a"), Finish("stop"), Done);

        Assert.That(Types(run), Is.EqualTo(["reasoning", "message"]));
        Assert.That(run.Response.GetProperty("output")[0].GetProperty("summary").GetArrayLength(), Is.Zero);
    }

    [Test]
    public void A_signature_after_the_text_does_not_cut_the_text()
    {
        var run = Translation.Run(
            Carried.Asked(), Text("a"), Details("""{"type":"reasoning.encrypted","data":"x"}"""), Text("b"), Finish("stop"), Done);

        Assert.That(Types(run), Is.EqualTo(["message", "reasoning"]));
        Assert.That(run.Response.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString(), Is.EqualTo("ab"));
    }

    [Test]
    public void An_answer_cut_off_keeps_its_cut_item_last()
    {
        var run = Translation.Run(
            Carried.Asked(), Text("a"), Details("""{"type":"reasoning.encrypted","data":"x"}"""), Finish("length"), Done);

        Assert.That(Types(run), Is.EqualTo(["message"]));
        Assert.That(run.Warnings, Has.One.Contains("in the cut end of an answer"));
    }

    [Test]
    public void A_failed_answer_seals_nothing_half()
    {
        var run = Translation.Run(Carried.Asked(), Reasoning("hm"));

        Assert.That(run.Response.GetProperty("status").GetString(), Is.EqualTo("failed"));
        Assert.That(run.Response.GetRawText(), Does.Not.Contain("encrypted_content"));
    }

    [Test]
    public void What_a_vendor_adds_to_a_call_is_sealed_before_the_call()
    {
        var run = Translation.Run(Carried.Asked(), SignedCall("c1", Signature), Finish("tool_calls"), Done);

        var thought = Carried.Thoughts(run.Response.GetProperty("output")).Single();
        Assert.Multiple(() =>
        {
            Assert.That(Types(run), Is.EqualTo(["reasoning", "function_call"]));
            Assert.That(thought.Calls.Keys, Is.EqualTo(["c1"]));
            Assert.That(thought.Calls["c1"].GetRawText(), Is.EqualTo($$"""{"extra_content":{{Signature}}}"""));
        });
    }

    [Test]
    public void It_joins_the_reasoning_that_led_to_the_call()
    {
        var run = Translation.Run(Carried.Asked(), Reasoning("hm"), SignedCall("c1", Signature), Finish("tool_calls"), Done);

        var thought = Carried.Thoughts(run.Response.GetProperty("output")).Single();
        Assert.That((thought.Text, thought.Calls.Count), Is.EqualTo(("hm", 1)));
    }

    [Test]
    public void Every_call_of_several_has_its_own()
    {
        var run = Translation.Run(
            Carried.Asked(),
            Calls(SignedElement(0, "c1", "\"a\""), SignedElement(1, "c2", "\"b\"")),
            Calls(SignedElement(2, "c3", "\"c\"")),
            Finish("tool_calls"),
            Done);

        var calls = Carried.Thoughts(run.Response.GetProperty("output"))
            .SelectMany(thought => thought.Calls)
            .Select(call => $"{call.Key}={call.Value.GetProperty("extra_content").GetString()}");
        Assert.That(calls, Is.EqualTo(["c1=a", "c2=b", "c3=c"]));
    }

    [Test]
    public void What_comes_late_or_again_is_taken_once()
    {
        var run = Translation.Run(
            Carried.Asked(),
            SignedCall("c1", Signature),
            Calls($$"""{"index":0,"function":{"arguments":""},"extra_content":{{Signature}}}"""),
            Calls("""{"index":0,"function":{"arguments":"","thought":1},"late":true}"""),
            Finish("tool_calls"),
            Done);

        var thoughts = Carried.Thoughts(run.Response.GetProperty("output"));
        Assert.That(Types(run), Is.EqualTo(["reasoning", "function_call", "reasoning"]));
        Assert.That(
            thoughts[1].Calls["c1"].GetRawText(),
            Is.EqualTo($$$"""{"extra_content":{{{Signature}}},"late":true,"function":{"thought":1}}"""));
    }

    [Test]
    public void Members_everybody_knows_are_nothing_to_keep()
    {
        var run = Translation.Run(
            Carried.Asked(),
            Calls("""{"index":0,"id":"c1","type":"function","extra_content":null,"function":{"name":"f","arguments":"{}"}}"""),
            Finish("tool_calls"),
            Done);

        Assert.That(Types(run), Is.EqualTo(["function_call"]));
    }

    [Test]
    public void The_policy_drops_them()
    {
        var run = Translation.Run(Carried.Asked("provider_fields=drop"), SignedCall("c1", Signature), Finish("tool_calls"), Done);

        Assert.That(Types(run), Is.EqualTo(["function_call"]));
    }

    [Test]
    public void Details_of_a_final_message_count_when_no_delta_had_any()
    {
        var run = Translation.Run(
            Carried.Asked(),
            Delta("\"reasoning\":\"hm\""),
            """{"choices":[{"index":0,"message":{"reasoning":"hm","content":"a","reasoning_details":"""
                + """[{"type":"reasoning.text","text":"hm","signature":"s"}]},"finish_reason":"stop"}]}""",
            Done);

        var output = run.Response.GetProperty("output");
        Assert.That(Carried.Thoughts(output).Single().Details.Single().GetProperty("signature").GetString(), Is.EqualTo("s"));
        Assert.That(output[0].GetProperty("summary")[0].GetProperty("text").GetString(), Is.EqualTo("hm"));
    }

    [Test]
    public void A_whole_answer_is_sealed_as_a_stream_is()
    {
        var run = Translation.RunCompletion(
            Carried.Asked(),
            $$"""{"choices":[{"index":0,"message":"""
                + $$"""{"reasoning":"hm","content":null,"reasoning_details":[{"type":"reasoning.text","text":"hm"}],"tool_calls":[{{SignedElement(0, "c1", Signature)}}]},"finish_reason":"tool_calls"}]}""");

        var thought = Carried.Thoughts(run.Response.GetProperty("output")).Single();
        Assert.That(
            (thought.Text, thought.Field, thought.Details.Count, thought.Calls.Count),
            Is.EqualTo(("hm", ReasoningLocation.Reasoning, 1, 1)));
    }

    [Test]
    public void More_than_can_be_sealed_is_left_out_with_a_warning()
    {
        var run = Translation.Run(
            Carried.Asked(), Reasoning(new string('a', ReasoningSeal.LargestContent)), Text("b"), Finish("stop"), Done);

        Assert.That(run.Response.GetProperty("output")[0].TryGetProperty("encrypted_content", out _), Is.False);
        Assert.That(run.Warnings, Has.One.Contains("too long to encrypt"));
    }

    [Test]
    public void What_the_relay_keeps_is_sealed_though_the_client_did_not_ask()
    {
        var run = Translation.Run(Carried.Kept(), Reasoning("hm"), Text("a"), SignedCall("c1", Signature), Finish("tool_calls"), Done);

        Assert.Multiple(() =>
        {
            Assert.That(Types(run), Is.EqualTo(["reasoning", "message", "function_call"]), "the client sees what it always did");
            Assert.That(System.Text.Encoding.UTF8.GetString(run.Bytes), Does.Not.Contain("encrypted_content"));
            Assert.That(
                run.Stored.EnumerateArray().Select(item => item.GetProperty("type").GetString()),
                Is.EqualTo(["reasoning", "message", "reasoning", "function_call"]));
            Assert.That(Carried.Thoughts(run.Stored)[0].Text, Is.EqualTo("hm"));
            Assert.That(Carried.Thoughts(run.Stored)[1].Calls.Keys, Is.EqualTo(["c1"]));
        });
    }

    [Test]
    public void What_the_relay_keeps_is_what_the_client_gets_when_it_asks()
    {
        var run = Translation.Run(Carried.Asked(), Reasoning("hm"), Text("a"), Finish("stop"), Done);

        Assert.That(run.Stored.GetRawText(), Is.EqualTo(run.Response.GetProperty("output").GetRawText()));
    }

    internal static string SignedCall(string id, string extra) => Calls(SignedElement(0, id, extra));

    private static string SignedElement(int index, string id, string extra) =>
        $$$"""{"index":{{{index}}},"id":"{{{id}}}","type":"function","extra_content":{{{extra}}},"function":"""
            + $$$"""{"name":"f","arguments":"{}"}}""";

    private static string Details(string element) => Delta($"\"reasoning_details\":[{element}]");

    private static IEnumerable<string?> Types(Translation run) =>
        run.Response.GetProperty("output").EnumerateArray().Select(item => item.GetProperty("type").GetString());
}
