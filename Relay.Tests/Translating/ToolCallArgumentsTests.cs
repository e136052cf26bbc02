using NUnit.Framework;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Translating;

/// <summary>What becomes of a call's arguments (Q31–Q48).</summary>
internal sealed class ToolCallArgumentsTests
{
    [Test]
    public void Arguments_stream_as_they_come()
    {
        var run = Translation.Run(
            Call(0, "A", "x"), Call(0, args: "{ \"foo\":"), Call(0, args: ""), Call(0, args: "1}"), Finish("tool_calls"), Done);

        Assert.That(run.Lines, Is.EqualTo([
            "output_item.added 0 A x (in_progress)",
            "function_call_arguments.delta 0 '{ \"foo\":'",
            "function_call_arguments.delta 0 '1}'",
            "function_call_arguments.done 0 '{ \"foo\":1}'",
            "output_item.done 0 A x { \"foo\":1}",
            "completed",
        ]));
    }

    private static IEnumerable<TestCaseData> Scripts()
    {
        yield return Row("Q31 whole in one chunk", "{\"x\":1}", Call(0, "A", "x", "{\"x\":1}"));
        yield return Row("Q32 split inside an escape", "{\"p\":\"\\u4f60\"}", Call(0, "A", "x", "{\"p\":\"\\u4f"), Call(0, args: "60\"}"));
        yield return Row("Q33 an object", "{\"x\":1,\"s\":\"a\\\"b\"}", Delta(
            "\"tool_calls\":[{\"index\":0,\"id\":\"A\",\"function\":{\"name\":\"x\",\"arguments\":{ \"x\" : 1,\n\"s\":\"a\\\"b\"}}}]"));
        yield return Row(
            "Q34 null first",
            "{}",
            Delta("\"tool_calls\":[{\"index\":0,\"id\":\"A\",\"function\":{\"name\":\"x\",\"arguments\":null}}]"),
            Call(0, args: "{"),
            Call(0, args: "}"));
        yield return Row("Q35 none", "{}", Call(0, "A", "x"));
        yield return Row("Q35 empty", "{}", Call(0, "A", "x", ""));
        yield return Row("Q35 white space", " {}", Call(0, "A", "x", " "));
        yield return Row(
            "Q36 repeated at the end", "{\"x\":1}", Call(0, "A", "x", "{\"x\""), Call(0, args: ":1}"), Call(0, args: "{\"x\":1}"));
        yield return Row("Q36 repeated with id and name", "{\"x\":1}", Call(0, "A", "x", "{\"x\":1}"), Call(0, "A", "x", "{\"x\":1}"));
        yield return Row("Q38 an early valid prefix", "{} ", Call(0, "A", "x", "{}"), Call(0, args: " "));
        yield return Row(
            "Q38 an empty object before the real one", "{\"x\":1}", Call(0, "A", "x", "{}"), Call(0, args: "{\"x\""), Call(0, args: ":1}"));
        yield return Row("Q39 a trailing empty delta", "{\"x\":1}", Call(0, "A", "x", "{\"x\":1}"), Call(0, args: ""));
        yield return Row("Q44 encoded twice", "\"{\\\"x\\\":1}\"", Call(0, "A", "x", "\"{\\\"x\\\":1}\""));
        yield return Row("a brace in a string", "{\"x\":\"}\"}", Call(0, "A", "x", "{\"x\":\"}"), Call(0, args: "\"}"));
        yield return Row(
            "a surrogate pair split in the arguments' own escapes",
            "{\"x\":\"\\ud83d\\ude00\"}",
            Call(0, "A", "x", "{\"x\":\"\\ud83d"),
            Call(0, args: "\\ude00\"}"));
    }

    [TestCaseSource(nameof(Scripts))]
    public void Arguments_end_as_one_json_object(string arguments, string[] payloads)
    {
        var run = Translation.Run([.. payloads, Finish("tool_calls"), Done]);

        Assert.That(run.Outcome, Is.EqualTo($"completed | A x {arguments}"));
        Assert.That(run.Lines, Has.Some.StartsWith("function_call_arguments.delta"), "V16");
    }

    [TestCase("Q41 no JSON", "{x:1}")]
    [TestCase("Q42 cut off", "{\"city\"")]
    [TestCase("a scalar", "12")]
    [TestCase("an array", "[1]")]
    [TestCase("two objects", "{\"x\":1}{\"x\":2}")]
    [TestCase("a plain string", "\"x\"")]
    public void What_never_becomes_an_object_fails_although_the_upstream_says_finished(string name, string arguments)
    {
        var run = Translation.Run(Call(0, "A", "x", arguments), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo("failed(invalid_tool_call)"), name);
        Assert.That(run.Lines, Has.None.Contains("done"));
    }

    [Test]
    public void Junk_may_be_passed_on()
    {
        var run = Translation.Run(TranslationSetup.With("invalid_arguments=pass"), Call(0, "A", "x", "{x:1}"), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | A x {x:1}"));
        Assert.That(run.Warnings, Has.Some.Contains("not a JSON object"));
    }

    [Test]
    public void Empty_arguments_may_stay_empty()
    {
        var run = Translation.Run(TranslationSetup.With("empty_arguments=keep"), Call(0, "A", "x"), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | A x"));
    }

    [Test]
    public void A_call_cut_off_by_length_is_the_last_and_incomplete()
    {
        var run = Translation.Run(Text("hi"), Call(0, "A", "x", "{}"), Call(1, "B", "y", "{\"city\""), Finish("length"), Done);

        Assert.That(run.Outcome, Is.EqualTo("incomplete(max_output_tokens) | message 'hi' | A x {} | B y {\"city\" (incomplete)"));
        Assert.That(run.Lines, Has.Exactly(1).StartsWith("function_call_arguments.done"));
    }

    [TestCase("cut off by length before its arguments", "length", "incomplete(max_output_tokens)")]
    [TestCase("whole without arguments", "tool_calls", "completed | call_000000000000000000000001 x {}")]
    public void A_call_nobody_knows_of_yet_is_dropped_only_when_cut_off(string name, string reason, string outcome)
    {
        var run = Translation.Run(Call(0, name: "x"), Finish(reason), Done);

        Assert.That(run.Outcome.Replace("002 x", "001 x", StringComparison.Ordinal), Is.EqualTo(outcome), name);
    }

    [Test]
    public void A_half_received_call_never_gets_a_done()
    {
        var run = Translation.Run(Text("hi"), Call(0, "A", "x", "{\"city\""));

        Assert.That(run.Outcome, Is.EqualTo("failed(upstream_truncated) | message 'hi'"));
        Assert.That(run.Lines, Has.None.StartsWith("function_call_arguments.done").And.None.StartsWith("output_item.done 1"));
    }

    [Test]
    public void A_sentinel_proves_no_half_call()
    {
        var run = Translation.Run(Call(0, "A", "x", "{\"city\""), Done);

        Assert.That(run.Outcome, Is.EqualTo("failed(upstream_truncated)"));
    }

    [Test]
    public void Text_and_call_in_one_chunk_keep_their_order()
    {
        var run = Translation.Run(
            Delta($"\"content\":\"ok\",\"reasoning\":\"why\",\"tool_calls\":[{Element(0, "A", "x", "{}")}]"), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | reasoning 'why' | message 'ok' | A x {}"));
        Assert.That(run.Lines.Where(line => line.StartsWith("output_item", StringComparison.Ordinal)), Is.EqualTo([
            "output_item.added 0 reasoning (in_progress)",
            "output_item.done 0 reasoning 'why'",
            "output_item.added 1 message (in_progress)",
            "output_item.done 1 message 'ok'",
            "output_item.added 2 A x (in_progress)",
            "output_item.done 2 A x {}",
        ]));
    }

    [Test]
    public void Text_after_a_call_closes_it_and_opens_a_message()
    {
        var run = Translation.Run(Call(0, "A", "x", "{\"a\":1}"), Text("so"), Call(0, args: " "), Text("!"), Finish("stop"), Done);

        Assert.That(run.Lines, Is.EqualTo([
            "output_item.added 0 A x (in_progress)",
            "function_call_arguments.delta 0 '{\"a\":1}'",
            "function_call_arguments.done 0 '{\"a\":1}'",
            "output_item.done 0 A x {\"a\":1}",
            "output_item.added 1 message (in_progress)",
            "content_part.added 1.0 ''",
            "output_text.delta 1.0 'so'",
            "output_text.delta 1.0 '!'",
            "output_text.done 1.0 'so!'",
            "content_part.done 1.0 'so!'",
            "output_item.done 1 message 'so!'",
            "completed",
        ]));
    }

    [Test]
    public void Text_amid_a_call_does_not_cost_the_call_its_arguments()
    {
        var run = Translation.Run(Call(0, "A", "x", "{\"a\""), Text("\n"), Call(0, args: ":1}"), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | A x {\"a\":1} | message '\n'"));
    }

    [Test]
    public void Parallel_calls_stay_open_beside_each_other()
    {
        var run = Translation.Run(
            Call(0, "A", "x", "{"), Call(1, "B", "y", "{"), Call(0, args: "}"), Call(1, args: "}"), Finish("tool_calls"), Done);

        Assert.That(run.Lines.Select(line => string.Join(' ', line.Split(' ').Take(2))), Is.EqualTo([
            "output_item.added 0",
            "function_call_arguments.delta 0",
            "output_item.added 1",
            "function_call_arguments.delta 1",
            "function_call_arguments.delta 0",
            "function_call_arguments.delta 1",
            "function_call_arguments.done 0",
            "output_item.done 0",
            "function_call_arguments.done 1",
            "output_item.done 1",
            "completed",
        ]));
    }

    [TestCase("keep", "completed | A x {}")]
    [TestCase("drop", "completed")]
    [TestCase("fail", "failed(invalid_tool_call)")]
    public void Calls_before_a_stop_follow_their_policy(string policy, string outcome)
    {
        var run = Translation.Run(TranslationSetup.With($"stop_with_tools={policy}"), Call(0, "A", "x", "{}"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo(outcome));
    }

    [TestCase("tool_calls")]
    [TestCase("function_call")]
    public void Calls_are_kept_whatever_the_finish_calls_them(string reason)
    {
        var run = Translation.Run(TranslationSetup.With("stop_with_tools=drop"), Call(0, "A", "x", "{}"), Finish(reason), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | A x {}"));
    }

    [Test]
    public void Calls_of_the_last_message_count_when_no_delta_brought_any()
    {
        var message = $"{{\"choices\":[{{\"index\":0,\"message\":{{\"content\":\"hi\",\"tool_calls\":[{Element(0, "A", "x", "{}")}]}},"
            + $"\"finish_reason\":\"tool_calls\"}}]}}";

        var fresh = Translation.Run(message, Done);
        var known = Translation.Run(Text("hi"), Call(0, "A", "x", "{}"), message, Done);

        Assert.That(fresh.Outcome, Is.EqualTo("completed | message 'hi' | A x {}"));
        Assert.That(known.Outcome, Is.EqualTo(fresh.Outcome));
    }

    private static TestCaseData Row(string name, string arguments, params string[] payloads) =>
        new TestCaseData(arguments, payloads).SetArgDisplayNames(name);
}
