using Conformance.Results;
using Conformance.Tests.Running;
using NUnit.Framework;

namespace Conformance.Tests.Gating;

/// <summary>What a known failure excuses, and what it does not.</summary>
internal sealed class KnownListTests
{
    private const string Rule = "- rule: sequence-gap\n  reason: no numbers\n";
    private const string Case = "- case: a/1\n  reason: broken\n";
    private const string Check = "- case: a/1\n  check: event-order\n  reason: out of order\n";

    [Test]
    public void A_known_rule_is_still_judged_and_does_not_fail_the_run()
    {
        var run = Runs.Of(Runs.Gate(Rule, "a/1"), Runs.Breaks("a/1", "sequence-gap"));

        var row = run.Rules.Single(rule => rule.Id == "sequence-gap");
        Assert.That((row.Fails, row.Known, row.Cases.Count, run.End!.ExitCode), Is.EqualTo((false, "no numbers", 1, 0)));
    }

    [Test]
    public void Another_rule_still_fails_the_run()
    {
        var run = Runs.Of(Runs.Gate(Rule, "a/1"), Runs.Breaks("a/1", "sequence-gap", "output-index"));

        Assert.That(run.Rules.Where(rule => rule.Fails).Select(rule => rule.Id), Is.EqualTo(new[] { "output-index" }));
    }

    [Test]
    public void A_rule_known_in_one_case_fails_in_another()
    {
        var run = Runs.Of(
            Runs.Gate("- case: a/1\n  check: sequence-gap\n  reason: x\n", "a/1", "a/2"),
            Runs.Breaks("a/1", "sequence-gap"),
            Runs.Breaks("a/2", "sequence-gap"));

        var row = run.Rules.Single(rule => rule.Id == "sequence-gap");
        Assert.That((row.Fails, row.Known), Is.EqualTo((true, (string?)null)));
    }

    [TestCase(Case)]
    [TestCase(Check)]
    public void A_known_case_does_not_fail_the_run(string list)
    {
        var run = Runs.Of(Runs.Gate(list, "a/1"), Runs.Failed("a/1", "event-order"));

        Assert.That((run.Cases[0].Verdict, run.Cases[0].Known is not null, run.End!.ExitCode), Is.EqualTo((Verdict.Failed, true, 0)));
    }

    [Test]
    public void A_different_failure_of_a_case_whose_check_is_known_is_a_failure()
    {
        var run = Runs.Of(Runs.Gate(Check, "a/1"), Runs.Failed("a/1", "event-order", "final-response"));

        Assert.That(
            (run.Cases[0].Known, run.Cases[0].Findings[0].Known, run.End!.ExitCode), Is.EqualTo(((string?)null, "out of order", 1)));
    }

    [Test]
    public void An_entry_for_a_case_says_nothing_of_the_rules_it_breaks()
    {
        var run = Runs.Of(Runs.Gate(Case, "a/1"), Runs.Failed("a/1", "event-order") with
        {
            Findings = [Cases.Finding("event-order"), Cases.Finding("sequence-gap") with { Kind = FindingKind.Rule }],
        });

        Assert.That((run.Cases[0].Known, run.Rules.Single(rule => rule.Id == "sequence-gap").Fails), Is.EqualTo(("broken", true)));
    }

    [Test]
    public void A_harness_error_is_never_an_expected_failure()
    {
        var broken = Cases.Result("a/1", Verdict.HarnessError, "must", Cases.Finding("event-order"));

        var marked = Runs.Gate(Case, "a/1").Mark(Runs.Info, broken);

        Assert.That((marked.Known, marked.Findings[0].Known), Is.EqualTo(((string?)null, (string?)null)));
    }

    [Test]
    public void A_warning_is_not_a_failure_that_could_be_known()
    {
        var warned = Runs.Passed("a/1") with
        {
            Findings = [Cases.Finding("sequence-gap", Severity.Warning) with { Kind = FindingKind.Rule }],
        };

        var run = Runs.Of(Runs.Gate(Rule, "a/1"), warned);

        Assert.That(
            (run.Cases[0].Findings[0].Known, run.End!.Gate.Single().Kind), Is.EqualTo(((string?)null, GateFindingKind.UnexpectedPass)));
    }

    [TestCase(Case, "known.yaml:1:3: unexpected pass: a/1 now passes; delete the entry, or run relayconf known update.")]
    [TestCase(
        Check, "known.yaml:1:3: unexpected pass: a/1 no longer fails with event-order; delete the entry, or run relayconf known update.")]
    public void A_known_case_that_passes_fails_the_run(string list, string words)
    {
        var run = Runs.Of(Runs.Gate(list, "a/1"), Runs.Passed("a/1"));

        var finding = run.End!.Gate.Single();
        Assert.That(
            (finding.Kind, finding.Message, finding.File, finding.Line, run.End.ExitCode),
            Is.EqualTo((GateFindingKind.UnexpectedPass, words, "known.yaml", (int?)1, 1)));
    }

    [Test]
    public void A_known_rule_that_holds_fails_a_whole_run()
    {
        var run = Runs.Of(Runs.Gate(Rule, "a/1", "a/2"), Runs.Passed("a/1"), Runs.Passed("a/2"));

        Assert.That(run.End!.Gate.Single().Message, Is.EqualTo("known.yaml:1:3: unexpected pass: the rule sequence-gap now holds in all 2 "
            + "answers; delete the entry, or run relayconf known update."));
    }

    [Test]
    public void A_part_of_the_cases_says_nothing_of_a_rule_that_is_broken_elsewhere()
    {
        var gate = Runs.Gate(Rule, "a/1", "a/2");

        Assert.Multiple(() =>
        {
            Assert.That(
                Runs.Of(gate, Runs.Info with { Available = 2, Selected = 1 }, Runs.Passed("a/1")).End!.Gate, Is.Empty, "a selection");
            Assert.That(Runs.Of(gate, Runs.Info with { Shard = "1/2" }, Runs.Passed("a/1")).End!.Gate, Is.Empty, "a shard");
            Assert.That(gate.Conclude(Runs.Of(Runs.Passed("a/1")), isPartial: true), Is.Empty, "a run that was cut off");
        });
    }

    [Test]
    public void An_entry_that_the_selection_leaves_out_is_not_stale() =>
        Assert.That(
            Runs.Of(Runs.Gate(Case, "a/1", "a/2"), Runs.Info with { Available = 2, Selected = 1 }, Runs.Passed("a/2")).End!.Gate, Is.Empty);

    [TestCase(Verdict.NotApplicable)]
    [TestCase(Verdict.DidNotRun)]
    [TestCase(Verdict.HarnessError)]
    public void A_case_that_was_not_judged_is_no_unexpected_pass(Verdict verdict) =>
        Assert.That(Runs.Of(Runs.Gate(Case, "a/1"), Cases.Result("a/1", verdict)).End!.Gate, Is.Empty);

    [Test]
    public void An_entry_that_fits_no_case_is_stale()
    {
        var run = Runs.Of(Runs.Gate("- case: a/l\n  reason: x\n", "a/1", "text/plain"), Runs.Passed("a/1"));

        var finding = run.End!.Gate.Single();
        Assert.That((finding.Kind, finding.Fails), Is.EqualTo((GateFindingKind.StaleEntry, true)));
        Assert.That(finding.Message, Does.StartWith("known.yaml:1:3: stale entry: no case matches 'a/l'; did you mean a/1?"));
    }

    [Test]
    public void A_pattern_must_fit_failing_cases_only()
    {
        var gate = Runs.Gate("- case: a/*\n  reason: x\n", "a/1", "a/2", "a/3");

        var run = Runs.Of(gate, Runs.Failed("a/1", "event-order"), Runs.Passed("a/2"), Runs.Passed("a/3"));

        Assert.That(run.End!.Gate.Single().Message, Is.EqualTo("known.yaml:1:3: unexpected pass: 2 of the 3 cases of 'a/*' do not fail now "
            + "(a/2, a/3); narrow the pattern, or run relayconf known update."));
    }

    [Test]
    public void A_skipped_rule_says_nothing_of_its_entries()
    {
        var info = Runs.Info with { SkippedRules = ["sequence-gap"] };

        var run = Runs.Of(Runs.Gate(Rule
            + "- case: a/1\n  check: sequence-gap\n  reason: x\n", "a/1"), info, Runs.Breaks("a/1", "sequence-gap"));

        Assert.That(
            (run.End!.Gate.Count, run.Rules.Any(rule => rule.Id == "sequence-gap"), run.Cases[0].Findings.Count, run.End.ExitCode),
            Is.EqualTo((0, false, 0, 0)));
    }
}
