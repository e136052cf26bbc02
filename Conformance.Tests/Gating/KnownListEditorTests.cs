using Conformance.Gating;
using Conformance.Results;
using Conformance.Tests.Running;
using NUnit.Framework;

namespace Conformance.Tests.Gating;

/// <summary>How a list is rewritten from a run: what stays is left as it is written.</summary>
internal sealed class KnownListEditorTests
{
    private static readonly DateOnly Today = new(2026, 11, 26);

    private const string Written = """
        # yaml-language-server: $schema=known.schema.json

        # Numbers come with the next release.
        - rule: sequence-gap
          reason: no numbers   # see the plan
          link: https://example.org/1

        - {case: a/1, reason: "cut: short"}
        # Gone soon.
        - case: a/2
          check: event-order
          reason: out of order
        """;

    [Test]
    public void What_still_fails_stays_as_it_is_written()
    {
        var run = Runs.Of(Runs.Breaks("a/0", "sequence-gap"), Runs.Failed("a/1", "final-response"), Runs.Failed("a/2", "event-order"));

        var update = Update(Written, run);

        Assert.That((update.Kept, update.Added, update.Removed, update.Narrowed), Is.EqualTo((3, 0, 0, 0)));
        Assert.That(update.Text, Is.EqualTo(Written + "\n"));
    }

    [Test]
    public void What_passes_goes_with_its_comment_and_what_is_new_waits_for_a_reason()
    {
        var run = Runs.Of(
            Runs.Breaks("a/0", "output-index"),
            Runs.Failed("a/1", "final-response"),
            Runs.Passed("a/2"),
            Runs.Failed("b/1", "held", "final-response", "held"));

        var update = Update(Written, run);

        Assert.That((update.Kept, update.Added, update.Removed, update.Narrowed), Is.EqualTo((1, 3, 2, 0)));
        Assert.That(update.Text, Is.EqualTo("""
            # yaml-language-server: $schema=known.schema.json

            - {case: a/1, reason: "cut: short"}

            # Something is wrong.
            - rule: output-index
              reason: TODO
              since: 2026-11-26

            # Something is wrong.
            - case: b/1
              check: held
              reason: TODO
              since: 2026-11-26

            # Something is wrong.
            - case: b/1
              check: final-response
              reason: TODO
              since: 2026-11-26

            """));
    }

    [Test]
    public void A_new_list_is_complete_once_its_reasons_are_given()
    {
        var run = Runs.Of(
            Runs.Failed("a/1", "event-order"),
            Runs.Breaks("a/2", "sequence-gap"),
            Cases.Result("a/3", Verdict.Failed),
            Runs.Failed("a/4", "held") with { Level = "may" });
        var update = Update("", run);

        var list = Runs.List(update.Text.Replace("TODO", "known", StringComparison.Ordinal));

        Assert.Multiple(() =>
        {
            Assert.That(
                list.Entries.Select(entry => entry.Name),
                Is.EqualTo(new[] { "rule sequence-gap", "a/1 × event-order", "a/3" }),
                "a failure that does not fail the run needs no entry");
            Assert.That(
                KnownListReader.Read("k", update.Text, Runs.Rules).Problems.Select(problem => problem.Code),
                Is.All.EqualTo("todo").And.Exactly(3).Items);
            Assert.That(Runs.Of(new RunGating
            {
                Known = list,
                Catalog = new HashSet<string> { "a/1", "a/2", "a/3", "a/4" },
            }, [.. run.Cases]).End!.ExitCode, Is.Zero);
        });
    }

    [Test]
    public void A_pattern_is_narrowed_to_what_still_fails_and_to_what_did_not_run()
    {
        const string Pattern = """
            # All of the area.
            - case: 'a/*'   # wide
              reason: broken
            - case: b/1
              reason: broken too
            """;
        var run = Runs.Of(
            RunGating.None,
            Runs.Info with { Available = 9, Selected = 4 },
            Runs.Failed("a/1", "held"),
            Runs.Passed("a/2"),
            Cases.Result("a/3", Verdict.NotApplicable),
            Runs.Failed("b/1", "held"));

        var update = Update(Pattern, run, "a/1", "a/2", "a/3", "a/4", "b/1");

        Assert.That((update.Kept, update.Narrowed, update.Added), Is.EqualTo((1, 1, 0)));
        Assert.That(update.Text, Is.EqualTo("""
            # All of the area.
            - case: a/1   # wide
              reason: broken
            - case: a/4   # wide
              reason: broken
            - case: b/1
              reason: broken too

            """));
    }

    [Test]
    public void A_stale_entry_goes_and_one_whose_rule_was_not_judged_stays()
    {
        const string List = "- case: gone/1\n  reason: x\n- rule: sequence-gap\n  reason: z\n";
        var run = Runs.Of(RunGating.None, Runs.Info with { Available = 9, Selected = 1 }, Runs.Passed("a/1"));

        Assert.That(Update(List, run, "a/1").Text, Is.EqualTo("- rule: sequence-gap\n  reason: z\n"));
    }

    [TestCase("[{case: a/1, reason: 'it''s so'}, {case: a/2, reason: x}]\n")]
    [TestCase("[\n  {case: a/1, reason: 'it''s so'},\n  {case: a/2, reason: x}\n]\n")]
    public void A_list_in_one_line_is_written_anew(string text)
    {
        var update = Update(text, Runs.Of(Runs.Failed("a/1", "held"), Runs.Passed("a/2")));

        Assert.That(update.Text, Is.EqualTo("- case: 'a/1'\n  reason: 'it''s so'\n"));
        Assert.That(Runs.List(update.Text).Entries.Single().Reason, Is.EqualTo("it's so"));
    }

    [Test]
    public void Words_of_a_relay_stay_in_one_comment_line()
    {
        var result = Cases.Result("a/1", Verdict.Failed, "must", Cases.Finding("held") with { Message = "bad\n- rule: sequence-gap\n\u202e"
            + new string('x', 200) });

        var update = Update("", Runs.Of(result));

        Assert.That(
            Runs.List(update.Text.Replace("TODO", "known", StringComparison.Ordinal)).Entries.Single().Name, Is.EqualTo("a/1 × held"));
        Assert.That(update.Text.Split('\n')[0], Has.Length.LessThan(170).And.StartsWith("# bad - rule: sequence-gap"));
    }

    private static KnownUpdate Update(string text, RunResult run, params string[] catalog)
    {
        var list = KnownListReader.Read("known.yaml", text, Runs.Rules).List;
        return KnownListEditor.Update(text, list, run, catalog.Length > 0 ? catalog : [.. run.Cases.Select(result => result.Id)], Today);
    }
}
