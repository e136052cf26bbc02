using System.Xml.Linq;
using Conformance.Reporting;
using Conformance.Reporting.Texts;
using Conformance.Results;
using NUnit.Framework;

namespace Conformance.Tests.Reporting;

/// <summary>The views that are text: the console's failure text, JUnit, and the summary.</summary>
public sealed class TextReportTests
{
    private static readonly RunResult Few = SampleRun.Result with
    {
        Cases = [
            .. SampleRun.Result.Cases.Where(result => result.Verdict != Verdict.Passed && result.Id != "hostile/markup"),
            SampleRun.Case("text/basic", "A short answer in two deltas", Verdict.Passed),
        ],
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
        var hostile = First with
        {
            Title = "\u0001",
            Findings = [First.Findings[0] with { Message = "]]>\u0000\ud800\uffff<&\"", Received = "\u001b[31m" + SampleStreams.Hostile }],
        };

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
    public void Summary_shows_each_cause_once_before_it_shows_one_again()
    {
        var big = Enumerable.Range(0, 50).Select(number => First with { Id = $"tools/case-{number:00}" });
        var small = Enumerable.Range(0, 5).Select(number => First with
        {
            Id = $"small/case-{number}",
            Findings = [First.Findings[0] with { Check = $"check-{number}" }],
        });

        var markdown = SummaryReport.Create(Few with { Cases = [.. big, .. small] });

        Assert.That(small.Where(result => !markdown.Contains($"- `{result.Id}`", StringComparison.Ordinal)), Is.Empty);
        Assert.That(
            markdown,
            Does.Contain("`tools/case-14`").And.Not.Contain("`tools/case-15`").And.Contain("… and 35 cases more"),
            "twenty in all");
    }

    [Test]
    public void A_case_that_did_not_run_has_no_result_on_any_page()
    {
        var run = Few with { Cases = [.. Few.Cases, SampleRun.Case("text/late", "Never played", Verdict.DidNotRun)], End = null };
        using var page = new MemoryStream();

        HtmlReport.Write(run, _ => null, page);

        Assert.That(SummaryReport.Create(run), Does.Contain("7 of 22 selected cases have a result."));
        Assert.That(System.Text.Encoding.UTF8.GetString(page.ToArray()), Does.Contain("7 of 22 selected cases have a result."));
    }

    [Test]
    public void Rules_with_warnings_only_are_counted_beside_the_broken_ones()
    {
        RuleResult Row(string id, Severity severity, int held) => new()
        {
            Id = id,
            Rule = "V00",
            Title = "A rule",
            Severity = severity,
            Streams = 2,
            Held = held,
            Cases = held < 2 ? ["a/1"] : [],
        };
        var run = Few with { Rules = [
            Row("sequence-gap", Severity.Error, 0),
            Row("late-close", Severity.Warning, 1),
            Row("item-id", Severity.Warning, 1),
            Row("created-first", Severity.Error, 2),
        ] };
        using var page = new MemoryStream();

        HtmlReport.Write(run, _ => null, page);

        Assert.That(
            SummaryReport.Create(run),
            Does.Contain("\n1 of 4 broken; 2 more with warnings only. 1 hold, 0 applied to no answer, 0 fail the run."));
        Assert.That(
            System.Text.Encoding.UTF8.GetString(page.ToArray()),
            Does.Contain("1 of 4 rules are broken. More rules with warnings only: 2."));
    }

    [Test]
    public void A_rule_that_is_broken_at_many_members_says_how_many()
    {
        Finding At(string member, Severity severity = Severity.Error) =>
            Rule("response-members") with { Member = member, Severity = severity };
        var first = First with { Findings = [
            At("response.error"),
            At("response.tools"),
            At("tools"),
            At("output[0].id"),
            At("output[1].id"),
            At("response.user", Severity.Warning),
        ] };
        var row = new RuleResult
        {
            Id = "response-members",
            Rule = "V40",
            Title = "A rule",
            Severity = Severity.Error,
            Streams = 1,
            Held = 0,
            Cases = [first.Id],
            First = new RuleExample(first.Id, first.Findings[0]),
        };

        Assert.Multiple(() =>
        {
            Assert.That(RuleMembers.DescribeMembers(Few with { Cases = [first] }, row), Is.EqualTo(" … and 2 more members."));
            Assert.That(
                RuleMembers.DescribeMembers(Few with { Cases = [first with { Findings = [At("response.error")] }] }, row), Is.Empty);
        });
    }

    [TestCase("chat-request", "the upstream received something other than the case expects")]
    [TestCase("upstream-requests", "the number of requests to the upstream differs from the expected number")]
    [TestCase("upstream-aborted", "the upstream connection did not end as the case expects")]
    [TestCase("outcome-text", "a client receives something other than the case expects")]
    public void A_wrong_outcome_is_wrong_on_the_side_that_can_notice_it(string check, string words)
    {
        var wrong = First with { Findings = [First.Findings[0] with { Check = check }, Rule("sequence-gap")] };

        Assert.Multiple(() =>
        {
            Assert.That(FailureText.Create(wrong, "acme"), Does.Contain($"\n  outcome   wrong: {words}\n"));
            Assert.That(FailureText.Create(wrong with
            {
                Findings = [.. wrong.Findings, First.Findings[0] with { Check = "outcome-text" }],
            }, "acme"), Does.Contain("wrong: a client receives something other"));
            Assert.That(
                global::Conformance.Reporting.Html.CasePages.Create(wrong, evidence: null, problem: null).Outcome,
                Is.EqualTo($"wrong: {words}"));
        });
    }

    [Test]
    public void Each_sentence_about_a_wrong_outcome_is_for_a_check_that_exists() =>
        Assert.That(OutcomeWords.Checks, Is.SubsetOf(global::Conformance.Checking.ExpectationChecks.All.Select(check => check.Id)));

    [Test]
    public void Summary_keeps_markdown_in_titles_as_text()
    {
        var markdown = SummaryReport.Create(Few with { Cases = [First with
        {
            Title = "<img> *a* [b](c) | @someone `d`",
            Findings = [First.Findings[0] with { Received = "```\n# not a heading" }],
        }] });

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

        var groups = FailureGroup.GroupCases([warned, First, First with
        {
            Id = "tools/other",
            Findings = [First.Findings[0] with { EventType = "error" }],
        }]);

        Assert.That(
            groups.Select(group => (group.Check, group.EventType, group.Cases.Count)),
            Is.EqualTo(new[] { ("event-order", (string?)null, 2), ("event-order", "error", 1) }));
    }

    [Test]
    public void Members_of_one_name_are_one_cause_whatever_their_place()
    {
        CaseResult At(string id, string member) => First with { Id = id, Findings = [First.Findings[0] with { Member = member }] };

        var groups =
            FailureGroup.GroupCases([At("a/1", "output[0].content[2].text"), At("a/2", "output[7].content[0].text"), At("a/3", "usage")]);

        Assert.That(
            groups.Select(group => group.Words), Is.EqualTo(new[] { "event-order (output[].content[].text)", "event-order (usage)" }));
    }

    [Test]
    public void A_rule_that_is_broken_in_right_cases_too_explains_no_cause()
    {
        var (everywhere, here) = (Rule("sequence-gap"), Rule("item-before-delta"));
        var right = SampleRun.Case("text/basic", "Right", Verdict.Passed) with { Findings = [everywhere] };

        var group = FailureGroup.GroupCases([First with { Findings = [everywhere, here, First.Findings[0]] }, right]).Single();

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
        var first = FirstDivergence.Find(First with { Findings = [Rule(rule), First.Findings[0]] });

        Assert.That(first!.Check, Is.EqualTo(headline));
    }

    [Test]
    public void A_right_case_whose_stream_breaks_a_rule_says_both()
    {
        Finding warning = Rule("response-members") with { Severity = Severity.Warning };

        var text = FailureText.Create(
            First with { Verdict = Verdict.Passed, Findings = [Rule("sequence-gap"), Rule("item-id"), Rule("item-id"), warning, warning] },
            "acme");
        var warned = FailureText.Create(
            First with { Verdict = Verdict.Passed, Findings = [Rule("sequence-gap"), warning, warning] }, "acme");

        Assert.That(text, Does.Contain("\n  outcome   right: ").And
            .Contain("\n  rules     broken in its stream: item-id ×2\n            warnings in its stream: response-members ×2\n"));
        Assert.That(warned, Does.Contain("\n  rules     warnings in its stream: response-members ×2\n"));
    }

    [Test]
    public void A_failure_quotes_the_relays_own_error_and_says_what_is_known()
    {
        var text = FailureText.Create(
            First with { RelayError = "HTTP 502, upstream_error: no \u001b[31mroute", Known = "issue 7" }, "acme");

        Assert.That(
            text,
            Does.Contain("\n  relay     its own error: HTTP 502, upstream_error: no ␛[31mroute").And.Contain("\n  known     issue 7"));
    }

    private static Finding Rule(string check) =>
        new() { Check = check, Kind = FindingKind.Rule, Severity = Severity.Error, Message = "A rule is broken." };
}
