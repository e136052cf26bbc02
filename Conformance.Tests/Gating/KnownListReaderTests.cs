using Conformance.Gating;
using NUnit.Framework;

namespace Conformance.Tests.Gating;

internal sealed class KnownListReaderTests
{
    [Test]
    public void An_entry_has_all_its_words()
    {
        var list = Runs.List("""
            # Why this file is here.
            - rule: sequence-gap
              reason: the vendor's stream has no numbers
              link: https://example.org/1
              since: 2026-09-14
            - case: tools/**
              check: call-id
              reason: "ids are not stable: yet"
            - case: text/plain
              reason: broken
            """);

        Assert.Multiple(() =>
        {
            Assert.That(
                list.Entries.Select(entry => entry.Name), Is.EqualTo(new[] { "rule sequence-gap", "tools/** × call-id", "text/plain" }));
            Assert.That(list.Entries[0].Note, Is.EqualTo("the vendor's stream has no numbers (https://example.org/1)"));
            Assert.That(list.Entries[0].Since, Is.EqualTo(new DateOnly(2026, 9, 14)));
            Assert.That(list.Entries.Select(entry => entry.Place.Line), Is.EqualTo(new[] { 2, 6, 9 }));
        });
    }

    [TestCase("")]
    [TestCase("# nothing is known\n")]
    [TestCase("[]\n")]
    public void A_list_may_be_empty(string text) => Assert.That(Runs.List(text).Entries, Is.Empty);

    [TestCase("- rule: sequence-gap\n  reson: x", "known.yaml:2:3: unknown-key", "did you mean 'reason'?")]
    [TestCase("- rule: sequence-gap", "known.yaml:1:3: missing-key", "'reason'")]
    [TestCase("- rule: sequence-gap\n  reason: ''", "known.yaml:2:11: empty-value", "reason is empty")]
    [TestCase("- rule: sequence-gap\n  reason: TODO", "known.yaml:2:11: todo", "placeholder, fill in")]
    [TestCase("- rule: sequence-gap\n  reason: 'TODO: ask'", "known.yaml:2:11: todo", "placeholder, fill in")]
    [TestCase("- rule: sequnce-gap\n  reason: x", "known.yaml:1:9: unknown-rule", "did you mean 'sequence-gap'?")]
    [TestCase("- case: Tools/x\n  reason: x", "known.yaml:1:9: bad-pattern", "'T', which ids cannot contain")]
    [TestCase("- reason: x", "known.yaml:1:3: no-subject", "neither a rule nor a case")]
    [TestCase("- rule: sequence-gap\n  case: a/b\n  reason: x", "known.yaml:2:9: two-subjects", "write two entries")]
    [TestCase("- rule: sequence-gap\n  check: a\n  reason: x", "known.yaml:2:3: two-subjects", "check is only allowed with case")]
    [TestCase("- case: a/b\n  reason: x\n  link: here", "known.yaml:3:9: bad-link", "not an http")]
    [TestCase("- case: a/b\n  reason: x\n  since: yesterday", "known.yaml:3:10: bad-date", "2026-09-14")]
    [TestCase("- case: a/b\n  reason: x\n- case: a/b\n  reason: y", "known.yaml:3:3: duplicate-entry", "line 1")]
    [TestCase("known:\n- case: a/b", "known.yaml:1:1: wrong-kind", "expected a list")]
    [TestCase("- case: a/b\n  reason: [x", "known.yaml:3:1: yaml-syntax", "close the list")]
    [TestCase("- case: a/b\n\treason: x", "known.yaml:2:1: tab", "spaces")]
    [TestCase(
        "- case: a/b\n  reason: x\n---\n- case: a/c\n  reason: y", "known.yaml:3:1: many-documents", "the file must be a single document")]
    public void A_mistake_has_its_place_and_what_would_be_right(string text, string place, string words)
    {
        var problems = KnownListReader.Read("known.yaml", text, Runs.Rules).Problems.Select(problem => problem.ToString()).ToList();

        Assert.That(problems, Has.Some.StartsWith(place).And.Some.Contains(words), string.Join('\n', problems));
    }
}
