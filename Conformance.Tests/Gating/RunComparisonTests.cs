using Conformance.Gating;
using Conformance.Results;
using Conformance.Tests.Running;
using NUnit.Framework;

namespace Conformance.Tests.Gating;

/// <summary>Two runs beside each other, and a run beside its baseline.</summary>
internal sealed class RunComparisonTests
{
    [Test]
    public void Each_case_and_rule_has_one_kind_of_difference()
    {
        var before = Runs.Of(
            Runs.Passed("a/new"),
            Runs.Failed("a/fixed", "held"),
            Runs.Failed("a/changed", "held"),
            Runs.Failed("a/same", "held"),
            Runs.Passed("a/gone"),
            Runs.Breaks("a/rule", "sequence-gap"));
        var after = Runs.Of(
            Runs.Failed("a/new", "held"),
            Runs.Passed("a/fixed"),
            Runs.Failed("a/changed", "event-order"),
            Runs.Failed("a/same", "held"),
            Runs.Passed("a/added"),
            Runs.Breaks("a/rule", "output-index"));

        var changes = RunComparison.Compare(before, after);

        Assert.That(changes.Select(change => (change.Kind, change.IsRule, change.Id)), Is.EqualTo(new[]
        {
            (ChangeKind.New, true, "output-index"),
            (ChangeKind.Fixed, true, "sequence-gap"),
            (ChangeKind.New, false, "a/new"),
            (ChangeKind.Fixed, false, "a/fixed"),
            (ChangeKind.Changed, false, "a/changed"),
            (ChangeKind.Gone, false, "a/gone"),
            (ChangeKind.Added, false, "a/added"),
        }));
        Assert.That(
            changes.Single(change => change.Id == "a/changed"),
            Is.EqualTo(new RunChange(ChangeKind.Changed, false, "a/changed", "failed: held", "failed: event-order")));
    }

    [Test]
    public void A_removed_case_is_not_a_regression_whether_or_not_it_failed()
    {
        var changes = RunComparison.Compare(
            Runs.Of(Runs.Passed("a/1"), Runs.Passed("a/2"), Runs.Failed("a/3", "held")), Runs.Of(Runs.Passed("a/1")));

        Assert.That(
            changes.Where(change => !change.IsRule).Select(change => change.Kind), Is.EqualTo(new[] { ChangeKind.Gone, ChangeKind.Gone }));
    }

    [Test]
    public void A_failing_case_that_the_first_run_lacks_has_nothing_that_excuses_it() =>
        Assert.That(RunComparison.Compare(
            Runs.Of(Runs.Passed("a/1")),
            Runs.Of(Runs.Passed("a/1"), Runs.Failed("a/2", "held"))).Single(change => !change.IsRule).Kind, Is.EqualTo(ChangeKind.New));

    [Test]
    public void A_failure_that_fails_no_run_is_not_a_regression()
    {
        var gate = Runs.Gate("- case: a/1\n  reason: x\n", "a/1", "a/2");

        var changes = RunComparison.Compare(
            Runs.Of(Runs.Passed("a/1"), Runs.Passed("a/2")),
            Runs.Of(gate, Runs.Failed("a/1", "held"), Runs.Failed("a/2", "held") with { Level = "may" }));

        Assert.That(changes, Is.Empty);
    }

    [Test]
    public void Runs_without_a_common_case_share_nothing() => Assert.Multiple(() =>
    {
        Assert.That(RunComparison.ShareCases(Runs.Of(Runs.Passed("a/1")), Runs.Of(Runs.Passed("b/1"))), Is.False);
        Assert.That(RunComparison.ShareCases(Runs.Of(Runs.Passed("a/1")), Runs.Of(Runs.Passed("b/1"), Runs.Passed("a/1"))), Is.True);
    });

    [Test]
    public void Only_what_the_baseline_lacks_fails_a_run()
    {
        var gate = Gate(Runs.Of(Runs.Failed("a/old", "held"), Runs.Passed("a/new"), Runs.Breaks("a/rule", "sequence-gap")));

        var same = Runs.Of(gate, Runs.Failed("a/old", "event-order"), Runs.Passed("a/new"), Runs.Breaks("a/rule", "sequence-gap"));
        var worse = Runs.Of(
            gate, Runs.Failed("a/old", "held"), Runs.Failed("a/new", "held"), Runs.Breaks("a/rule", "sequence-gap", "output-index"));

        Assert.Multiple(() =>
        {
            Assert.That((same.End!.ExitCode, same.Cases[0].Known is not null
                ? same.Cases[0].Known
                : same.Cases[1].Known), Is.EqualTo((0, "also fails in the baseline before")));
            Assert.That(
                same.End.Gate.Select(finding => (finding.Kind, finding.Subject)), Is.EqualTo(new[] { (GateFindingKind.Changed, "a/old") }));
            Assert.That(worse.End!.ExitCode, Is.EqualTo(1));
            Assert.That(
                worse.End.Gate.Select(finding => (finding.Kind, finding.Subject)),
                Is.EqualTo(new[] { (GateFindingKind.New, "output-index"), (GateFindingKind.New, "a/new") }));
            Assert.That(
                worse.End.Gate.Select(finding => finding.Message), Has.Some.EqualTo("a/new: passed in the baseline, failed: held now."));
        });
    }

    [Test]
    public void A_case_that_exists_and_was_not_selected_is_not_gone()
    {
        var gate = Gate(Runs.Of(Runs.Passed("a/1"), Runs.Passed("a/2"), Runs.Passed("a/3"))) with
        {
            Catalog = new HashSet<string> { "a/1", "a/2" },
        };

        Assert.That(
            Runs.Of(gate, Runs.Passed("a/1")).End!.Gate.Select(finding => (finding.Kind, finding.Subject)),
            Is.EqualTo(new[] { (GateFindingKind.Gone, "a/3") }));
    }

    [Test]
    public void A_harness_error_of_the_baseline_excuses_no_failure() =>
        Assert.That(
            Runs.Of(Gate(Runs.Of(Cases.Result("a/1", Verdict.HarnessError))), Runs.Failed("a/1", "held")).End!.ExitCode, Is.EqualTo(1));

    private static RunGating Gate(RunResult before) =>
        new() { Baseline = new Baseline(before, "before"), Catalog = before.Cases.Select(result => result.Id).ToHashSet() };
}
