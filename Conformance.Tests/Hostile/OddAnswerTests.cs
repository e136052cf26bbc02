using Conformance.Results;
using Conformance.Tests.Recording;
using NUnit.Framework;

namespace Conformance.Tests.Hostile;

/// <summary>Whatever a relay sends is a finding about the relay, never a fault of the judge.</summary>
[CancelAfter(60_000)]
internal sealed class OddAnswerTests
{
    private static IEnumerable<OddAnswer> Answers() => OddAnswers.All();

    [TestCaseSource(nameof(Answers))]
    public async Task An_odd_answer_is_the_relays_finding(OddAnswer odd, CancellationToken cancellationToken)
    {
        await using var relay = new RawServer(odd.Serve);

        var outcome = await HostileStage.PlayAsync(relay, HostileStage.Settings(), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Result.Verdict, Is.EqualTo(Verdict.Failed), outcome.Result.Reason);
            Assert.That(HostileStage.Errors(outcome), Has.Some.Match(odd.Finding));
        });
    }
}
