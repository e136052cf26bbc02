using Conformance.Gating;
using Conformance.Results;
using Conformance.Running;
using Conformance.Running.Cases;
using Conformance.Tests.Gating;
using NUnit.Framework;

namespace Conformance.Tests.Running;

/// <summary>Cases that are played more than once, and runs that stop early.</summary>
[CancelAfter(60_000)]
internal sealed class RepeatedPlaysTests
{
    private static readonly CaseResult Passed = Cases.Result("a/1", Verdict.Passed);
    private static readonly CaseResult Failed = Cases.Result("a/1", Verdict.Failed, "must", Cases.Finding("held"));

    [Test]
    public async Task A_retried_pass_is_flaky_and_says_what_failed(CancellationToken cancellationToken)
    {
        var (result, plays) = await PlayAsync(new PlayCount(1, 2), cancellationToken, Failed, Passed, Passed);

        Assert.That(
            (plays, result.Verdict, result.Flaky, result.Attempts, result.Reason),
            Is.EqualTo((2, Verdict.Passed, true, 2, "flaky: 2 plays, 1 failed; check=held: Something is wrong.")));
        Assert.That(RunGate.Fails(Info(), result), Is.False);
        Assert.That(RunGate.Fails(Info() with { FailOnFlaky = true }, result), Is.True);
    }

    [Test]
    public async Task A_case_that_fails_each_time_failed(CancellationToken cancellationToken)
    {
        var (result, plays) = await PlayAsync(new PlayCount(1, 2), cancellationToken, Failed, Failed, Failed);

        Assert.That((plays, result.Verdict, result.Flaky, result.Attempts), Is.EqualTo((3, Verdict.Failed, false, 3)));
    }

    [Test]
    public async Task What_passes_at_once_is_not_played_again(CancellationToken cancellationToken)
    {
        var (result, plays) = await PlayAsync(new PlayCount(1, 2), cancellationToken, Passed);

        Assert.That((plays, result), Is.EqualTo((1, Passed)));
    }

    [TestCase(Verdict.NotApplicable)]
    [TestCase(Verdict.HarnessError)]
    public async Task What_says_nothing_of_the_relay_is_not_played_again(Verdict verdict, CancellationToken cancellationToken)
    {
        var (result, plays) = await PlayAsync(new PlayCount(3, 0), cancellationToken, Cases.Result("a/1", verdict));

        Assert.That((plays, result.Verdict), Is.EqualTo((1, verdict)));
    }

    [Test]
    public async Task A_known_failure_is_not_played_again(CancellationToken cancellationToken)
    {
        var plays = 0;
        var repeated = new RepeatedPlays(
            (_, _) => Task.FromResult(new CaseOutcome(++plays > 0 ? Failed : Passed, null)),
            new PlayCount(1, 5),
            result => result with { Known = "known" });

        await repeated.RunAsync(Cases.Scenario("a/1"), cancellationToken);

        Assert.That(plays, Is.EqualTo(1));
    }

    [Test]
    public async Task Each_case_is_repeated_and_one_whose_plays_differ_is_flaky(CancellationToken cancellationToken)
    {
        var (stable, stablePlays) = await PlayAsync(new PlayCount(3, 0), cancellationToken, Passed, Passed, Passed);
        var (flaky, flakyPlays) = await PlayAsync(new PlayCount(3, 0), cancellationToken, Passed, Failed, Failed);

        Assert.That((stablePlays, stable.Flaky, stable.Attempts, stable.Reason), Is.EqualTo((3, false, 3, (string?)null)));
        Assert.That(
            (flakyPlays, flaky.Verdict, flaky.Flaky, flaky.Reason),
            Is.EqualTo((3, Verdict.Passed, true, "flaky: 3 plays, 2 failed; check=held: Something is wrong.")));
    }

    [Test]
    public async Task Plays_that_fail_in_different_ways_are_a_flaky_failure(CancellationToken cancellationToken)
    {
        var (result, _) = await PlayAsync(
            new PlayCount(2, 0), cancellationToken, Failed, Cases.Result("a/1", Verdict.Failed, "must", Cases.Finding("event-order")));

        Assert.That((result.Verdict, result.Flaky), Is.EqualTo((Verdict.Failed, true)));
        Assert.That(RunGate.Fails(Info(), result), Is.True);
    }

    [Test]
    public async Task A_rule_that_one_play_broke_stays_broken(CancellationToken cancellationToken)
    {
        var broke = Failed with
        {
            Findings = [.. Failed.Findings, Cases.Finding("sequence-gap") with { Kind = FindingKind.Rule, Event = 4 }],
        };

        var (result, _) = await PlayAsync(new PlayCount(1, 1), cancellationToken, broke, Passed);

        var carried = result.Findings.Single();
        Assert.That(
            (carried.Check, carried.Event, carried.Message),
            Is.EqualTo(("sequence-gap", (int?)null, "In play 1 of 2: Something is wrong.")));
    }

    [Test]
    public async Task A_run_stops_at_its_limit_of_failures_and_the_rest_does_not_run(CancellationToken cancellationToken)
    {
        var sink = new ListSink();
        var run = new ConformanceRun(
            (scenario, _) => Task.FromResult(new CaseOutcome(Cases.Result(scenario.Id, Verdict.Failed), null)),
            sink,
            sink,
            TimeProvider.System) { Gating = new RunGating { MaxFailures = 2 } };

        var result = await run.RunAsync(
            Info() with { Selected = 5 },
            [.. Enumerable.Range(1, 5).Select(number => Cases.Scenario($"a/{number}"))],
            jobs: 1,
            cancellationToken);

        Assert.That(
            (result.Cases.Count(found => found.Verdict == Verdict.Failed), result.End!.Partial, result.End.ExitCode, result.End.Problem),
            Is.EqualTo((2, true, 1, "The run stopped after 2 failures (--max-failures).")));
    }

    [Test]
    public async Task A_run_of_many_at_once_stops_at_exactly_its_limit(CancellationToken cancellationToken)
    {
        var all = new TaskCompletionSource();
        var playing = 0;
        var sink = new ListSink();
        var run = new ConformanceRun(
            async (scenario, _) =>
            {
                if (Interlocked.Increment(ref playing) == 4)
                {
                    all.SetResult();
                }

                await all.Task;
                return new CaseOutcome(Cases.Result(scenario.Id, Verdict.Failed), null);
            },
            sink, sink, TimeProvider.System) { Gating = new RunGating { MaxFailures = 1 } };

        var result = await run.RunAsync(
            Info() with { Selected = 4 },
            [.. Enumerable.Range(1, 4).Select(number => Cases.Scenario($"a/{number}"))],
            jobs: 4,
            cancellationToken);

        Assert.That(result.Cases.Count(found => found.Verdict == Verdict.Failed), Is.EqualTo(1));
    }

    [Test]
    public async Task Known_failures_do_not_count_to_the_limit(CancellationToken cancellationToken)
    {
        var sink = new ListSink();
        var gate = Gating.Runs.Gate("- case: a/*\n  reason: x\n", "a/1", "a/2", "a/3") with { MaxFailures = 1 };
        var run = new ConformanceRun(
            (scenario, _) => Task.FromResult(new CaseOutcome(Cases.Result(scenario.Id, Verdict.Failed), null)),
            sink,
            sink,
            TimeProvider.System) { Gating = gate };

        var result = await run.RunAsync(
            Info() with { Selected = 3 },
            [Cases.Scenario("a/1"), Cases.Scenario("a/2"), Cases.Scenario("a/3")],
            jobs: 1,
            cancellationToken);

        Assert.That((result.Cases.Count, result.End!.Partial, result.End.ExitCode), Is.EqualTo((3, false, 0)));
    }

    [TestCase(new[] { 0, 1 }, ExpectedResult = 1)]
    [TestCase(new[] { 1, 3, 0 }, ExpectedResult = 3)]
    [TestCase(new[] { 3, 2, 1 }, ExpectedResult = 2)]
    [TestCase(new[] { 0, 4 }, ExpectedResult = 4)]
    [TestCase(new[] { 4, 1 }, ExpectedResult = 1)]
    [TestCase(new[] { 0, 0 }, ExpectedResult = 0)]
    [TestCase(new[] { 130, 3 }, ExpectedResult = 130)]
    public int Several_relays_have_the_worst_code(int[] codes) => ExitCodes.OfAll(codes);

    private static RunInfo Info() => Gating.Runs.Info;

    private static async Task<(CaseResult Result, int Plays)> PlayAsync(
        PlayCount count, CancellationToken cancellationToken, params CaseResult[] results)
    {
        var plays = 0;
        var repeated = new RepeatedPlays(
            (_, _) => Task.FromResult(new CaseOutcome(results[plays++], Evidence: null)), count, static result => result);
        var outcome = await repeated.RunAsync(Cases.Scenario("a/1"), cancellationToken);
        return (outcome.Result, plays);
    }

    private sealed class ListSink : IRunSink, IRunWatcher
    {
        public CaseResult Append(CaseResult result, CaseEvidence? evidence) => result;

        public void Finished(CaseResult result, int done, int selected)
        {
            // Nothing is shown.
        }

        public string? Finish(IReadOnlyList<RuleResult> rules, RunEnd end) => null;

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
