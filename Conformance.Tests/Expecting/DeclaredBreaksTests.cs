using Conformance.Checking;
using Conformance.Expecting;
using Conformance.Results;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Expecting;

internal sealed class DeclaredBreaksTests
{
    private static readonly SourcePlace Place = new("Scenarios/usage/case.yaml", 40, 12);

    [Test]
    public void A_finding_of_a_declared_rule_is_told_and_does_not_fail()
    {
        var report = Weigh([Found("created-first"), Found("call-id")], "created-first");

        Assert.That(
            report.Findings.Select(finding => (finding.Check, finding.Severity)),
            Is.EqualTo(new[] { ("created-first", Severity.Warning), ("call-id", Severity.Error) }));
        Assert.That(report.Findings[0].Message, Does.EndWith(" The case declares this for its configuration."));
    }

    [Test]
    public void A_declared_rule_that_nothing_breaks_fails()
    {
        var report = Weigh([Found("created-first")], "created-first", "usage-shape");

        var rotten = report.Findings.Single(finding => finding.Severity == Severity.Error);
        Assert.Multiple(() =>
        {
            Assert.That(rotten.Check, Is.EqualTo("breaks"));
            Assert.That(rotten.Message, Is.EqualTo(
                "The case declares that its configuration breaks usage-shape, but the rule is not broken (Scenarios/usage/case.yaml:40)."));
        });
    }

    [Test]
    public void A_warning_stays_one_and_counts_as_broken()
    {
        var report = Weigh([Found("missing-delta") with { Severity = Severity.Profile }], "missing-delta");

        Assert.That(report.Findings.Single().Severity, Is.EqualTo(Severity.Profile));
    }

    [Test]
    public void Nothing_changes_where_nothing_is_declared()
    {
        var report = Weigh([Found("created-first")]);

        Assert.That(report.Findings.Single().Severity, Is.EqualTo(Severity.Error));
    }

    private static CheckReport Weigh(IReadOnlyList<Finding> findings, params string[] rules)
    {
        var turn = new TurnBuilder()
            .Expecting(new Expectation { Breaks = [.. rules.Select(rule => new DeclaredBreak(rule, Place))] })
            .Build();
        return DeclaredBreaks.Weigh(turn, new CheckReport(findings, []));
    }

    private static Finding Found(string rule) => new() { Check = rule, Severity = Severity.Error, Message = "Something is wrong." };
}
