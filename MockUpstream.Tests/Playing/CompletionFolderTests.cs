using System.Text;
using MockUpstream.Compiling;
using NUnit.Framework;
using Scenarios.Model;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Playing;

/// <summary>How a script becomes the one body of an answer that is no stream.</summary>
internal sealed class CompletionFolderTests
{
    private const string Head =
        """{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"message":""";

    [Test]
    public void Text_reasoning_and_usage_become_one_completion()
    {
        var exchange = Exchange(
            Delta("""{"role":"assistant","content":""}"""), Reasoning("reasoning", "Hm"), Reasoning("reasoning", "m"), Wait(5),
            Text("Hel"), Comment("ping"), Text("lo"), Finish(), Usage(3, 4, reasoning: 1), Done());

        Assert.That(Fold(exchange), Is.EqualTo(Head +
            """{"role":"assistant","content":"Hello","reasoning":"Hmm"},"finish_reason":"stop"}],"usage":"""
                + """{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7,"completion_tokens_details":{"reasoning_tokens":1}}}"""));
    }

    [Test]
    public void Tool_calls_are_joined_by_index_by_id_and_by_following_on()
    {
        var exchange = Exchange(
            Tool("0", "\"a\"", "\"f\"", "\"\""), Tool("0", args: "\"1\""), Tool("1", "\"b\"", "\"g\"", "\"2\""), Tool("0", args: "\"1\""),
            Tool(id: "\"b\"", args: "\"2\""),
            Tool(args: "\"2\""),
            Tool(name: "\"h\"", args: """{"x": 1}"""),
            Finish("\"tool_calls\""),
            Done());

        Assert.That(Fold(exchange), Does.Contain(
            """content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"11"}},{"id":"b","type":"functi"""
                + """on","function":{"name":"g","arguments":"222"}},{"type":"function","function":{"name":"h","arguments":{"x":1}}}]"""));
    }

    [Test]
    public void A_new_id_at_a_known_index_is_a_new_call()
    {
        var exchange = Exchange(Tool("0", "\"a\"", "\"f\"", "\"1\""), Tool("0", "\"b\"", "\"f\"", "\"2\""), Tool("0", args: "\"3\""));

        Assert.That(
            Fold(exchange), Does.Contain("""arguments":"1"}},{"id":"b","type":"function","function":{"name":"f","arguments":"23"}}]"""));
    }

    [TestCase("null")]
    [TestCase("\"\"")]
    public void A_finish_without_a_reason_does_not_replace_the_reason(string later)
    {
        Assert.That(
            Fold(Exchange(Text("Hi"), Finish("\"content_filter\""), Finish(later))), Does.Contain("\"finish_reason\":\"content_filter\""));
    }

    [Test]
    public void Rounds_of_a_repeat_are_counted()
    {
        Assert.That(
            Fold(Exchange(Repeat(3, Text("{{i}} "), Delta("""{"note":"n{{i}}"}""")))),
            Does.Contain("""content":"0 1 2 ","note":"n0n1n2"}"""));
    }

    [Test]
    public void Deltas_as_written_join_texts_and_lists()
    {
        var exchange = Exchange(
            Delta("""{"reasoning_details":[{"text":"a"}],"refusal":"N"}"""),
            Delta("""{"reasoning_details":[{"text":"b"}],"refusal":"o","n":1.0}"""),
            Delta("""{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}]}"""));

        Assert.That(Fold(exchange), Does.StartWith(Head +
            """{"role":"assistant","content":null,"refusal":"No","reasoning_details":[{"text":"a"},{"text":"b"}],"n":1.0,"tool_calls":"""
                + """[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}"""));
    }

    [Test]
    public void A_phase_given_by_each_delta_is_one_word()
    {
        var exchange = Exchange(Delta("""{"phase":"commentary","content":"a"}"""), Delta("""{"phase":"commentary","content":"b"}"""));

        Assert.That(Fold(exchange), Does.StartWith(Head + """{"role":"assistant","content":"ab","phase":"commentary"}"""));
    }

    [Test]
    public void Messages_of_two_phases_are_played_as_they_are_written()
    {
        var exchange = Exchange(Delta("""{"phase":"commentary","content":"a"}"""), Delta("""{"phase":"final_answer","content":"b"}"""));

        Assert.That(CompletionFolder.TryFold(exchange, "m"), Is.Null);
    }

    private static IEnumerable<TestCaseData> Unfoldable()
    {
        UpstreamStep[] steps =
        [
            Raw("x"),
            Bytes(1),
            Sse(data: "x"),
            Chunk("{}"),
            Choice("{}"),
            Error("{}"),
            Hold("response.created"),
            Stall(),
            Close(CloseKind.Reset),
            Text("x") with { Keep = 1 },
        ];
        return steps.Select(step => new TestCaseData(step).SetName($"Unfoldable_{step.Word}"));
    }

    [TestCaseSource(nameof(Unfoldable))]
    public void A_step_without_meaning_in_one_body_is_played_as_it_is_written(UpstreamStep step)
    {
        Assert.That(CompletionFolder.TryFold(Exchange(Text("a"), step), "m"), Is.Null);
    }

    [Test]
    public void A_script_with_a_content_type_of_its_own_is_played_as_it_is_written()
    {
        var exchange = Exchange(Text("a")) with { Headers = [new("Content-Type", "text/event-stream")] };

        Assert.That(CompletionFolder.TryFold(exchange, "m"), Is.Null);
    }

    private static string Fold(Exchange exchange) => Encoding.UTF8.GetString(CompletionFolder.TryFold(exchange, "m")!.Body.Span);
}
