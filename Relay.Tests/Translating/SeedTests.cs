using NUnit.Framework;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Translating;

/// <summary>
/// The streams that earlier translators were tested with, as those tests write them: finish chunks without delta, an end without sentinel.
/// </summary>
internal sealed class SeedTests
{
    private const string FinishTools = """{"choices":[{"finish_reason":"tool_calls"}]}""";
    private const string FinishStop = """{"choices":[{"finish_reason":"stop"}]}""";

    private static string Chunk(string delta) => $"{{\"choices\":[{{\"delta\":{delta}}}]}}";

    private static string ToolCalls(string element) => Chunk($"{{\"tool_calls\":[{element}]}}");

    [Test]
    public void Emits_multiple_tool_calls()
    {
        var run = Translation.Run(
            ToolCalls(Element(null, "call_a", "do_a", "{\"foo\":1}")),
            ToolCalls(Element(null, "call_b", "do_b", "{\"bar\":2}")),
            FinishTools);

        Assert.That(run.Outcome, Is.EqualTo("completed | call_a do_a {\"foo\":1} | call_b do_b {\"bar\":2}"));
    }

    [TestCase(null, "call_a")]
    [TestCase(0, null)]
    public void Concatenates_tool_call_arguments_across_deltas(int? index, string? repeatedId)
    {
        var run = Translation.Run(
            ToolCalls(Element(index, "call_a", "do_a")),
            ToolCalls(Element(index, repeatedId, args: "{ \"foo\":")),
            ToolCalls(Element(index, repeatedId, args: "1}")),
            FinishTools);

        Assert.That(run.Outcome, Is.EqualTo("completed | call_a do_a { \"foo\":1}"));
    }

    [Test]
    public void Emits_tool_calls_even_when_content_and_reasoning_present()
    {
        var run = Translation.Run(Chunk($"{{\"content\":[{{\"text\":\"hi\"}}],\"reasoning\":\"because\","
            + $"\"tool_calls\":[{Element(null, "call_a", "do_a", "{}")}]}}"), FinishTools);

        Assert.That(run.Outcome, Is.EqualTo("completed | reasoning 'because' | message 'hi' | call_a do_a {}"));
    }

    [TestCase("keep", "completed | call_a do_a {}")]
    [TestCase("drop", "completed")]
    public void Drops_partial_tool_calls_on_stop_only_by_policy(string policy, string outcome)
    {
        var run = Translation.Run(
            TranslationSetup.With($"stop_with_tools={policy}"), ToolCalls(Element(null, "call_a", "do_a", "{}")), FinishStop);

        Assert.That(run.Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public void Completes_on_done_sentinel_without_json()
    {
        var run = Translation.Run(Done);

        Assert.That(run.Outcome, Is.EqualTo("completed"));
        Assert.That(run.Warnings, Has.Some.Contains("no output"));
    }

    [Test]
    public void Emits_tool_calls_for_multiple_choices()
    {
        string Choice(string element) => $"{{\"delta\":{{\"tool_calls\":[{element}]}},\"finish_reason\":\"tool_calls\"}}";

        var run =
            Translation.Run($"{{\"choices\":[{Choice(Element(0, "call_a", "do_a", "{}"))},{Choice(Element(0, "call_b", "do_b", "{}"))}]}}");

        Assert.That(run.Outcome, Is.EqualTo("completed | call_a do_a {} | call_b do_b {}"));
    }

    [Test]
    public void Merges_tool_calls_by_index_when_id_missing_on_subsequent_deltas()
    {
        var run = Translation.Run(ToolCalls(Element(0, "call_a", "do_a", "{ \"foo\":")), ToolCalls(Element(0, args: "1}")), FinishTools);

        Assert.That(run.Outcome, Is.EqualTo("completed | call_a do_a { \"foo\":1}"));
    }

    [Test]
    public void Preserves_tool_call_name_when_empty_deltas_arrive()
    {
        var run = Translation.Run(ToolCalls(Element(0, "call_a", "do_a")), ToolCalls(Element(0, "call_a", "", "{}")), FinishTools);

        Assert.That(run.Outcome, Is.EqualTo("completed | call_a do_a {}"));
    }
}
