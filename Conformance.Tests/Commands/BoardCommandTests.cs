using System.Text.Json;
using Conformance.Commands.Showing;
using Conformance.Reporting;
using Conformance.Results;
using Conformance.Tests.Reporting;
using Conformance.Tests.Running;
using NUnit.Framework;

namespace Conformance.Tests.Commands;

/// <summary><c>vendors</c>, <c>clients</c> and <c>matrix</c> from a run's folder.</summary>
[CancelAfter(60_000)]
internal sealed class BoardCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("relayconf-boards-").FullName;
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Vendors_of_the_latest_run_are_a_table_in_80_columns()
    {
        Write("acme");

        var code = await RunAsync("vendors");

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero, _error.ToString());
            Assert.That(_out.ToString(), Is.EqualTo("""
                vendor              answer     cases  passed  failed  not judged
                vllm                loses          1       0       1           0
                groq                form only      1       1       0           0
                openai              works          1       1       0           0
                xai                 unknown        1       0       0           1

                vllm: loses
                  loses  tools/split [must] final-response: The final response has another text
                         than expected, and this sentence is long.

                groq: form only
                  form   created-first in 1 case, first text/plain: The stream does not begin
                         with response.created. Clients affected: openai-node.

                """.ReplaceLineEndings("\n")));
            Assert.That(_out.ToString().Split('\n').Select(line => line.Length), Is.All.LessThanOrEqualTo(80));
        });
    }

    [Test]
    public async Task One_vendor_is_shown_alone_also_when_the_run_has_no_case_of_it()
    {
        Write("acme");

        var code = await RunAsync("vendors", "--vendor", "tgi");

        Assert.That(code, Is.Zero, _error.ToString());
        Assert.That(_out.ToString(), Does.Contain("No case known to occur with a vendor was judged in the run of").And
            .Contain("tgi                 unknown        0").And.Not
            .Contain("vllm"));
    }

    [Test]
    public async Task Known_vendors_are_listed_without_a_run()
    {
        var code = await RunAsync("vendors", "--list", "--format", "json");

        Assert.That(code, Is.Zero, _error.ToString());
        using var json = JsonDocument.Parse(_out.ToString());
        var azure = json.RootElement.EnumerateArray().Single(row => row.GetProperty("vendor").GetString() == "azure");
        Assert.That(
            (azure.GetProperty("name").GetString(), azure.GetProperty("cases").GetInt32()),
            Is.EqualTo(("Azure OpenAI", azure.GetProperty("cases").GetInt32())));
        Assert.That(azure.GetProperty("cases").GetInt32(), Is.GreaterThan(0));
    }

    [TestCase("vendors")]
    [TestCase("clients")]
    public async Task Boards_are_written_for_programs_and_for_pull_requests(string verb)
    {
        var run = Write("acme");

        var codes = (await RunAsync(verb, run, "--format", "json"), _out.ToString());
        _out.GetStringBuilder().Clear();
        var markdown = (await RunAsync(verb, run, "--format", "md"), _out.ToString());

        using var json = JsonDocument.Parse(codes.Item2);
        Assert.Multiple(() =>
        {
            Assert.That((codes.Item1, markdown.Item1), Is.EqualTo((0, 0)), _error.ToString());
            Assert.That(json.RootElement.GetProperty(verb).GetArrayLength(), Is.GreaterThan(0));
            Assert.That(markdown.Item2, Does.StartWith("## " + (verb == "vendors" ? "Vendors behind acme" : "Clients of acme")));
        });
    }

    [Test]
    public async Task Clients_are_a_table_with_their_sentences()
    {
        Write("acme");

        var code = await RunAsync("clients");

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero, _error.ToString());
            Assert.That(_out.ToString(), Is.EqualTo("""
                client          version   works  by nature  loses  breaks
                openai-node     7.55.0        0          0      0       1
                codex           0.171.0       0          1      0       0

                openai-node
                  breaks     OpenAIError: When snapshot hasn't been set yet, expected
                             'response.created' event, got response.in_progress
                             text/plain

                """.ReplaceLineEndings("\n")));
        });
    }

    [TestCase("vendors --vendor groc", "There is no vendor 'groc'; did you mean groq?")]
    [TestCase("clients --client codec", "There is no client 'codec'; did you mean codex?")]
    [TestCase("list --vendor olama", "There is no vendor 'olama'; did you mean ollama?")]
    [TestCase("list --quirk Q999", "There is no quirk 'Q999'; did you mean Q99")]
    [TestCase("vendors", "There is no run in reports/latest; start one with relayconf run, or name the folder of a run.")]
    [TestCase("clients nowhere", "There is no folder 'nowhere'.")]
    [TestCase("matrix .", "A matrix needs at least two runs; name their folders.")]
    [TestCase("matrix . .", "'.' does not contain a run:")]
    public async Task A_mistake_is_one_sentence_and_exit_code_2(string line, string sentence)
    {
        var code = await RunAsync(line.Split(' '));

        Assert.That((code, _out.ToString()), Is.EqualTo((2, "")));
        Assert.That(_error.ToString(), Does.StartWith(sentence));
    }

    [TestCase("--vendor", "azure", "vendors/azure [should]")]
    [TestCase("--quirk", "q143", "vendors/openrouter [should]")]
    public async Task Cases_are_listed_by_vendor_and_by_quirk(string option, string word, string line)
    {
        var code = await RunAsync("list", option, word);

        Assert.That(code, Is.Zero, _error.ToString());
        Assert.That(_out.ToString(), Does.Contain(line));
    }

    [Test]
    public async Task A_matrix_is_one_page_and_a_table_for_pull_requests()
    {
        var (one, other) = (Write("acme"), Write("zeta"));

        var html = await RunAsync("matrix", one, other, "--out", Path.Combine(_folder, "deep", "matrix.html"));
        Assert.That((html, _out.ToString().Trim()), Is.EqualTo((0, Path.Combine("deep", "matrix.html"))), _error.ToString());
        _out.GetStringBuilder().Clear();
        var markdown = await RunAsync("matrix", one, other, "--format", "md");

        Assert.Multiple(() =>
        {
            Assert.That(
                File.ReadAllText(Path.Combine(_folder, "deep", "matrix.html")), Does.StartWith("<!doctype html>").And.Contain("zeta"));
            Assert.That(markdown, Is.Zero);
            Assert.That(_out.ToString(), Does.StartWith("## 2 relays, 4 cases").And.Contain("| acme | 2 | 1 | 1 | 1 |"));
        });
    }

    private string Write(string name)
    {
        var form = Cases.Finding("created-first") with
        {
            Kind = FindingKind.Rule,
            Message = "The stream does not begin with response.created.",
        };
        CaseResult[] cases =
        [
            Cases.Result("text/plain", Verdict.Passed) with
            {
                SeenIn = ["groq"], Findings = [form],
                Clients =
                [
                    new ClientCell(
                        "openai-node",
                        "breaks",
                        "OpenAIError: When snapshot hasn't been set yet, expected 'response.created' event, got response.in_progress"),
                    new ClientCell("codex", "loses", "Incomplete response returned") { Inherent = true },
                ],
            },
            Cases.Result("text/two", Verdict.Passed) with { SeenIn = ["openai"] },
            Cases.Result("tools/split", Verdict.Failed) with { SeenIn = ["vllm"], Findings = [Cases.Finding("final-response") with
            {
                Message = "The final response has another text than expected, and this sentence is long.",
            }] },
            Cases.Result("tools/state", Verdict.NotApplicable) with { SeenIn = ["xai"] },
        ];
        using var run = RunFolder.Create(
            Path.Combine(_folder, "reports"), SampleRun.Info with { Name = name, Selected = cases.Length }, TimeProvider.System);
        foreach (var result in cases)
        {
            run.Append(result, evidence: null);
        }

        var rule = new RuleResult
        {
            Id = "created-first",
            Rule = "V01",
            Title = "The stream begins with response.created.",
            Severity = Severity.Error,
            Streams = 3,
            Held = 2,
            Fails = true,
            Cases = ["text/plain"],
            First = new RuleExample("text/plain", form),
        };
        return run.Finish([rule], SampleRun.End, static whole => RunViews.Write(whole)).Folder;
    }

    private Task<int> RunAsync(params string[] args) => Conformance.Commands.RelayconfCommandLine.RunAsync(
        [.. args, "--scenarios", Repository.PathOf("Scenarios")],
        new Terminal { Out = _out, Error = _error, Directory = _folder, ProgramFolder = _folder },
        TestContext.CurrentContext.CancellationToken);
}
