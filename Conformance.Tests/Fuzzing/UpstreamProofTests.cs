using Conformance.Fuzzing;
using Conformance.Fuzzing.Proving;
using NUnit.Framework;

namespace Conformance.Tests.Fuzzing;

/// <summary>Which ends the bytes of an upstream's answer leave to an honest relay.</summary>
internal sealed class UpstreamProofTests
{
    private const string Completed = "completed";
    private const string Cut = "incomplete";
    private const string Failed = "failed";

    [TestCase(Completed, "text: a", "finish: stop", "done")]
    [TestCase(Completed, "text: a", "finish: stop")]
    [TestCase(Cut, "text: a", "finish: length", "done")]
    [TestCase(Cut, "text: a", "finish: content_filter", "done")]
    [TestCase(Failed, "text: a")]
    [TestCase(Failed, "text: a", "finish: error", "done")]
    [TestCase(Failed, "text: a", "error: {message: bad}", "finish: stop", "done")]
    [TestCase(Failed, "text: a", "finish: stop", "error: {message: bad}")]
    [TestCase(Failed, "sse: {event: error, data: words}", "finish: stop", "done")]
    [TestCase(Cut + Failed, "sse: {data: '{bad'}", "finish: stop", "done")]
    [TestCase(Completed + Failed, "sse: {data: ping}", "finish: stop", "done")]
    [TestCase(Completed + Failed, "text: a", "finish: stop", "{text: bcd, keep: 30}")]
    [TestCase(Completed + Failed, "text: a", "done")]
    [TestCase(Completed + Failed, "text: a", "finish: stop", "close: reset")]
    [TestCase(Completed + Failed, "tool: {index: 0, id: a, name: b, args: '{'}", "finish: tool_calls", "done")]
    [TestCase(Completed, "tool: {index: 0, id: a, name: b, args: '{}'}", "finish: tool_calls", "done")]
    public void The_contract_leaves_these_ends(string ends, params string[] steps)
    {
        var proof = Of(steps);

        Assert.That((proof.MayComplete ? Completed : "") + (proof.MayBeCut ? Cut : "") + (proof.MayFail ? Failed : ""), Is.EqualTo(ends));
    }

    [Test]
    public void Words_of_a_sound_stream_are_certain()
    {
        var proof = Of(
            "reasoning: think",
            "text: a",
            "text: b",
            "tool: {index: 0, id: x, name: add, args: '{\"a\":'}",
            "tool: {index: 0, args: '1}'}",
            "finish: tool_calls",
            "usage: {prompt: 1, completion: 2}",
            "done");

        Assert.That(proof, Has.Property(nameof(proof.Text))
            .EqualTo("ab").And
            .Property(nameof(proof.Reasoning))
            .EqualTo("think").And
            .Property(nameof(proof.Usage))
            .EqualTo((1L, 2L)));
        Assert.That(proof.Calls, Is.EqualTo(new[] { new ProvenCall("add", "{\"a\":1}") }));
        Assert.That(proof.IsSound);
    }

    [TestCase("text: <think>x")]
    [TestCase("refusal: a")]
    [TestCase("delta: {content: [{type: text, text: a}]}")]
    public void Text_that_a_policy_may_read_otherwise_is_not_certain(string step) =>
        Assert.That(Of(step, "finish: stop", "done").Text, Is.Null);

    private static UpstreamProof Of(params string[] steps) =>
        UpstreamProof.Of(CaseText.ReadGood(CaseText.WithSteps(steps)).Turns[0].Upstream[0]);
}
