using System.Text.RegularExpressions;
using NUnit.Framework;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Translating;

/// <summary>Calls written into text, if they are to be healed: what becomes a call, and what stays text.</summary>
internal sealed partial class MarkupTests
{
    private const string Hermes = "<tool_call>\n{\"name\": \"x\", \"arguments\": {\"a\": 1}}\n</tool_call>";
    private const string Coder =
        "<tool_call>\n<function=x>\n<parameter=a>\n1\n</parameter>\n<parameter=t>\n12\n</parameter>\n</function>\n</tool_call>";
    private const string Dsml =
        "<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"x\">\n<｜DSML｜parameter name=\"t\" string=\"true\">1</｜DSML｜parameter>\n"
            + "<｜DSML｜parameter name=\"a\" string=\"false\">[1]</｜DSML｜parameter>\n</｜DSML｜invoke>\n<｜DSML｜invoke name=\"y\">\n"
            + "</｜DSML｜invoke>\n</｜DSML｜function_calls>";
    private const string Minimax =
        "<minimax:tool_call>\n<invoke name=\"x\">\n<parameter name=\"a\">1</parameter>\n</invoke>\n</minimax:tool_call>";

    private static readonly (string Form, string Text, string Calls)[] Blocks =
    [
        ("hermes", Hermes, "x {\"a\": 1}"),
        ("hermes", Hermes + "\n" + Hermes.Replace("1", "2", StringComparison.Ordinal), "x {\"a\": 1} | x {\"a\": 2}"),
        ("hermes", Hermes.Replace("{\"a\": 1}", "\"{\\\"a\\\":1}\"", StringComparison.Ordinal), "x {\"a\":1}"),
        ("hermes", Hermes.Replace("1", "\"</tool_call>\"", StringComparison.Ordinal), "x {\"a\": \"</tool_call>\"}"),
        ("hermes", Coder, "x {\"a\":1,\"t\":\"12\"}"),
        ("hermes", Coder.Replace("<tool_call>\n", "", StringComparison.Ordinal)
            .Replace("\n</tool_call>", "", StringComparison.Ordinal), "x {\"a\":1,\"t\":\"12\"}"),
        ("dsml", Dsml, "x {\"t\":\"1\",\"a\":[1]} | y {}"),
        ("dsml", Dsml.Replace("function_calls", "tool_calls", StringComparison.Ordinal), "x {\"t\":\"1\",\"a\":[1]} | y {}"),
        ("dsml", Dsml.Replace("｜", "｜｜", StringComparison.Ordinal), "x {\"t\":\"1\",\"a\":[1]} | y {}"),
        ("minimax", Minimax, "x {\"a\":1}"),
        ("any", Hermes + Dsml + Minimax, "x {\"a\": 1} | x {\"t\":\"1\",\"a\":[1]} | y {} | x {\"a\":1}"),
    ];

    private static IEnumerable<TestCaseData> Cases() =>
        Blocks.Select((block, i) => new TestCaseData(block.Form, block.Text, block.Calls).SetArgDisplayNames($"{block.Form} {i}"));

    [TestCaseSource(nameof(Cases))]
    public void A_block_is_its_calls_wherever_it_is_cut(string form, string text, string calls)
    {
        var said = $"Let me look.\n\n{text}\n";

        for (var split = 0; split <= said.Length; split++)
        {
            Assert.That(
                Outcome(form, said[..split], said[split..]),
                Is.EqualTo($"completed | message 'Let me look.' | {calls}"),
                $"split at {split}");
        }

        Assert.That(
            Outcome(form, [.. said.Select(character => $"{character}")]),
            Is.EqualTo($"completed | message 'Let me look.' | {calls}"),
            "character by character");
    }

    [TestCaseSource(nameof(Cases))]
    public void A_body_is_healed_as_a_stream_is(string form, string text, string calls)
    {
        var content = System.Text.Json.JsonSerializer.Serialize(text);

        var run = Translation.RunCompletion(
            Healing(form), $$"""{"choices":[{"index":0,"message":{"content":{{content}}},"finish_reason":"stop"}]}""");

        Assert.That(WithoutIds(run.Outcome), Is.EqualTo($"completed | {calls}"));
    }

    [TestCase("A <tool_call> is how a model calls.")]
    [TestCase("<tool_call>{\"name\":\"unknown\",\"arguments\":{}}</tool_call> is one.")]
    [TestCase("<tool_call>{\"name\":\"x\",\"arguments\":[1]}</tool_call>")]
    [TestCase("<tool_call>{\"name\":\"x\", and then")]
    [TestCase("<tool_call>{\"name\"</tool_call> and more of it")]
    [TestCase("<tool_cal>{}")]
    [TestCase("a <function=unknown>b</function>")]
    [TestCase("a < b and c <")]
    [TestCase("<｜DSML｜function_calls> without")]
    [TestCase("<｜DSML｜function_calls><｜DSML｜invoke name=\"unknown\"></｜DSML｜invoke></｜DSML｜function_calls>")]
    [TestCase("<tool_call>\n<function=x>\nno parameter\n</function>\n</tool_call>")]
    public void What_only_looks_like_a_call_stays_text(string text)
    {
        for (var split = 0; split <= text.Length; split++)
        {
            Assert.That(Outcome("any", text[..split], text[split..]), Is.EqualTo($"completed | message '{text}'"), $"split at {split}");
        }
    }

    [Test]
    public void A_block_that_lacks_its_end_counts_when_it_is_whole()
    {
        Assert.That(Outcome("hermes", Hermes[..^"</tool_call>".Length]), Is.EqualTo("completed | x {\"a\": 1}"));
    }

    [Test]
    public void A_block_behind_one_that_is_none_is_found()
    {
        Assert.That(Outcome("hermes", "Write <tool_call> so: "
            + Hermes), Is.EqualTo("completed | message 'Write <tool_call> so:' | x {\"a\": 1}"));
    }

    [Test]
    public void Text_behind_a_block_is_a_message_of_its_own()
    {
        Assert.That(Outcome("hermes", Hermes, "\n\n", "Done."), Is.EqualTo("completed | x {\"a\": 1} | message 'Done.'"));
    }

    [Test]
    public void Only_what_could_begin_a_block_is_held_back()
    {
        var run = Translation.Run(Healing("any"), Text("a <b"), Text("c <tool"), Text("s>"), Finish("stop"), Done);

        Assert.That(
            run.Lines.Where(line => line.StartsWith("output_text.delta", StringComparison.Ordinal)),
            Is.EqualTo(["output_text.delta 0.0 'a <b'", "output_text.delta 0.0 'c'", "output_text.delta 0.0 ' <tools>'"]));
    }

    [Test]
    public void What_is_written_while_thinking_is_no_call()
    {
        Assert.That(
            Outcome("hermes", $"<think>Maybe {Hermes}</think>", "No."),
            Does.StartWith("completed | reasoning 'Maybe <tool_call>").And.EndWith("| message 'No.'"));
    }

    [TestCaseSource(nameof(Cases))]
    public void A_block_at_the_end_of_the_reasoning_is_its_calls_wherever_it_is_cut(string form, string text, string calls)
    {
        var thought = $"Let me look.\n\n{text}\n";
        var expected = $"completed | reasoning 'Let me look.' | {calls}";

        for (var split = 0; split <= thought.Length; split++)
        {
            Assert.That(
                OutcomeOf(form, Reasoning(thought[..split]), Reasoning(thought[split..])), Is.EqualTo(expected), $"split at {split}");
            Assert.That(
                OutcomeOf(form, Text($"<think>{thought[..split]}"), Text(thought[split..])),
                Is.EqualTo(expected),
                $"tagged, split at {split}");
        }

        Assert.That(
            OutcomeOf(form, [.. thought.Select(character => Reasoning($"{character}"))]), Is.EqualTo(expected), "character by character");
    }

    [TestCaseSource(nameof(Cases))]
    public void A_block_in_the_reasoning_of_a_body_is_healed(string form, string text, string calls)
    {
        var reasoning = System.Text.Json.JsonSerializer.Serialize($"Let me look. {text}");

        var run = Translation.RunCompletion(
            Healing(form),
            $$"""{"choices":[{"index":0,"message":{"content":null,"reasoning":{{reasoning}}},"finish_reason":"tool_calls"}]}""");

        Assert.That(WithoutIds(run.Outcome), Is.EqualTo($"completed | reasoning 'Let me look.' | {calls}"));
    }

    [TestCaseSource(nameof(Cases))]
    public void Reasoning_that_an_answer_follows_is_unchanged(string form, string text, string calls)
    {
        var thought = $"Perhaps \n{text}\n so.";
        Assert.That(calls, Is.Not.Empty);

        for (var split = 0; split <= thought.Length; split++)
        {
            var outcome = OutcomeOf(form, Reasoning(thought[..split]), Reasoning(thought[split..]), Text("\n"), Text("No."));
            Assert.That(outcome, Does.StartWith($"completed | reasoning '{thought}' | message "), $"split at {split}");
        }
    }

    [TestCase("tool_calls", " | x {\"a\": 1}")]
    [TestCase("stop", "")]
    public void A_block_that_reasoning_follows_counts_if_a_call_was_announced(string finish, string call)
    {
        var run = Translation.Run(Healing("hermes"), Reasoning($"So. {Hermes} Wait."), Finish(finish), Done);

        Assert.That(WithoutIds(run.Outcome), Is.EqualTo($"completed | reasoning 'So. {Hermes} Wait.'{call}"));
    }

    [Test]
    public void Reasoning_that_is_repeated_in_tags_calls_once()
    {
        var run = Translation.Run(
            Healing("hermes"), Reasoning($"So. {Hermes}"), Text($"<think>So. {Hermes}</think>"), Finish("stop"), Done);

        Assert.That(WithoutIds(run.Outcome), Is.EqualTo("completed | reasoning 'So.' | x {\"a\": 1}"));
    }

    [TestCase("length")]
    [TestCase("content_filter")]
    public void An_answer_that_was_cut_has_no_call_in_its_reasoning(string finish)
    {
        var run = Translation.Run(Healing("hermes"), Reasoning($"So. {Hermes}"), Finish(finish), Done);

        Assert.That(run.Outcome, Does.Contain("reasoning").And.Contain("</tool_call>").And.Not.Contain("| x {"));
    }

    [Test]
    public void Reasoning_is_delivered_up_to_what_could_begin_a_block()
    {
        var run = Translation.Run(Healing("any"), Reasoning("a <b"), Reasoning("c <tool"), Reasoning("s>"), Finish("stop"), Done);

        var deltas = run.Lines.Where(line => line.StartsWith("reasoning_summary_text.delta", StringComparison.Ordinal));
        Assert.That(
            deltas.Select(static line => line[line.IndexOf('\'', StringComparison.Ordinal)..]),
            Is.EqualTo(["'a <b'", "'c'", "' <tools>'"]));
    }

    [TestCase("stop", "", true)]
    [TestCase("tool_calls", "", true)]
    [TestCase("stop", "\n\n", true)]
    [TestCase("stop", "No.", false)]
    [TestCase("length", "", false)]
    public void Marks_in_reasoning_are_told_if_nothing_follows(string finish, string text, bool isTold)
    {
        var setup = new TranslationSetup().Declaring("x");
        var shown = Translation.Run(setup, Reasoning($"So. {Hermes}"), Text(text), Finish(finish), Done);
        var hidden = Translation.Run(
            TranslationSetup.With("reasoning_out=hidden") with { Echo = setup.Echo },
            Reasoning("So. <tool_"), Reasoning("call>{}"), Text(text), Finish(finish), Done);

        Assert.Multiple(() =>
        {
            Assert.That(shown.Response.GetRawText().Contains("relay_warnings", StringComparison.Ordinal), Is.EqualTo(isTold));
            Assert.That(hidden.Response.GetRawText().Contains("relay_warnings", StringComparison.Ordinal), Is.EqualTo(isTold), "hidden");
        });
    }

    [Test]
    public void Without_the_policy_or_without_tools_text_is_text()
    {
        var off = Translation.Run(new TranslationSetup().Declaring("x"), Text(Hermes), Finish("stop"), Done);
        var toolless = Translation.Run(TranslationSetup.With("heal_markup=any"), Text(Hermes), Finish("stop"), Done);

        Assert.That((off.Outcome, toolless.Outcome), Is.EqualTo(($"completed | message '{Hermes}'", $"completed | message '{Hermes}'")));
    }

    private static TranslationSetup Healing(string form)
    {
        const string Request =
            """{"tools":[{"type":"function","name":"x","parameters":{"type":"object","properties":{"t":{"type":"string"},"a":{}}}}]}""";
        return TranslationSetup.With($"heal_markup={form}") with { Echo = TranslationSetup.EchoOf(Request, "x", "y") };
    }

    private static string Outcome(string form, params string[] pieces) =>
        WithoutIds(Translation.Run(Healing(form), [.. pieces.Select(Text), Finish("stop"), Done]).Outcome);

    private static string OutcomeOf(string form, params string[] chunks) =>
        WithoutIds(Translation.Run(Healing(form), [.. chunks, Finish("stop"), Done]).Outcome);

    private static string WithoutIds(string outcome) => MadeId().Replace(outcome, "");

    [GeneratedRegex(@"\bcall_[0-9]+ ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MadeId();
}
