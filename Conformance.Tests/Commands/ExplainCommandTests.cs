using System.Text.Json;
using Conformance.Checking;
using Conformance.Commands.Showing;
using Conformance.Running;
using NUnit.Framework;

namespace Conformance.Tests.Commands;

/// <summary><c>relayconf checks</c> and <c>relayconf explain</c>, in process.</summary>
[CancelAfter(60_000)]
internal sealed class ExplainCommandTests
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    private static IEnumerable<string> Ids() => CheckIndex.All.Select(check => check.Id);

    [Test]
    public async Task Every_check_is_listed_with_its_number_and_severity()
    {
        var code = await RunAsync("checks");

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero);
            Assert.That(
                _out.ToString(),
                Does.Contain("V04  sequence-gap  error\n").And.Contain("\nheld  error\n").And.Contain("golden-missing  warning\n"));
            Assert.That(Ids().Where(id => !_out.ToString().Contains(id + "  ", StringComparison.Ordinal)), Is.Empty);
            Assert.That(_out.ToString().Split('\n').Select(line => line.Length), Is.All.LessThanOrEqualTo(80));
        });
    }

    [Test]
    public async Task The_list_is_there_for_programs()
    {
        await RunAsync("checks", "--format", "json");

        var checks = JsonDocument.Parse(_out.ToString()).RootElement.EnumerateArray().ToList();
        Assert.Multiple(() =>
        {
            Assert.That(checks.Select(check => check.GetProperty("id").GetString()), Is.EqualTo(Ids()));
            Assert.That(
                checks.Single(check => check.GetProperty("id").GetString() == "held").ToString(),
                Does.Contain("\"kind\": \"outcome\"").And.Contain("\"number\": null"));
            Assert.That(
                checks.Single(check => check.GetProperty("id").GetString() == "leak").ToString(),
                Does.Contain("\"kind\": \"rule\"").And.Contain("\"number\": \"V38\""));
        });
    }

    [TestCaseSource(nameof(Ids))]
    public async Task A_check_is_explained_in_80_columns(string id)
    {
        var code = await RunAsync("explain", id);

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero);
            Assert.That(new[] { "\nWhat\n", "\nWhy\n", "\nSource\n", "\nGood\n", "\nBad\n", CheckExplanations.Get(id).NamesVendors
                ? "\nVendors\n"
                : "\nClients\n" }.Where(section => !_out.ToString().Contains(section, StringComparison.Ordinal)), Is.Empty);
            Assert.That(_out.ToString(), Does.StartWith(id + "  ").And.Not.Contain("```").And.Not.Contain("**"));
            Assert.That(_out.ToString().Split('\n').Where(line => line.Length > 80), Is.Empty);
        });
    }

    [TestCase("V04")]
    [TestCase("v04")]
    public async Task A_rule_is_explained_by_its_number(string number)
    {
        var code = await RunAsync("explain", number);

        Assert.That(
            (code, _out.ToString().StartsWith("sequence-gap  V04  error  rule\n", StringComparison.Ordinal)), Is.EqualTo((0, true)));
    }

    [TestCase("sequence-gap", "> data: {\"type\":\"response.completed\",\"sequence_number\":5,")]
    [TestCase("text-mismatch", "> data: {\"type\":\"response.output_text.done\",")]
    [TestCase("part-order", "  Missing: response.content_part.added\n")]
    [TestCase("created-once", "> data: {\"type\":\"response.completed\"", false)]
    public async Task The_difference_between_the_good_and_the_bad_answer_is_marked(string id, string line, bool isThere = true)
    {
        await RunAsync("explain", id);

        Assert.That(_out.ToString().Contains(line, StringComparison.Ordinal), Is.EqualTo(isThere), _out.ToString());
    }

    [TestCase("sequence-gab", "There is no check 'sequence-gab'. Did you mean sequence-gap?\n")]
    [TestCase("xyzzyplugh", "There is no check 'xyzzyplugh'. Run relayconf checks for the list.\n")]
    public async Task An_unknown_check_is_refused_with_the_nearest(string word, string sentence)
    {
        var code = await RunAsync("explain", word);

        Assert.That((code, _error.ToString(), _out.ToString()), Is.EqualTo((2, sentence, "")));
    }

    [TestCase("text/plain", "'text/plain' is a case, not a check; see: relayconf show text/plain\n")]
    [TestCase("text/plane", "There is no check 'text/plane'. Run relayconf checks for the list.\n")]
    public async Task The_id_of_a_case_is_called_that(string word, string sentence)
    {
        var code = await RunAsync("explain", word, "--scenarios", Repository.PathOf("Scenarios"));

        Assert.That((code, _error.ToString(), _out.ToString()), Is.EqualTo((2, sentence, "")));
    }

    [Test]
    public void The_report_gets_a_text_for_every_check_without_markup()
    {
        var texts = ExplainedChecks.All;

        Assert.Multiple(() =>
        {
            Assert.That(texts.Keys, Is.EquivalentTo(Ids()));
            Assert.That(
                texts.Values.SelectMany(text => new[] { text.Title, text.What, text.Why, text.Clients }),
                Has.None.Empty.And.None.Contains("**").And.None.Contains("`").And.None.Contains('\n'));
        });
    }

    private Task<int> RunAsync(params string[] args) =>
        Conformance.Commands.RelayconfCommandLine.RunAsync(
            args,
            new Terminal { Out = _out, Error = _error, Directory = Path.GetTempPath(), ProgramFolder = Path.GetTempPath() },
            TestContext.CurrentContext.CancellationToken);
}
