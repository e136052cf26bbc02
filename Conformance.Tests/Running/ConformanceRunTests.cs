using Conformance.Results;
using Conformance.Running;
using Conformance.Running.Asking;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Running;

[CancelAfter(60_000)]
internal sealed class ConformanceRunTests
{
    [Test]
    public async Task Results_are_kept_as_they_come_and_told_in_the_order_of_ids(CancellationToken cancellationToken)
    {
        var second = new TaskCompletionSource();
        var sink = new MemorySink();
        var run = new ConformanceRun(
            async (scenario, _) =>
            {
                if (scenario.Id == "a/1")
                {
                    await second.Task;
                }
                else
                {
                    second.SetResult();
                }

                return new CaseOutcome(Cases.Result(scenario.Id, Verdict.Passed), Evidence: null);
            },
            sink, sink, TimeProvider.System);

        var result = await run.RunAsync(Info(), [Cases.Scenario("a/1"), Cases.Scenario("a/2")], jobs: 2, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(sink.Kept, Is.EquivalentTo(new[] { "a/1", "a/2" }));
            Assert.That(result.Cases.Select(found => found.Id), Is.EqualTo(new[] { "a/1", "a/2" }));
            Assert.That((result.End!.Partial, result.End.ExitCode), Is.EqualTo((false, 0)));
            Assert.That(sink.Told, Is.EqualTo(new[] { "1/2", "2/2" }));
        });
    }

    [Test]
    public async Task No_more_cases_are_played_at_once_than_asked_for(CancellationToken cancellationToken)
    {
        var playing = 0;
        var most = 0;
        var sink = new MemorySink();
        var run = new ConformanceRun(
            async (scenario, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref playing));
                await Task.Yield();
                Interlocked.Decrement(ref playing);
                return new CaseOutcome(Cases.Result(scenario.Id, Verdict.Passed), Evidence: null);
            },
            sink, sink, TimeProvider.System);

        await run.RunAsync(Info(), [.. Enumerable.Range(0, 50).Select(i => Cases.Scenario($"a/{i}"))], jobs: 1, cancellationToken);

        Assert.That((most, sink.Kept.Count), Is.EqualTo((1, 50)));
    }

    [Test]
    public async Task A_cancelled_run_writes_what_it_has_and_is_partial(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sink = new MemorySink();
        var run = new ConformanceRun(
            async (scenario, token) =>
            {
                if (scenario.Id == "a/2")
                {
                    await stop.CancelAsync();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                }

                return new CaseOutcome(Cases.Result(scenario.Id, Verdict.Failed), Evidence: null);
            },
            sink, sink, TimeProvider.System);

        var result = await run.RunAsync(Info(), [Cases.Scenario("a/1"), Cases.Scenario("a/2"), Cases.Scenario("a/3")], jobs: 1, stop.Token);

        Assert.Multiple(() =>
        {
            Assert.That(sink.Kept, Is.EqualTo(new[] { "a/1" }));
            Assert.That((result.End!.Partial, result.End.ExitCode, result.End.Problem), Is.EqualTo((true, 130, "The run was cancelled.")));
            Assert.That(sink.End, Is.EqualTo(result.End));
        });
    }

    [Test]
    public async Task A_relay_that_never_gets_ready_stops_the_run_without_blaming_a_case(CancellationToken cancellationToken)
    {
        var sink = new MemorySink();
        var unready = new UnreadyRelay("The relay was not ready within 30 s.", ["boom"], ForAll: true);
        var run = new ConformanceRun(
            (scenario, _) =>
                Task.FromResult(new CaseOutcome(Cases.Result(scenario.Id, Verdict.HarnessError), Evidence: null) { StopsTheRun = unready }),
            sink, sink, TimeProvider.System);

        var result = await run.RunAsync(Info(), [Cases.Scenario("a/1"), Cases.Scenario("a/2")], jobs: 2, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(result.Cases, Is.Empty);
            Assert.That((result.End!.ExitCode, result.End.Problem, result.End.Partial), Is.EqualTo((3, unready.Problem, true)));
            Assert.That(run.Unready, Is.EqualTo(unready));
        });
    }

    [Test]
    public async Task Cases_under_which_the_relay_died_are_played_again_alone_and_get_their_own_verdict(CancellationToken cancellationToken)
    {
        var sink = new MemorySink();
        var death = new RelayDeath(new FakeLife("exit code 9"), "exit code 9\npanic");
        List<string> alone = [];
        var run = new ConformanceRun(
            (scenario, _) => Task.FromResult(new CaseOutcome(Cases.Result(scenario.Id, scenario.Id == "a/3"
                ? Verdict.Passed
                : Verdict.Failed), Evidence: null) { Death = scenario.Id == "a/3" ? null : death }),
            sink, sink, TimeProvider.System)
        {
            RunAlone = (scenario, _) =>
            {
                alone.Add(scenario.Id);
                var guilty = scenario.Id == "a/2";
                return Task.FromResult(new CaseOutcome(Cases.Result(scenario.Id, guilty ? Verdict.Failed : Verdict.Passed), Evidence: null)
                {
                    Death = guilty ? death : null,
                });
            },
        };

        var result = await run.RunAsync(
            Info(), [Cases.Scenario("a/1"), Cases.Scenario("a/2"), Cases.Scenario("a/3")], jobs: 1, cancellationToken);

        var row = result.Rules.Single(rule => rule.Id == "relay-died");
        Assert.Multiple(() =>
        {
            Assert.That(alone, Is.EqualTo(new[] { "a/1", "a/2" }));
            Assert.That(
                result.Cases.Select(found => (found.Id, found.Verdict, found.Attempts)),
                Is.EqualTo(new[] { ("a/1", Verdict.Passed, 2), ("a/2", Verdict.Failed, 2), ("a/3", Verdict.Passed, 1) }));
            Assert.That((row.Fails, row.Cases.Single(), row.First!.Finding.Received), Is.EqualTo((true, "a/2", "exit code 9\npanic")));
            Assert.That(row.First!.Finding.Message, Is.EqualTo(
                "The relay exited once. Run alone on a new relay, a/2 makes it exit. Also in progress, but not the cause: a/1."));
            Assert.That(sink.Notes, Is.EqualTo(new[]
            {
                "The relay exited (exit code 9). The cases in progress, including a/1, are run again one at a time at the end.",
            }));
            Assert.That(result.End!.ExitCode, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task A_death_that_no_case_repeats_fails_the_run_and_no_case(CancellationToken cancellationToken)
    {
        var sink = new MemorySink();
        var death = new RelayDeath(new FakeLife("exit code 9"), "exit code 9");
        var run = new ConformanceRun(
            (scenario, _) => Task.FromResult(new CaseOutcome(Cases.Result(scenario.Id, Verdict.Failed), Evidence: null) { Death = death }),
            sink,
            sink,
            TimeProvider.System)
        {
            RunAlone = (scenario, _) => Task.FromResult(new CaseOutcome(Cases.Result(scenario.Id, Verdict.Passed), Evidence: null)),
        };

        var result = await run.RunAsync(Info(), [Cases.Scenario("a/1")], jobs: 1, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That((result.Cases.Single().Verdict, result.End!.ExitCode), Is.EqualTo((Verdict.Passed, 1)));
            Assert.That(
                result.Rules.Single(rule => rule.Id == "relay-died").First!.Finding.Message,
                Does.EndWith("none of them makes it exit, so no single case is the cause."));
        });
    }

    [Test]
    public async Task A_relay_found_dead_between_two_cases_fails_the_run(CancellationToken cancellationToken)
    {
        var sink = new MemorySink();
        var found = new RelayDeath(new FakeLife("exit code 9"), "exit code 9");
        var run = new ConformanceRun(
            (scenario, _) => Task.FromResult(new CaseOutcome(Cases.Result(scenario.Id, Verdict.Passed), Evidence: null)
            {
                Found = scenario.Id == "a/2" ? found : null,
            }), sink, sink, TimeProvider.System);

        var result = await run.RunAsync(Info(), [Cases.Scenario("a/1"), Cases.Scenario("a/2")], jobs: 1, cancellationToken);

        Assert.That(
            (result.End!.ExitCode, sink.Notes.Single()), Is.EqualTo((1, "The relay exited between two cases (exit code 9), before a/2.")));
    }

    [Test]
    public async Task A_case_that_ends_after_the_run_was_stopped_is_left_behind(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var deaf = new TaskCompletionSource();
        var sink = new MemorySink();
        var run = new ConformanceRun(
            async (scenario, _) =>
            {
                await stop.CancelAsync();
                await deaf.Task;
                return new CaseOutcome(Cases.Result(scenario.Id, Verdict.Passed), Evidence: null);
            },
            sink, sink, TimeProvider.System)
        {
            DidNotRun = (scenario, reason) => Cases.Result(scenario.Id, Verdict.DidNotRun) with { Reason = reason },
        };

        var result = await run.RunAsync(Info(), [Cases.Scenario("a/1"), Cases.Scenario("a/2")], jobs: 1, stop.Token);
        deaf.SetResult();

        Assert.That(
            result.Cases.Select(found => (found.Verdict, found.Reason)),
            Is.EqualTo(new[] { (Verdict.DidNotRun, "The run was cancelled."), (Verdict.DidNotRun, "The run was cancelled.") }));
    }

    [Test]
    public async Task A_relay_that_turns_every_case_away_is_a_fault_of_the_wiring()
    {
        var sink = new MemorySink();
        var run = new ConformanceRun(
            (scenario, _) => Task.FromResult(new CaseOutcome(Cases.Result(scenario.Id, Verdict.Failed), Evidence: null)
            {
                Refused = new Refusal(401, "The key has expired."),
            }), sink, sink, TimeProvider.System)
        {
            DidNotRun = (scenario, reason) => Cases.Result(scenario.Id, Verdict.DidNotRun) with { Reason = reason },
        };

        var result = await run.RunAsync(Info(), [Cases.Scenario("a/1"), Cases.Scenario("a/2")], jobs: 1, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(result.End!.ExitCode, Is.EqualTo(3));
            Assert.That(result.Cases.Select(found => found.Verdict), Is.All.EqualTo(Verdict.DidNotRun));
            Assert.That(result.End.Problem, Does.StartWith("The relay returned 401 (\"The key has expired\") in all 2 cases, and nothing "
                + "reached the mock upstream: the relay requires credentials"));
        });
    }

    [Test]
    public async Task One_case_that_was_answered_otherwise_shows_that_the_wiring_is_right()
    {
        var sink = new MemorySink();
        var run = new ConformanceRun(
            (scenario, _) => Task.FromResult(new CaseOutcome(Cases.Result(scenario.Id, scenario.Id == "a/1"
                ? Verdict.Passed
                : Verdict.Failed), Evidence: null) { Refused = scenario.Id == "a/1" ? null : new Refusal(401, null) }),
            sink, sink, TimeProvider.System);

        var result = await run.RunAsync(
            Info(), [Cases.Scenario("a/1"), Cases.Scenario("a/2"), Cases.Scenario("a/3")], jobs: 1, CancellationToken.None);

        Assert.That((result.End!.ExitCode, result.Cases.Count(found => found.Verdict == Verdict.Failed)), Is.EqualTo((1, 2)));
    }

    private static RunInfo Info() => new()
    {
        Name = "acme",
        StartedAt = DateTimeOffset.UnixEpoch,
        Relay = "acme",
        Target = "http://localhost",
        Version = "1",
        Selected = 2,
        Available = 2,
        Command = "./relayconf run",
    };

    private sealed class MemorySink : IRunSink, IRunWatcher
    {
        public List<string> Kept { get; } = [];

        public List<string> Told { get; } = [];

        public List<string> Notes { get; } = [];

        public RunEnd? End { get; private set; }

        public void Note(string text) => Notes.Add(text);

        public CaseResult Append(CaseResult result, CaseEvidence? evidence)
        {
            Kept.Add(result.Id);
            return result;
        }

        public void Finished(CaseResult result, int done, int selected) => Told.Add($"{done}/{selected}");

        public string? Finish(IReadOnlyList<RuleResult> rules, RunEnd end)
        {
            End = end;
            return null;
        }

        public void Dispose()
        {
        }
    }
}
