using NUnit.Framework;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Translating;

/// <summary>Cumulative deltas, if they are to be found out: what repeats all that was said, and what only looks like it.</summary>
internal sealed class NestedDeltasTests
{
    private static TranslationSetup Detecting => TranslationSetup.With("cumulative_deltas=detect");

    [TestCase("He|Hell|Hello", "Hello")]
    [TestCase("He|Hell|Hello|Hello", "Hello")]
    [TestCase("Hello|Hello, |Hello, world\n|Hello, world", "Hello, world\n")]
    [TestCase("Sixteen characters|Sixteen characters and more", "Sixteen characters and more")]
    [TestCase("Sixteen cha|racters| to say|Sixteen characters to say", "Sixteen characters to say")]
    public void What_was_said_before_is_not_said_again(string deltas, string text)
    {
        Assert.That(Outcome(deltas), Is.EqualTo($"completed | message '{text}'"));
    }

    [TestCase("ha|ha|ha")]
    [TestCase("1|10|5")]
    [TestCase("a|ab|a")]
    [TestCase("ha |ha ha |ho")]
    [TestCase("no|no|no")]
    [TestCase("Sixteen characters|Sixteen characters")]
    [TestCase("Sixteen |characters|Sixteen characters| again")]
    [TestCase("short|er|shorter")]
    public void What_is_repeated_on_purpose_stays(string deltas)
    {
        Assert.That(Outcome(deltas), Is.EqualTo($"completed | message '{deltas.Replace("|", "", StringComparison.Ordinal)}'"));
    }

    [Test]
    public void Only_the_delta_that_could_be_either_waits_for_the_next()
    {
        var run = Translation.Run(Detecting, Text("He"), Text("Hell"), Text("Hello"), Text("Hello!"), Finish("stop"), Done);

        Assert.That(
            run.Lines.Where(line => line.Contains("delta", StringComparison.Ordinal)),
            Is.EqualTo(["output_text.delta 0.0 'He'", "output_text.delta 0.0 'llo'", "output_text.delta 0.0 '!'"]));
    }

    [Test]
    public void Reasoning_and_text_nest_each_by_itself()
    {
        var run = Translation.Run(
            Detecting,
            Reasoning("I"),
            Reasoning("I am"),
            Reasoning("I am it"),
            Chunk("I am it", "Y"),
            Chunk("I am it", "Ye"),
            Chunk("I am it", "Yes"),
            Finish("stop"),
            Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | reasoning 'I am it' | message 'Yes'"));
    }

    [Test]
    public void Reasoning_details_that_grow_are_said_once()
    {
        var run = Translation.Run(Detecting, Detail("I"), Detail("I am"), Detail("I am it"), Text("Yes"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | reasoning 'I am it' | message 'Yes'"));
    }

    [TestCase("{\"x\"|{\"x\":1}", "{\"x\":1}")]
    [TestCase("{|{\"x\"|{\"x\":1}", "{\"x\":1}")]
    [TestCase("{\"a\":|{\"a\":1}|}", "{\"a\":{\"a\":1}}")]
    [TestCase("{\"a\":|{\"a\":1}}", "{\"a\":{\"a\":1}}")]
    [TestCase("{\"x\":|1}", "{\"x\":1}")]
    public void Arguments_nest_unless_they_are_whole_with_what_was_added(string deltas, string arguments)
    {
        var pieces = deltas.Split('|');

        var run = Translation.Run(
            Detecting, [Call(0, "A", "x", pieces[0]), .. pieces[1..].Select(piece => Call(0, args: piece)), Finish("tool_calls"), Done]);

        Assert.That(run.Outcome, Is.EqualTo($"completed | A x {arguments}"));
    }

    [Test]
    public void Arguments_of_two_calls_nest_each_by_itself()
    {
        var run = Translation.Run(
            Detecting,
            Call(0, "A", "x", "{\"x\""),
            Call(0, "A", "x", "{\"x\":1}"),
            Call(1, "B", "x", "{\"x\""),
            Call(1, "B", "x", "{\"x\":2"),
            Call(1, "B", "x", "{\"x\":2}"),
            Finish("tool_calls"),
            Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | A x {\"x\":1} | B x {\"x\":2}"));
    }

    [Test]
    public void By_default_nothing_is_looked_for()
    {
        var run = Translation.Run(Text("He"), Text("Hell"), Text("Hello"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | message 'HeHellHello'"));
    }

    private static string Outcome(string deltas) =>
        Translation.Run(Detecting, [.. deltas.Split('|').Select(Text), Finish("stop"), Done]).Outcome;

    private static string Chunk(string reasoning, string text) => Delta($"\"reasoning_content\":\"{reasoning}\",\"content\":\"{text}\"");

    private static string Detail(string text) => Delta($"\"reasoning_details\":[{{\"type\":\"reasoning.text\",\"text\":\"{text}\"}}]");
}
