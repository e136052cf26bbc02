using NUnit.Framework;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Translating;

/// <summary>Reasoning, wherever a vendor puts it (Q64–Q81).</summary>
internal sealed class ReasoningTests
{
    [TestCase(
        "summary",
        "reasoning_summary_part.added 0.0 ''",
        "reasoning_summary_text.delta 0.0 'hm'",
        "reasoning_summary_text.done 0.0 'hm'",
        "reasoning_summary_part.done 0.0 'hm'")]
    [TestCase(
        "text", "content_part.added 0.0 ''", "reasoning_text.delta 0.0 'hm'", "reasoning_text.done 0.0 'hm'", "content_part.done 0.0 'hm'")]
    public void Reasoning_comes_out_in_the_form_asked_for(string form, params string[] parts)
    {
        var run = Translation.Run(TranslationSetup.With($"reasoning_out={form}"), Reasoning("hm"), Finish("stop"), Done);

        Assert.That(
            run.Lines,
            Is.EqualTo(["output_item.added 0 reasoning (in_progress)", .. parts, "output_item.done 0 reasoning 'hm'", "completed"]));
    }

    [TestCase("both", "completed | reasoning 'hm' + 'hm' | message 'a'")]
    [TestCase("hidden", "completed | message 'a'")]
    public void Reasoning_may_be_shown_twice_or_not_at_all(string form, string outcome)
    {
        var run = Translation.Run(
            TranslationSetup.With($"reasoning_out={form}"), Reasoning("h"), Reasoning("m"), Text("a"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo(outcome));
    }

    [TestCase("Q64 reasoning_content", "\"reasoning_content\":\"hm\"")]
    [TestCase("Q65 reasoning", "\"reasoning\":\"hm\"")]
    [TestCase("Q66 an object with text", "\"reasoning\":{\"text\":\"hm\"}")]
    [TestCase("Q66 an object with content", "\"reasoning\":{\"content\":\"hm\"}")]
    [TestCase("Q67 two members", "\"reasoning\":\"hm\",\"reasoning_content\":\"hm\"")]
    [TestCase("Q67 two that differ", "\"reasoning\":\"no\",\"reasoning_content\":\"hm\"")]
    [TestCase("Q69 details", "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"signature\":\"s\"}]")]
    [TestCase(
        "Q69 a summary in details",
        "\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":\"hm\"},{\"type\":\"reasoning.encrypted\",\"data\":\"x\"}]")]
    [TestCase(
        "Q69 details beside the member", "\"reasoning\":\"hm\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\"}]")]
    [TestCase("Q52 a thinking part beside the member", "\"reasoning\":\"hm\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\"}]")]
    [TestCase("Q78 no role", "\"reasoning\":\"hm\",\"role\":null")]
    public void Reasoning_is_found_and_never_doubled(string name, string members)
    {
        var run = Translation.Run(Delta(members), Text("a"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | reasoning 'hm' | message 'a'"), name);
    }

    [Test]
    public void Details_after_the_member_has_spoken_repeat_it()
    {
        var run = Translation.Run(
            Delta("\"reasoning\":\"hm\""),
            Delta("\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"signature\":\"s\"}]"),
            Text("a"),
            Finish("stop"),
            Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | reasoning 'hm' | message 'a'"));
    }

    [TestCase("Q68 alone", "completed | reasoning 'hm'")]
    [TestCase("Q68 after deltas", "completed | reasoning 'so'", "so")]
    public void Reasoning_of_the_last_message_counts_only_without_deltas(string name, string outcome, params string[] before)
    {
        var run = Translation.Run(
            [.. before.Select(Reasoning), """{"choices":[{"index":0,"message":{"reasoning":"hm"},"finish_reason":"stop"}]}""", Done]);

        Assert.That(run.Outcome, Is.EqualTo(outcome), name);
    }

    [Test]
    public void Reasoning_and_text_in_one_delta_come_in_that_order()
    {
        var run = Translation.Run(Delta("\"content\":\"b\",\"reasoning\":\"a\""), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | reasoning 'a' | message 'b'"));
    }

    [TestCase("new_item", "completed | reasoning 'a' | message 'b' | reasoning 'c' | message 'd'")]
    [TestCase("merge", "completed | reasoning 'ac' | message 'bd'")]
    public void Reasoning_that_resumes_follows_its_policy(string policy, string outcome)
    {
        var run = Translation.Run(
            TranslationSetup.With($"interleave={policy}"), Reasoning("a"), Text("b"), Reasoning("c"), Text("d"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public void White_space_is_no_reasoning_until_more_comes()
    {
        var blank = Translation.Run(Reasoning("\n"), Text("a"), Reasoning(" \n"), Text("b"), Finish("stop"), Done);
        var real = Translation.Run(Reasoning("\n"), Reasoning("a"), Finish("stop"), Done);

        Assert.That(blank.Outcome, Is.EqualTo("completed | message 'ab'"));
        Assert.That(real.Outcome, Is.EqualTo("completed | reasoning '\na'"));
    }

    private static IEnumerable<TestCaseData> Tagged()
    {
        yield return new TestCaseData("<think>a</think>b", "reasoning 'a' | message 'b'");
        yield return new TestCaseData(
            "\n <think>\na<b\n</think>\n\nb </think> <think>", "reasoning 'a<b\n' | message 'b </think> <think>'");
        yield return new TestCaseData("<think></think>b", "message 'b'");
        yield return new TestCaseData("<thin", "message '<thin'");
        yield return new TestCaseData("<thinker>", "message '<thinker>'");
        yield return new TestCaseData("a <think>b</think>", "message 'a <think>b</think>'");
        yield return new TestCaseData("  plain", "message '  plain'");
        yield return new TestCaseData("<think>a </thi", "reasoning 'a </thi'");
        yield return new TestCaseData("<think>你</think>😀\"\\", "reasoning '你' | message '😀\"\\'");
    }

    [TestCaseSource(nameof(Tagged))]
    public void Think_tags_are_found_wherever_they_are_cut(string text, string output)
    {
        for (var first = 0; first <= text.Length; first++)
        {
            for (var second = first; second <= text.Length; second++)
            {
                string[] pieces = [text[..first], text[first..second], text[second..]];

                var run = Translation.Run([.. pieces.Select(Escaped), Finish("stop"), Done]);

                Assert.That(run.Outcome, Is.EqualTo($"completed | {output}"), string.Join('|', pieces));
            }
        }
    }

    [TestCase("\\u003cthink\\u003ea\\u003c\\/think\\u003eb")]
    [TestCase("\\u003Cthink\\u003Ea</think>b")]
    public void Think_tags_are_found_however_they_are_escaped(string token)
    {
        var run = Translation.Run(Delta($"\"content\":\"{token}\""), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | reasoning 'a' | message 'b'"));
    }

    [TestCase("off", "message '<think>a</think>b<think>c</think>d'")]
    [TestCase("auto", "reasoning 'a' | message 'b<think>c</think>d'")]
    [TestCase("anywhere", "reasoning 'a' | message 'b' | reasoning 'c' | message 'd'")]
    public void Where_tags_count_is_a_policy(string policy, string output)
    {
        var run = Translation.Run(
            TranslationSetup.With($"think_tags={policy}"),
            [.. "<think>a</think>b<think>c</think>d".Select(letter => Text($"{letter}")), Finish("stop"), Done]);

        Assert.That(run.Outcome, Is.EqualTo($"completed | {output}"));
    }

    [Test]
    public void A_tag_that_never_closes_is_reasoning_of_an_incomplete_answer()
    {
        var run = Translation.Run(Text("<think>a"), Finish("length"), Done);

        Assert.That(run.Outcome, Is.EqualTo("incomplete(max_output_tokens) | reasoning 'a' (incomplete)"));
    }

    [TestCase("the same", "hm", "reasoning 'hm' | message 'b'")]
    [TestCase("something else", "so", "reasoning 'hmso' | message 'b'")]
    public void Tags_beside_the_member_are_not_doubled(string name, string tagged, string output)
    {
        var run = Translation.Run(Reasoning("hm"), Text($"<think>{tagged}"), Text("</think>b"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo($"completed | {output}"), name);
    }

    [Test]
    public void A_tag_may_open_before_a_call()
    {
        var run = Translation.Run(Text("<think>a</think>"), Text("\n"), Call(0, "A", "x", "{}"), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | reasoning 'a' | A x {}"));
    }

    // A string cut between the halves of a character can only be written escaped.
    private static string Escaped(string text)
    {
        var units = text.Select(unit =>
            unit == '\n' ? "\\n"
            : char.IsSurrogate(unit) || unit is '"' or '\\' ? $"\\u{(int)unit:x4}"
            : $"{unit}");
        return Delta($"\"content\":\"{string.Concat(units)}\"");
    }
}
