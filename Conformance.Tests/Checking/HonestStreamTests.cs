using Conformance.Checking;
using Conformance.Results;
using NUnit.Framework;

namespace Conformance.Tests.Checking;

/// <summary>The rules accuse no honest relay.</summary>
internal sealed class HonestStreamTests
{
    private static IEnumerable<TestCaseData> All() =>
        HonestStreams.All().Select(liberty => new TestCaseData(liberty).SetArgDisplayNames(liberty.Name));

    [TestCaseSource(nameof(All))]
    public void A_liberty_is_no_error_and_at_most_these_warnings(HonestStream liberty)
    {
        var report = CheckRunner.Run(liberty.Stream.ToTurn());

        var text = string.Join('\n', report.Findings.Select(finding =>
            $"#{finding.Event} {finding.Check} [{finding.Severity}] {finding.Message} | {finding.Expected} | {finding.Received}"));
        Assert.Multiple(() =>
        {
            Assert.That(report.BrokenChecks, Is.Empty);
            Assert.That(report.Findings.Where(finding => finding.Severity == Severity.Error), Is.Empty, text);
            Assert.That(report.Findings.Select(finding => finding.Check).Distinct(), Is.EquivalentTo(liberty.Warnings), text);
        });
    }
}
