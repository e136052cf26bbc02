using Conformance.Results;
using Conformance.Running;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Running;

[CancelAfter(20_000)]
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
            (scenario, _) => Task.FromResult(new CaseOutcome(Cases.Result(scenario.Id, Verdict.HarnessError), Evidence: null) { StopsTheRun = unready }),
            sink, sink, TimeProvider.System);

        var result = await run.RunAsync(Info(), [Cases.Scenario("a/1"), Cases.Scenario("a/2")], jobs: 2, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(result.Cases, Is.Empty);
            Assert.That((result.End!.ExitCode, result.End.Problem, result.End.Partial), Is.EqualTo((3, unready.Problem, true)));
            Assert.That(run.Unready, Is.EqualTo(unready));
        });
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

        public RunEnd? End { get; private set; }

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
