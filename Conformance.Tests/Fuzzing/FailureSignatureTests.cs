using Conformance.Fuzzing;
using Conformance.Fuzzing.Generating;
using Conformance.Results;
using Conformance.Tests.Support;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Fuzzing;

/// <summary>Two failures are alike when their checks are, and the shapes of their messages.</summary>
internal sealed class FailureSignatureTests
{
    private static readonly Scenario Generated = FuzzCases.Create(1, 0);

    [Test]
    public void Values_do_not_matter_where_the_expectation_follows_from_the_bytes() =>
        Assert.That(Of(Generated, "call 1 of `a` differs", "x"), Is.EqualTo(Of(Generated, "call 22 of `b` differs", "y")));

    [Test]
    public void Another_sentence_is_another_failure() =>
        Assert.That(Of(Generated, "The text differs.", "x"), Is.Not.EqualTo(Of(Generated, "The calls differ.", "x")));

    [Test]
    public void What_a_person_expects_belongs_to_the_failure()
    {
        var written = Theatre.Scenario("text/plain");

        Assert.That(Of(written, "The text differs.", "x"), Is.Not.EqualTo(Of(written, "The text differs.", "y")));
    }

    [Test]
    public void Warnings_are_no_failure() =>
        Assert.That(
            FailureSignature.Of(Generated, [new Finding { Check = "a", Severity = Severity.Warning, Message = "m" }]).IsFailure, Is.False);

    private static FailureSignature Of(Scenario scenario, string message, string received) =>
        FailureSignature.Of(
            scenario, [new Finding { Check = "a", Severity = Severity.Error, Message = message, Received = received, Expected = "e" }]);
}
