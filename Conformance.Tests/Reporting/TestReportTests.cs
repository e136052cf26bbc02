using System.Text.Json;
using System.Xml.Linq;
using Conformance.Checking;
using Conformance.Reporting;
using Conformance.Results;
using Conformance.Tests.Gating;
using Conformance.Tests.Running;
using NUnit.Framework;

namespace Conformance.Tests.Reporting;

/// <summary>
/// The outputs for machines: JUnit, TRX, CTRF, GitHub's annotations, the badge. They cannot disagree on what fails a run.
/// </summary>
internal sealed class TestReportTests
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    private static IEnumerable<TestCaseData> Runs_()
    {
        var may = Runs.Failed("a/may", "held") with { Level = "may" };
        var mayRule = Runs.Breaks("a/rule", "sequence-gap") with { Level = "may" };
        yield return Case("a weak level", Make(Runs.Info, may), 0);
        yield return Case("a weak level that was asked for", Make(Runs.Info with { FailOn = "may" }, may), 1);
        yield return Case("a rule broken in a weak case", Make(Runs.Info, mayRule), 0);
        yield return Case("a rule broken in a weak case that was asked for", Make(Runs.Info with { FailOn = "may" }, mayRule), 1);
        yield return Case("a plain failure", Make(Runs.Info, Runs.Failed("a/1", "held"), Runs.Passed("a/2")), 1);
        yield return Case("a rule", Make(Runs.Info, Runs.Breaks("a/1", "sequence-gap", "output-index")), 2);
        yield return Case(
            "only rules", Make(Runs.Info with { OnlyRules = true }, Runs.Failed("a/1", "held"), Runs.Breaks("a/2", "sequence-gap")), 1);
        yield return Case("only rules, which hold", Make(Runs.Info with { OnlyRules = true }, Runs.Failed("a/1", "held")), 0);
        yield return Case(
            "a skipped rule", Make(Runs.Info with { SkippedRules = ["sequence-gap"] }, Runs.Breaks("a/1", "sequence-gap")), 0);
        yield return Case("known failures", Runs.Of(
            Runs.Gate("- rule: sequence-gap\n  reason: x\n- case: a/1\n  reason: z\n", "a/1", "a/2"),
            Runs.Failed("a/1", "held"),
            Runs.Breaks("a/2", "sequence-gap")), 0);
        yield return Case("an unexpected pass", Runs.Of(Runs.Gate("- case: a/1\n  reason: z\n", "a/1"), Runs.Passed("a/1")), 1);
        yield return Case("a stale entry", Runs.Of(Runs.Gate("- case: z/1\n  reason: z\n", "a/1"), Runs.Passed("a/1")), 1);
        yield return Case("a flaky case", Make(Runs.Info, Flaky), 0);
        yield return Case("a flaky case that was asked for", Make(Runs.Info with { FailOnFlaky = true }, Flaky), 1);
        yield return Case("all sound", Make(Runs.Info, Runs.Passed("a/1")), 0);
    }

    private static CaseResult Flaky =>
        Runs.Passed("a/flaky") with { Flaky = true, Attempts = 2, Reason = "flaky: 2 plays, 1 failed; check=held: Something is wrong." };

    [TestCaseSource(nameof(Runs_))]
    public void Every_output_has_one_answer_to_what_fails_a_run(RunResult run, int failures)
    {
        var junit = XDocument.Parse(JUnitReport.Create(run));
        var trx = XDocument.Parse(TrxReport.Create(run));
        var ctrf = Ctrf(run);
        var badge = JsonDocument.Parse(BadgeReport.CreateEndpoint(run)).RootElement.GetProperty("color").GetString();
        var annotations = GitHubReport.Create(run).Split('\n').Count(line => line.StartsWith("::error ", StringComparison.Ordinal));
        var (tone, _) = global::Conformance.Commands.Showing.SummaryText.Create(run);

        Assert.Multiple(() =>
        {
            Assert.That(RunGate.Fails(run), Is.EqualTo(failures > 0), "the gate");
            Assert.That(global::Conformance.Running.ExitCodes.FromRun(run, 1, cancelled: false, stopped: false), Is.EqualTo(failures > 0
                ? 1
                : 0), "the exit code");
            Assert.That(tone, Is.EqualTo(failures > 0
                ? global::Conformance.Commands.Showing.Tone.Bad
                : global::Conformance.Commands.Showing.Tone.Good), "the console");
            Assert.That(junit.Descendants("failure").Count(), Is.EqualTo(failures), "JUnit");
            Assert.That(
                junit.Descendants("testsuite").Sum(suite => (int)suite.Attribute("failures")!), Is.EqualTo(failures), "JUnit's counts");
            Assert.That(trx.Descendants(Trx
                + "UnitTestResult").Count(result => (string?)result.Attribute("outcome") == "Failed"), Is.EqualTo(failures), "TRX");
            Assert.That((string?)trx.Descendants(Trx
                + "ResultSummary").Single().Attribute("outcome"), Is.EqualTo(failures > 0 ? "Failed" : "Completed"), "TRX's outcome");
            Assert.That(ctrf.GetProperty("summary").GetProperty("failed").GetInt32(), Is.EqualTo(failures), "CTRF");
            Assert.That(
                ctrf.GetProperty("summary").GetProperty("extra").GetProperty("fails").GetBoolean(),
                Is.EqualTo(failures > 0),
                "CTRF's flag");
            Assert.That(annotations, Is.EqualTo(failures), "annotations");
            Assert.That(badge == "red", Is.EqualTo(failures > 0), "the badge");
        });
    }

    [Test]
    public void Junit_has_a_suite_of_cases_and_one_of_rules()
    {
        var run = Runs.Of(
            Runs.Gate("- rule: output-index\n  reason: known one\n", "a/1", "a/2"),
            Runs.Failed("a/1", "held"),
            Runs.Breaks("a/2", "sequence-gap", "output-index"));

        var suites = XDocument.Parse(JUnitReport.Create(run)).Root!.Elements("testsuite").ToList();

        var rules = suites[1].Elements("testcase").ToDictionary(test => test.Attribute("name")!.Value);
        Assert.Multiple(() =>
        {
            Assert.That(
                suites.Select(suite => suite.Attribute("name")!.Value), Is.EqualTo(new[] { "relayconf acme", "relayconf acme rules" }));
            Assert.That(rules, Has.Count.EqualTo(CheckCatalog.All.Count));
            Assert.That(
                rules["sequence-gap"].Element("failure")!.Attribute("message")!.Value,
                Is.EqualTo("Something is wrong. (held in 1 of 2 answers)"));
            Assert.That(rules["output-index"].Element("skipped")!.Attribute("message")!.Value, Is.EqualTo("known failure: known one"));
            Assert.That(rules["stream-parity"].Element("skipped")!.Attribute("message")!.Value, Is.EqualTo("applied to no answer"));
            Assert.That(
                rules["created-first"].Elements().Select(element => element.Name.LocalName),
                Is.EqualTo(new[] { "properties" }),
                "a rule that holds is a plain pass");
        });
    }

    [Test]
    public void A_failure_that_fails_no_run_is_skipped_with_its_reason()
    {
        var run = Make(Runs.Info, Runs.Failed("a/1", "held") with { Level = "may" });

        Assert.That(
            XDocument.Parse(JUnitReport.Create(run)).Descendants("testcase").First().Element("skipped")!.Attribute("message")!.Value,
            Is.EqualTo("the outcome is wrong; level may does not fail this run (--fail-on should)"));
    }

    [Test]
    public void A_retried_pass_is_marked_in_each_output()
    {
        var run = Make(Runs.Info, Flaky);
        var test = Ctrf(run).GetProperty("tests")[0];
        var junit = XDocument.Parse(JUnitReport.Create(run)).Descendants("testcase").First();

        Assert.Multiple(() =>
        {
            Assert.That((test.GetProperty("status").GetString(), test.GetProperty("flaky").GetBoolean(), test.GetProperty("retries")
                .GetInt32(), test.GetProperty("rawStatus").GetString()), Is.EqualTo(("passed", true, 1, "flaky")));
            Assert.That(junit.Descendants("property").Select(property => (string?)property.Attribute("name")), Has.Some.EqualTo("flaky"));
            Assert.That(junit.Element("system-out")!.Value, Does.Contain("flaky: 2 plays, 1 failed"));
            Assert.That(
                GitHubReport.Create(run),
                Does.StartWith("::warning file=Scenarios/area/case.yaml,line=1,title=acme%3A a/flaky (flaky)::flaky: 2 plays"));
            Assert.That(SummaryReport.Create(run), Does.Contain("### Flaky").And.Contain("`a/flaky`"));
            Assert.That(BadgeReport.CreateEndpoint(run), Does.Contain("yellowgreen"));
        });
    }

    [Test]
    public void Ctrf_has_what_its_schema_demands_and_nothing_it_forbids()
    {
        string[] test =
        [
            "id",
            "name",
            "status",
            "duration",
            "start",
            "stop",
            "suite",
            "message",
            "trace",
            "snippet",
            "ai",
            "line",
            "rawStatus",
            "tags",
            "labels",
            "type",
            "filePath",
            "retries",
            "retryAttempts",
            "flaky",
            "stdout",
            "stderr",
            "threadId",
            "browser",
            "device",
            "screenshot",
            "attachments",
            "parameters",
            "steps",
            "extra",
        ];
        string[] summary = ["tests", "passed", "failed", "skipped", "pending", "other", "start", "stop"];
        var document = JsonDocument.Parse(CtrfReport.Create(SampleRun.Result)).RootElement;
        var results = document.GetProperty("results");

        Assert.Multiple(() =>
        {
            Assert.That(
                (document.GetProperty("reportFormat").GetString(), document.GetProperty("specVersion").GetString()),
                Is.EqualTo(("CTRF", "0.0.0")));
            Assert.That(
                results.GetProperty("summary").EnumerateObject().Select(member => member.Name),
                Is.SupersetOf(summary).And.SubsetOf(summary.Append("flaky").Append("suites").Append("duration").Append("extra")));
            Assert.That(
                results.GetProperty("summary").GetProperty("tests").GetInt32(), Is.EqualTo(results.GetProperty("tests").GetArrayLength()));
            Assert.That(results.GetProperty("summary").GetProperty("other").GetInt32(), Is.EqualTo(1), "a harness error is no failure");
            foreach (var one in results.GetProperty("tests").EnumerateArray())
            {
                Assert.That(one.EnumerateObject().Select(member => member.Name), Is.SubsetOf(test));
                Assert.That(one.GetProperty("duration").TryGetInt64(out _), Is.True);
                Assert.That(one.GetProperty("status").GetString(), Is.AnyOf("passed", "failed", "skipped", "other"));
                Assert.That(one.GetProperty("suite").GetArrayLength(), Is.EqualTo(2));
            }
        });
    }

    [Test]
    public void Trx_names_each_test_in_results_definitions_and_entries()
    {
        var trx = XDocument.Parse(TrxReport.Create(SampleRun.Result));
        var again = XDocument.Parse(TrxReport.Create(SampleRun.Result)).ToString();
        string[] Ids(string element, string attribute) =>
            [.. trx.Descendants(Trx + element).Select(one => one.Attribute(attribute)!.Value)];

        Assert.Multiple(() =>
        {
            Assert.That(
                Ids("UnitTestResult", "testId"), Is.Unique.And.EqualTo(Ids("UnitTest", "id")).And.EqualTo(Ids("TestEntry", "testId")));
            Assert.That(
                Ids("UnitTestResult", "executionId"),
                Is.Unique.And.EqualTo(Ids("Execution", "id")).And.EqualTo(Ids("TestEntry", "executionId")));
            Assert.That(Ids("UnitTestResult", "testId").Select(id => Guid.TryParse(id, out _)), Is.All.True);
            Assert.That(Ids("UnitTestResult", "testListId").Except(Ids("TestList", "id")), Is.Empty);
            Assert.That(
                trx.Root!.Elements().Select(element => element.Name.LocalName),
                Is.EqualTo(new[] { "Times", "TestSettings", "Results", "TestDefinitions", "TestEntries", "TestLists", "ResultSummary" }));
            Assert.That((int)trx.Descendants(Trx + "Counters").Single().Attribute("error")!, Is.EqualTo(1));
            Assert.That(again, Is.EqualTo(trx.ToString()), "ids do not depend on the moment");
        });
    }

    [Test]
    public void Trx_stays_xml_whatever_a_relay_sends()
    {
        var hostile = Runs.Failed("a/1", "held") with { Findings = [Cases.Finding("held") with { Message = "]]>\u0000\ud800\uffff<&\"" }] };

        Assert.That(XDocument.Parse(TrxReport.Create(Make(Runs.Info, hostile))).Descendants(Trx
            + "Message").Select(message => message.Value), Has.Some.EqualTo("]]>\u2400\ufffd\ufffd<&\""));
    }

    [Test]
    public void Annotations_stay_within_GitHubs_limit_and_the_last_says_how_many_are_left_out()
    {
        var run = Make(
            Runs.Info,
            [.. Enumerable.Range(0, 30).Select(number => Runs.Failed($"a/{number:00}", "held")), Runs.Breaks("b/1", "sequence-gap")]);

        var errors = GitHubReport.Create(run).Split('\n').Where(line => line.StartsWith("::error ", StringComparison.Ordinal)).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(errors, Has.Count.EqualTo(10));
            Assert.That(errors[0], Does.Contain("sequence-gap"), "a rule stands for many cases, and comes first");
            Assert.That(errors[^1], Does.Contain("::22 more, which exceed GitHub's limit"));
        });
    }

    [Test]
    public void Exactly_ten_annotations_are_all_shown() =>
        Assert.That(GitHubReport.Create(Make(Runs.Info, [.. Enumerable.Range(0, 10).Select(number => Runs.Failed($"a/{number}", "held"))]))
            .Split('\n'), Has.Exactly(10).StartsWith("::error file="));

    [Test]
    public void Words_of_a_relay_cannot_start_an_annotation()
    {
        var hostile = Runs.Failed("a/1", "held") with
        {
            File = "a,b:c%.yaml",
            Findings = [Cases.Finding("held") with { Message = "50%\r\n::error::forged\u202e" }],
        };

        var text = GitHubReport.Create(Make(Runs.Info, hostile));

        Assert.That(text, Is.EqualTo("::error file=a%2Cb%3Ac%25.yaml,line=1,title=acme%3A a/1 (held)::50%25 ::error::forged\n"));
    }

    [Test]
    public void Known_failures_are_one_notice()
    {
        var run = Runs.Of(Runs.Gate("- case: a/*\n  reason: x\n", "a/1", "a/2"), Runs.Failed("a/1", "held"), Runs.Failed("a/2", "held"));

        Assert.That(
            GitHubReport.Create(run),
            Is.EqualTo("::notice title=acme%3A known failures::2 known failures do not fail this run: a/1, a/2\n"));
    }

    [Test]
    public void The_badge_says_how_many_cases_pass_and_is_a_picture()
    {
        var run = Make(Runs.Info, Runs.Passed("a/1"), Runs.Passed("a/2"), Cases.Result("a/3", Verdict.NotApplicable));
        var json = JsonDocument.Parse(BadgeReport.CreateEndpoint(run)).RootElement;
        var picture = XDocument.Parse(BadgeReport.CreatePicture(run)).Root!;

        Assert.Multiple(() =>
        {
            Assert.That((json.GetProperty("schemaVersion").GetInt32(), json.GetProperty("message")
                .GetString(), json.GetProperty("color").GetString()), Is.EqualTo((1, "2 of 2", "brightgreen")));
            Assert.That(picture.Attribute("aria-label")!.Value, Is.EqualTo("relay conformance: 2 of 2"));
            Assert.That(
                BadgeReport.CreateEndpoint(run with { End = run.End! with { Partial = true } }),
                Does.Contain("2 of 2, partial").And.Contain("lightgrey"));
            Assert.That(
                BadgeReport.CreateEndpoint(Make(Runs.Info, Cases.Result("a/1", Verdict.HarnessError), Runs.Passed("a/2"))),
                Does.Contain("no result"));
        });
    }

    [Test]
    public void The_summary_has_rules_first_then_outcomes_then_known_failures()
    {
        var run = Runs.Of(
            Runs.Gate("- case: a/2\n  reason: being fixed\n- case: a/4\n  reason: z\n", "a/1", "a/2", "a/3", "a/4"),
            Runs.Failed("a/1", "held"),
            Runs.Failed("a/2", "held"),
            Runs.Breaks("a/3", "sequence-gap"),
            Runs.Passed("a/4"),
            Runs.Failed("a/5", "held") with { Level = "may" });

        var page = SummaryReport.Create(run);

        var order = new[]
        {
            "### Known failures that no longer hold",
            "### Rules",
            "| `sequence-gap` | 4 of 5 | **fails the run** | `a/3` Something is wrong. |",
            "### Failures by first divergence",
            "**`held`**, 1 case",
            "### Known failures\n",
            "`a/2` being fixed",
            "### Wrong, but not failing the run",
            "`a/5`",
        };
        Assert.That(order.Select(part => page.IndexOf(part, StringComparison.Ordinal)), Is.Ordered.And.All.GreaterThanOrEqualTo(0), page);
    }

    private static RunResult Make(RunInfo info, params CaseResult[] cases) =>
        Runs.Of(global::Conformance.Gating.RunGating.None, info, cases);

    private static JsonElement Ctrf(RunResult run) => JsonDocument.Parse(CtrfReport.Create(run)).RootElement.GetProperty("results");

    private static TestCaseData Case(string name, RunResult run, int failures) => new TestCaseData(run, failures).SetArgDisplayNames(name);
}
