using Conformance.Capturing;
using NUnit.Framework;

namespace Conformance.Tests.Capturing;

/// <summary>When a client that has left had the whole answer.</summary>
internal sealed class CapturedExchangeBuilderTests
{
    [TestCase(200, "2", true)]
    [TestCase(200, "3", false)]
    [TestCase(200, null, false)]
    public void An_answer_is_complete_when_its_body_is_as_long_as_its_head_declares(int status, string? length, bool isComplete)
    {
        var tape = Create(status, length);

        tape.Read("Hi"u8, TimeSpan.Zero);

        Assert.That(tape.IsComplete, Is.EqualTo(isComplete));
    }

    [TestCase(204, null, true)]
    [TestCase(304, null, true)]
    [TestCase(304, "98", true)]
    [TestCase(302, null, false)]
    public void An_answer_whose_status_has_no_body_is_complete_at_its_head(int status, string? length, bool isComplete) =>
        Assert.That(Create(status, length).IsComplete, Is.EqualTo(isComplete));

    private static CapturedExchangeBuilder Create(int status, string? length)
    {
        var tape = new CapturedExchangeBuilder(TimeProvider.System, 1_000);
        tape.RecordAnswer(status, length is null ? [] : [new("content-length", length)]);
        return tape;
    }
}
