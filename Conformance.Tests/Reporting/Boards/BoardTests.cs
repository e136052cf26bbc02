using Conformance.Reporting.Boards;
using Conformance.Results;
using Conformance.Tests.Running;
using NUnit.Framework;

namespace Conformance.Tests.Reporting.Boards;

/// <summary>The boards of vendors and clients, from results alone.</summary>
internal sealed class BoardTests
{
    private static readonly Finding Lost = Cases.Finding("final-response");
    private static readonly Finding Form = Cases.Finding("created-first") with
    {
        Kind = FindingKind.Rule,
        Message = "The stream does not begin with response.created.",
    };
    private static readonly ClientCell Broken = new("openai-node", "breaks", "OpenAIError: no created");
    private static readonly ClientCell Inherent = new("codex", "loses", "Incomplete response returned") { Inherent = true };

    [Test]
    public void A_vendor_works_has_only_form_faults_loses_or_is_unknown()
    {
        var board = VendorBoard.Of(Run(
            Case("a/1", Verdict.Passed, "openai", "vllm"),
            Case("a/2", Verdict.Passed, "groq") with { Findings = [Form] },
            Case("a/3", Verdict.Failed, "vllm") with { Findings = [Form, Lost] },
            Case("a/4", Verdict.NotApplicable, "xai"),
            Case("a/5", Verdict.HarnessError, "xai"),
            Case("a/6", Verdict.Passed, "groq")));

        Assert.That(board.Rows.Select(row => (row.Vendor, row.Answer, row.Cases, row.Passed, row.Failed, row.NotJudged)), Is.EqualTo(new[]
        {
            ("vllm", "loses", 2, 1, 1, 0), ("groq", "form_only", 2, 2, 0, 0), ("openai", "works", 1, 1, 0, 0),
            ("xai", "unknown", 2, 0, 0, 2),
        }));
    }

    [Test]
    public void A_known_vendor_without_a_case_is_unknown()
    {
        var board = VendorBoard.Of(Run(Case("a/1", Verdict.Passed, "openai")), ["openai", "tgi"]);

        Assert.That(
            board.Rows.Select(row => (row.Vendor, row.Answer, row.Cases)),
            Is.EqualTo(new[] { ("openai", "works", 1), ("tgi", "unknown", 0) }));
    }

    [TestCase("should", "works")]
    [TestCase("may", "loses")]
    public void A_case_too_weak_to_fail_the_run_does_not_decide(string failOn, string answer)
    {
        var run = Run(
            Case("a/1", Verdict.Failed, "openai") with { Level = "may", Findings = [Lost] }, Case("a/2", Verdict.Passed, "openai"));

        var row = VendorBoard.Of(run with { Info = run.Info with { FailOn = failOn } }).Rows.Single();

        Assert.That((row.Answer, row.Failures.Count, row.Failures[0].Level), Is.EqualTo((answer, 1, "may")));
    }

    [Test]
    public void A_fault_of_form_names_the_clients_it_hurts_and_no_client_that_is_so_by_nature()
    {
        var row = VendorBoard.Of(Run(
            Case("a/1", Verdict.Passed, "groq") with { Findings = [Form], Clients = [Broken, Inherent] },
            Case("a/2", Verdict.Passed, "groq") with { Findings = [Form], Clients = [new("vercel", "works", "")] })).Rows.Single();

        Assert.That(
            row.Forms.Select(form => (form.Check, form.Cases.Count, string.Join(",", form.Hurts))),
            Is.EqualTo(new[] { ("created-first", 2, "openai-node") }));
    }

    [Test]
    public void A_case_that_imitates_another_system_says_nothing_about_the_relay()
    {
        var run = Run(
            Case("presets/x/1", Verdict.Failed, "groq") with { Setup = "preset codex-core", Findings = [Lost], Clients = [Broken] },
            Case("vendors/groq", Verdict.Passed, "groq") with { Setup = "vendor=groq", Clients = [new("openai-node", "works", "")] });

        Assert.That(VendorBoard.Of(run).Rows.Single() is { Cases: 1, Answer: "works" }, Is.True);
        Assert.That(ClientBoard.Of(run).Rows.Single() is { Works: 1, Breaks: 0 }, Is.True);
    }

    [Test]
    public void Clients_that_break_most_come_first_and_nature_is_counted_apart()
    {
        var board = ClientBoard.Of(Run(
            Case("a/1", Verdict.Passed) with { Clients = [Broken, Inherent, new("dotnet", "works", "")] },
            Case("a/2", Verdict.Passed) with
            {
                Clients = [Broken, new("codex", "works", ""), new("dotnet", "loses", "It counts no tokens.")],
            }));

        Assert.Multiple(() =>
        {
            Assert.That(
                board.Rows.Select(row => (row.Client, row.Works, row.Inherent, row.Loses, row.Breaks)),
                Is.EqualTo(new[] { ("openai-node", 0, 0, 0, 2), ("dotnet", 1, 0, 1, 0), ("codex", 1, 1, 0, 0) }));
            Assert.That(board.Rows[0].Causes.Single().Cases, Is.EqualTo(new[] { "a/1", "a/2" }));
            Assert.That(board.Rows[2].Causes.Single().Inherent, Is.True);
        });
    }

    [Test]
    public void Markdown_keeps_what_a_relay_sent_as_text()
    {
        var run = Run(Case("a/1", Verdict.Failed, "groq") with { Findings = [Lost with { Message = "a | <b>\u001b[31m @all" }] });

        Assert.That(
            BoardMarkdown.Create(run.Info, VendorBoard.Of(run)),
            Does.Contain("| groq | loses | 1 | 0 | 1 | 0 |").And.Contain("a \\| &lt;b&gt; \\[31m &#64;all"));
    }

    private static CaseResult Case(string id, Verdict verdict, params string[] vendors) =>
        Cases.Result(id, verdict) with { SeenIn = vendors };

    private static RunResult Run(params CaseResult[] cases) => new() { Info = SampleRun.Info, Cases = cases };
}
