using Conformance.Commands.Showing;
using Conformance.Results;
using Conformance.Tests.Gating;
using NUnit.Framework;

namespace Conformance.Tests.Commands.Showing;

/// <summary>What the gate shows after a run, on a terminal and on GitHub.</summary>
internal sealed class GateConsoleTests
{
    private readonly StringWriter _out = new();
    private string _summary = "";

    [SetUp]
    public void MakeFile() => _summary = Path.GetTempFileName();

    [TearDown]
    public void RemoveFile() => File.Delete(_summary);

    [Test]
    public void A_place_is_never_broken_into_two_lines()
    {
        var run = Runs.Of(Runs.Gate("- case: a/1\n  check: a-check-with-a-rather-long-name\n  reason: x\n", "a/1"), Runs.Passed("a/1"));

        GateConsole.Show(Terminal(), run);

        Assert.That(_out.ToString(), Is.EqualTo("known.yaml:1:3: unexpected pass: a/1 no longer fails with "
            + "a-check-with-a-rather-long-name; delete the entry, or run relayconf known update.\n"));
    }

    [Test]
    public void Annotations_go_to_the_output_when_they_were_asked_for()
    {
        var run = Runs.Of(Runs.Failed("a/1", "held"));

        GateConsole.Show(Terminal(), run);
        GateConsole.Show(Terminal(), run with { Info = run.Info with { Reporters = ["github"] } });

        Assert.That(
            _out.ToString(), Is.EqualTo("::error file=Scenarios/area/case.yaml,line=1,title=acme%3A a/1 (held)::Something is wrong.\n"));
    }

    [Test]
    public void The_jobs_summary_is_appended()
    {
        var run = Runs.Of(Runs.Passed("a/1"));
        File.WriteAllText(_summary, "before\n");

        GateConsole.Show(OnGitHub(), run);
        GateConsole.Show(OnGitHub(), run);

        var text = File.ReadAllText(_summary);
        Assert.That(
            (text.StartsWith("before\n## Relay conformance: acme", StringComparison.Ordinal), text.Split("## Relay conformance").Length),
            Is.EqualTo((true, 3)));
    }

    [TestCase(0)]
    [TestCase(1_000_000)]
    [TestCase(2_000_000)]
    public void The_jobs_summary_stays_below_GitHubs_limit(int before)
    {
        var line = new string('x', 200);
        var failures = Enumerable.Range(0, 20).Select(number => Runs.Failed($"a/{number}", "held") with
        {
            Title = new string('t', 120_000),
            Findings = [new Finding
            {
                Check = "held",
                Severity = Severity.Error,
                Message = line,
                Expected = string.Join('\n', Enumerable.Repeat(line, 50)),
            }],
        });
        File.WriteAllText(_summary, new string('b', before));

        GateConsole.Show(OnGitHub(), Runs.Of([.. failures]));

        var text = File.ReadAllText(_summary);
        Assert.Multiple(() =>
        {
            Assert.That(new FileInfo(_summary).Length, Is.LessThanOrEqualTo(Math.Max(1024 * 1024, before + 512)));
            Assert.That(text, Does.EndWith("The complete text is in summary.md in the run's folder._\n"));
            Assert.That(
                text.Split('\n').Count(shown => shown.TrimStart().StartsWith("```", StringComparison.Ordinal)) % 2,
                Is.Zero,
                "no block is left open");
        });
    }

    private Terminal Terminal() => new() { Out = _out, Error = _out, Directory = Path.GetTempPath() };

    private Terminal OnGitHub() => Terminal() with { Environment = new Dictionary<string, string> { ["GITHUB_STEP_SUMMARY"] = _summary } };
}
