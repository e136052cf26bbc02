using System.Xml.Linq;
using Conformance.Reporting;
using Conformance.Results;
using NUnit.Framework;

namespace Conformance.Tests.Reporting;

/// <summary>The views that are text: the console's failure text, JUnit, and the summary.</summary>
public sealed class TextReportTests
{
    private static readonly RunResult Few = SampleRun.Result with
    {
        Cases = [.. SampleRun.Result.Cases.Where(result => result.Verdict != Verdict.Passed && result.Id != "hostile/markup"), SampleRun.Case("text/basic", "A short answer in two deltas", Verdict.Passed)],
    };

    private static CaseResult First => SampleRun.Result.Cases.Single(result => result.Id == SampleRun.FirstFailure);

    [Test]
    public void Failure_text_says_on_one_screen_where_the_first_divergence_is()
    {
        var text = FailureText.Create(First, "acme");

        GoldenText.AssertEqual("failure.golden.txt", text + "\n");
        Assert.That(text.Split('\n'), Has.Length.LessThan(24).And.All.Length.LessThan(300));
    }

    [Test]
    public void Junit_has_every_verdict_in_junits_own_words()
    {
        var xml = JUnitReport.Create(Few);

        GoldenText.AssertEqual("junit.golden.xml", xml);
        var suite = XDocument.Parse(xml).Root!.Element("testsuite")!;
        Assert.Multiple(() =>
        {
            Assert.That(suite.Attribute("tests")!.Value, Is.EqualTo("7"));
            Assert.That(suite.Descendants("failure").Count(), Is.EqualTo(3));
            Assert.That(suite.Descendants("error").Count(), Is.EqualTo(1));
            Assert.That(suite.Descendants("skipped").Count(), Is.EqualTo(1));
        });
    }

    [Test]
    public void Junit_stays_xml_whatever_is_in_a_finding()
    {
        var hostile = First with { Title = "\u0001", Findings = [First.Findings[0] with { Message = "]]>\u0000\ud800\uffff<&\"", Received = "\u001b[31m" + SampleStreams.Hostile }] };

        var xml = XDocument.Parse(JUnitReport.Create(Few with { Cases = [hostile] }));

        Assert.That(xml.Descendants("failure").Single().Attribute("message")!.Value, Is.EqualTo("]]>\u2400\ufffd\ufffd<&\""));
        Assert.That(xml.Descendants("failure").Single().Value, Does.Contain("␛[31m</script>"));
    }

    [Test]
    public void Summary_has_counts_and_failures_by_cause()
    {
        var markdown = SummaryReport.Create(Few);

        GoldenText.AssertEqual("summary.golden.md", markdown);
    }

    [Test]
    public void Summary_names_the_first_twenty_failures_and_counts_the_rest()
    {
        var cases = Enumerable.Range(0, 50).Select(number => First with { Id = $"tools/case-{number:00}" });

        var markdown = SummaryReport.Create(Few with { Cases = [.. cases] });

        Assert.That(markdown, Does.Contain("`tools/case-19`").And.Not.Contain("`tools/case-20`").And.Contain("… and 30 cases more"));
    }

    [Test]
    public void Summary_keeps_markdown_in_titles_as_text()
    {
        var markdown = SummaryReport.Create(Few with { Cases = [First with { Title = "<img> *a* [b](c) | @someone `d`", Findings = [First.Findings[0] with { Received = "```\n# not a heading" }] }] });

        Assert.That(markdown, Does.Contain(@"&lt;img&gt; \*a\* \[b\](c) \| &#64;someone \`d\`"));
        Assert.That(markdown, Does.Contain("  ````text\n").And.Contain("\n  ````\n"));
    }

    [Test]
    public void Run_that_was_cut_off_is_called_partial()
    {
        Assert.That(SummaryReport.Create(Few with { End = null }), Does.Contain("**Partial run:** 7 of 22 selected cases have a result."));
        Assert.That(JUnitReport.Create(Few with { End = null }), Does.Contain("name=\"partial\" value=\"true\""));
    }

    [Test]
    public void Failures_are_grouped_by_check_and_event_type_of_the_first_error()
    {
        var warned = First with
        {
            Id = "tools/warned-first",
            Findings = [new Finding { Check = "sse-retry", Severity = Severity.Warning, Message = "told" }, First.Findings[0]],
        };

        var groups = FailureGroup.Of([warned, First, First with { Id = "tools/other", Findings = [First.Findings[0] with { EventType = "error" }] }]);

        Assert.That(groups.Select(group => (group.Check, group.EventType, group.Cases.Count)), Is.EqualTo(new[] { ("event-order", (string?)null, 2), ("event-order", "error", 1) }));
    }

    [Test]
    public void Members_of_one_name_are_one_cause_whatever_their_place()
    {
        CaseResult At(string id, string member) => First with { Id = id, Findings = [First.Findings[0] with { Member = member }] };

        var groups = FailureGroup.Of([At("a/1", "output[0].content[2].text"), At("a/2", "output[7].content[0].text"), At("a/3", "usage")]);

        Assert.That(groups.Select(group => group.Words), Is.EqualTo(new[] { "event-order (output[].content[].text)", "event-order (usage)" }));
    }

    [Test]
    public void A_rule_that_is_broken_in_right_cases_too_explains_no_cause()
    {
        var (everywhere, here) = (Rule("sequence-gap"), Rule("item-before-delta"));
        var right = SampleRun.Case("text/basic", "Right", Verdict.Passed) with { Findings = [everywhere] };

        var group = FailureGroup.Of([First with { Findings = [everywhere, here, First.Findings[0]] }, right]).Single();

        Assert.Multiple(() =>
        {
            Assert.That(group.Check, Is.EqualTo("event-order"), "the outcome names the cause");
            Assert.That(group.Rules, Is.EqualTo(new[] { "item-before-delta" }));
        });
    }

    [TestCase("framing", "framing")]
    [TestCase("data-json", "data-json")]
    [TestCase("sequence-gap", "event-order")]
    public void A_stream_that_cannot_be_read_is_headlined_by_that(string rule, string headline)
    {
        var first = FirstDivergence.Of(First with { Findings = [Rule(rule), First.Findings[0]] });

        Assert.That(first!.Check, Is.EqualTo(headline));
    }

    [Test]
    public void A_right_case_whose_stream_breaks_a_rule_says_both()
    {
        var text = FailureText.Create(First with { Verdict = Verdict.Passed, Findings = [Rule("sequence-gap"), Rule("item-id"), Rule("item-id")] }, "acme");

        Assert.That(text, Does.Contain("\n  outcome   right: ").And.Contain("\n  rules     broken in its stream: item-id ×2"));
    }

    [Test]
    public void A_failure_quotes_the_relays_own_error_and_says_what_is_known()
    {
        var text = FailureText.Create(First with { RelayError = "HTTP 502, upstream_error: no \u001b[31mroute", Known = "issue 7" }, "acme");

        Assert.That(text, Does.Contain("\n  relay     its own error: HTTP 502, upstream_error: no ␛[31mroute").And.Contain("\n  known     issue 7"));
    }

    private static Finding Rule(string check) => new() { Check = check, Kind = FindingKind.Rule, Severity = Severity.Error, Message = "A rule is broken." };
}
