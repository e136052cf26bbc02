using System.Text.Json;
using NUnit.Framework;
using Relay.Contract;
using Relay.Requests;
using Relay.Tests.Translating;
using static Relay.Tests.Sealing.Carried;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Sealing;

/// <summary>What a client carries back reaches the vendor as it came from there.</summary>
[TestFixture]
internal sealed class CarriedReasoningTests
{
    private const string User = """{"role":"user","content":"u"}""";

    [TestCase("\"reasoning_content\":\"hm\"", """ "reasoning_content":"hm" """)]
    [TestCase("\"reasoning\":\"hm\"", """ "reasoning":"hm" """)]
    [TestCase(
        "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"signature\":\"s\"}]",
        """ "reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"s"}] """)]
    [TestCase(
        "\"reasoning\":\"hm\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"signature\":\"s\"}]",
        """ "reasoning":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"s"}] """)]
    [TestCase("\"content\":\"<think>hm</think>\"", """ "reasoning_content":"hm" """)]
    public void Reasoning_goes_back_into_the_vendors_member(string members, string expected)
    {
        var answer = Translation.Run(Asked(), Delta(members), Text("a"), Finish("stop"), Done);

        AssertMessages(
            Messages($"{User},{Back(answer)}"), $$"""{"role":"user","content":"u"},{"role":"assistant","content":"a",{{expected}}}""");
    }

    [Test]
    public void Thinking_parts_go_back_as_parts()
    {
        var answer = Translation.Run(
            Asked(),
            Delta("\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]}]"),
            Text("a"),
            Finish("stop"),
            Done);

        AssertMessages(
            Messages(Back(answer)),
            """{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"a"}]}""");
    }

    [Test]
    public void Hidden_reasoning_goes_back_too()
    {
        var answer = Translation.Run(Asked("reasoning_out=hidden"), Reasoning("hm"), Text("a"), Finish("stop"), Done);

        AssertMessages(Messages(Back(answer)), """{"role":"assistant","content":"a","reasoning_content":"hm"}""");
    }

    [Test]
    public void What_is_sealed_wins_over_what_can_be_read()
    {
        var answer = Translation.Run(Asked(), Reasoning("hm"), Text("a"), Finish("stop"), Done);
        var back = Back(answer).Replace("\"text\":\"hm\"", "\"text\":\"something else\"", StringComparison.Ordinal);

        AssertMessages(Messages(back), """{"role":"assistant","content":"a","reasoning_content":"hm"}""");
    }

    [Test]
    public void A_calls_members_go_back_into_the_call()
    {
        var answer = Translation.Run(Asked(), Calls("""{"index":0,"id":"c1","x":1,"function":{"name":"f","arguments":"{}","y":"""
            + """[2]},"extra_content":{"google":{"thought_signature":"s"}}}"""), Finish("tool_calls"), Done);

        AssertMessages(
            Messages($"{Back(answer)},{Output("c1")}"),
            """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}","y":"""
                + """[2]},"x":1,"extra_content":{"google":{"thought_signature":"s"}}}]},"""
                    + """{"role":"tool","tool_call_id":"c1","content":"ok"}""");
    }

    [Test]
    public void The_policy_keeps_them_from_the_vendor()
    {
        var answer = Translation.Run(Asked(), SealedAnswerTests.SignedCall("c1", "1"), Finish("tool_calls"), Done);

        Assert.That(Messages(Back(answer), "provider_fields=drop").GetRawText(), Does.Not.Contain("extra_content"));
    }

    [Test]
    public void What_came_after_the_call_goes_back_into_it_as_well()
    {
        var answer = Translation.Run(
            Asked(), Call(0, "c1", "f", "{}"), Calls("""{"index":0,"extra_content":1}"""), Finish("tool_calls"), Done);

        Assert.That(
            Messages($"{Back(answer)},{Output("c1")}")[0].GetProperty("tool_calls")[0].GetProperty("extra_content").GetInt32(),
            Is.EqualTo(1));
    }

    [Test]
    public void Calls_of_two_turns_with_one_id_keep_their_own()
    {
        var first = Translation.Run(Asked(), SealedAnswerTests.SignedCall("f:0", "1"), Finish("tool_calls"), Done);
        var second = Translation.Run(Asked(), SealedAnswerTests.SignedCall("f:0", "2"), Finish("tool_calls"), Done);
        var third = Translation.Run(Asked(), Call(0, "f:0", "f", "{}"), Finish("tool_calls"), Done);

        var messages = Messages($"{User},{Back(first)},{Output("f:0")},{Back(second)},{Output("f:0")},{Back(third)},{Output("f:0")}");

        var extras = messages.EnumerateArray().Where(message => message.TryGetProperty("tool_calls", out _))
            .Select(message => message.GetProperty("tool_calls")[0])
                .Select(call => call.TryGetProperty("extra_content", out var extra) ? extra.GetInt32() : 0);
        Assert.That(extras, Is.EqualTo([1, 2, 0]));
    }

    [Test]
    public void A_call_told_after_the_output_of_another_keeps_its_own()
    {
        var answer = Translation.Run(
            Asked(),
            Calls(
                """{"index":0,"id":"c1","extra_content":1,"function":{"name":"f","arguments":"{}"}}""",
                """{"index":1,"id":"c2","extra_content":2,"function":{"name":"f","arguments":"{}"}}"""),
            Finish("tool_calls"),
            Done);
        var items = answer.Response.GetProperty("output").EnumerateArray().Select(item => item.GetRawText()).ToList();
        var reasoning = string.Join(',', items.Where(item => item.Contains("encrypted_content", StringComparison.Ordinal)));
        var calls = items.Where(item => !item.Contains("encrypted_content", StringComparison.Ordinal)).ToList();

        var messages = Messages($"{reasoning},{calls[0]},{Output("c1")},{calls[1]},{Output("c2")}");

        Assert.That(messages[0].GetProperty("tool_calls")[0].GetProperty("extra_content").GetInt32(), Is.EqualTo(1));
        Assert.That(messages[2].GetProperty("tool_calls")[0].GetProperty("extra_content").GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public void A_signature_that_came_after_the_text_goes_back_with_the_message()
    {
        var answer = Translation.Run(
            Asked(),
            Delta("\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"index\":0}]"),
            Text("a"),
            Delta("\"reasoning_details\":[{\"type\":\"reasoning.text\",\"signature\":\"s\",\"index\":0}]"),
            Finish("stop"),
            Done);

        AssertMessages(
            Messages($"{Back(answer)},{User}"),
            """{"role":"assistant","content":"a","reasoning_details":[{"type":"reasoning.text","text":"hm","index":0,"signature":"s"}]},"""
                + """{"role":"user","content":"u"}""");
    }

    [Test]
    public void Reasoning_of_three_turns_goes_back_each_to_its_own()
    {
        var turns = Enumerable.Range(1, 3)
            .Select(number => Back(Translation.Run(Asked(), Reasoning($"r{number}"), Call(0, "c", "f", "{}"), Finish("tool_calls"), Done)));

        var messages = Messages($"{User},{string.Join(',', turns.Select(turn => $"{turn},{Output("c")}"))}");

        Assert.That(
            messages.EnumerateArray()
                .Where(message => message.GetProperty("role").ValueEquals("assistant"))
                .Select(message => message.GetProperty("reasoning_content").GetString()),
            Is.EqualTo(["r1", "r2", "r3"]));
    }

    [Test]
    public void What_the_relay_kept_goes_back_like_what_a_client_carried()
    {
        var answer = Translation.Run(
            Kept("reasoning_out=hidden"), Reasoning("hm"), SealedAnswerTests.SignedCall("c1", "1"), Finish("tool_calls"), Done);

        AssertMessages(
            Messages($"{Back(answer.Stored)},{Output("c1")}"),
            """{"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"c1","type":"function","function":"""
                + """{"name":"f","arguments":"{}"},"extra_content":1}]},{"role":"tool","tool_call_id":"c1","content":"ok"}""");
    }

    [TestCase("gAAAAABpD8rW1m3Yw0s8s0b6hXv4c2VhbGVk==", "another provider")]
    [TestCase("", "another provider")]
    [TestCase("relayv1_AWoAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "without a matching key")]
    public void What_others_sealed_is_left_out_with_a_warning_and_what_can_be_read_is_used(string word, string warned)
    {
        var messages = Messages(
            $$"""{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"{{word}}"},{"role":"assistant","content":"a"}""",
            out var warnings);

        AssertMessages(messages, """{"role":"assistant","content":"a","reasoning_content":"hm"}""");
        Assert.That(warnings, Has.One.Contains(warned));
    }

    [TestCase("relayv1_", "claims to be ours and is nothing")]
    [TestCase("relayv1_AWsAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "claims our key")]
    [TestCase("relayv1_not base64!", "is no base64url")]
    public void What_claims_to_be_ours_and_is_not_is_refused(string word, string why)
    {
        var request = Translate($$"""{{User}},{"type":"reasoning","summary":[],"encrypted_content":"{{word}}"}""", out var problem);

        Assert.That(request, Is.Null, why);
        Assert.That(problem, Is.EqualTo(ApiError.InvalidRequest(
            "invalid_encrypted_content",
            "The encrypted content of 'input[1].encrypted_content' could not be verified. Send it back as it came, or leave the item out.",
            "input[1].encrypted_content")));
    }

    [Test]
    public void A_word_changed_by_one_character_is_refused()
    {
        var back = Back(Translation.Run(Asked(), Reasoning("hm"), Text("a"), Finish("stop"), Done));
        var at = back.IndexOf("relayv1_", StringComparison.Ordinal) + 40;
        var changed = string.Concat(back.AsSpan(0, at), back[at] == 'A' ? "B" : "A", back.AsSpan(at + 1));

        Translate(changed, out var problem);

        Assert.That(problem?.Param, Is.EqualTo("input[0].encrypted_content"));
    }

    [Test]
    public void A_word_that_is_no_text_is_refused()
    {
        Translate("""{"type":"reasoning","summary":[],"encrypted_content":{"a":1}}""", out var problem);

        Assert.That((problem?.Code, problem?.Param), Is.EqualTo(("invalid_type", "input[0].encrypted_content")));
    }

    [Test]
    public void No_word_at_all_is_as_good_as_none()
    {
        var messages = Messages("""{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"content":null,"encrypted_"""
            + """content":null},{"role":"assistant","content":"a"}""", out var warnings);

        AssertMessages(messages, """{"role":"assistant","content":"a","reasoning_content":"hm"}""");
        Assert.That(warnings, Is.Empty);
    }

    private static void AssertMessages(JsonElement messages, string expected)
    {
        var wanted = JsonDocument.Parse($"[{expected}]").RootElement;
        Assert.That(JsonElement.DeepEquals(messages, wanted), $"{messages}\n{wanted}");
    }
}
