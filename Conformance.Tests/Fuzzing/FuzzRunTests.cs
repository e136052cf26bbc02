using Conformance.Fuzzing;
using Conformance.Results;
using Conformance.Running.Cases;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Fuzzing;

/// <summary>
/// A run of generated cases: each failure once, with the first case that shows it, and none hidden by a fault of every answer.
/// </summary>
internal sealed class FuzzRunTests
{
    private readonly List<string> _written = [];

    [Test]
    public async Task A_fault_of_every_answer_is_one_failure_and_hides_no_other()
    {
        var end = await RunAsync(20, static number => number == 3 ? ["in-all", "rare"] : ["in-all"]);

        Assert.Multiple(() =>
        {
            Assert.That(
                end.Failures.Select(static failure => (failure.Finding.Check, failure.Number, failure.Times)),
                Is.EqualTo(new[] { ("in-all", 0L, 10), ("rare", 3L, 1) }));
            Assert.That(_written, Has.Count.EqualTo(2));
            Assert.That(end.Cases, Is.EqualTo(10));
        });
    }

    [Test]
    public async Task Failures_of_one_case_are_listed_one_by_one_and_written_once()
    {
        var end = await RunAsync(20, static _ => ["one", "two", "one"]);

        Assert.Multiple(() =>
        {
            Assert.That(
                end.Failures.Select(static failure => (failure.Finding.Check, failure.Times)),
                Is.EqualTo(new[] { ("one", 10), ("two", 10) }));
            Assert.That(_written, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task The_run_ends_after_so_many_cases_with_a_new_failure()
    {
        var end = await RunAsync(2, static number => [$"check-{(char)('a' + number)}"]);

        Assert.That((end.Failures.Count, end.Cases), Is.EqualTo((2, 2L)));
    }

    private async Task<FuzzEnd> RunAsync(int mostFailures, Func<int, string[]> checks)
    {
        var player = new CasePlayer((scenario, _) => Task.FromResult(Outcome(scenario, checks(Number(scenario)))));
        var run = new FuzzRun(
            player,
            scenario =>
            {
                _written.Add(scenario.Id);
                return (scenario.Id, scenario);
            },
            new Silent(),
            TimeProvider.System);
        return await run.RunAsync(
            new FuzzSettings { Seed = 1, MaxTime = TimeSpan.MaxValue, MaxCases = 10, Jobs = 1, MaxFailures = mostFailures },
            CancellationToken.None);
    }

    // Such as fuzz/s1-3, and fuzz/s1-3-bytewise for another presentation.
    private static int Number(Scenario scenario) => int.Parse(scenario.Id.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static CaseOutcome Outcome(Scenario scenario, string[] checks) => new(
        new CaseResult
        {
            Id = scenario.Id,
            Title = scenario.Title,
            Level = "must",
            File = "",
            Repro = "",
            Verdict = Verdict.Failed,
            Findings = [.. checks.Select(static check => new Finding
            {
                Check = check,
                Severity = Severity.Error,
                Message = "It is wrong.",
            })],
        },
        Evidence: null);

    private sealed class Silent : IFuzzWatcher
    {
        public void ReportPlay(long cases, long plays, int failures, TimeSpan elapsed)
        {
        }

        public void ReportFailures(IReadOnlyList<FuzzFailure> failures)
        {
        }
    }
}
