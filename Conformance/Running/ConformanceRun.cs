using Conformance.Checking;
using Conformance.Gating;
using Conformance.Results;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using Scenarios.Model;

namespace Conformance.Running;

/// <summary>
/// Runs the selected cases in parallel and reports each as it finishes. Cases that were in progress when the relay died are played again
/// alone.
/// </summary>
internal sealed class ConformanceRun(PlayCase runCase, IRunSink sink, IRunWatcher watcher, TimeProvider time)
{
    private static readonly TimeSpan WindDown = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CaseResult> _results = new(StringComparer.Ordinal);
    private readonly DeathLog _deaths = new();
    private readonly RefusalLog _refusals = new();
    private UnreadyRelay? _unready;
    private string? _limit;

    /// <summary>Known failures, the baseline, and the limit of failures.</summary>
    public RunGating Gating { get; init; } = RunGating.None;
    private bool _givenUp;
    private bool _ended;

    /// <summary>Plays a case alone on a relay that nothing else has used; <see langword="null"/> to play it as the others.</summary>
    public PlayCase? RunAlone { get; init; }

    /// <summary>
    /// Makes the result of a case that was not played, with the reason; <see langword="null"/> to leave such cases out of the results.
    /// </summary>
    public Func<Scenario, string, CaseResult>? DidNotRun { get; init; }

    /// <summary>The reason why the run stopped, if a relay never became ready.</summary>
    public UnreadyRelay? Unready => _unready;

    /// <summary>The report's path, once the run has ended.</summary>
    public string? Report { get; private set; }

    /// <summary>Writes a run of which no case is played.</summary>
    /// <param name="info">The run.</param>
    /// <param name="scenarios">The selected cases.</param>
    /// <param name="unready">Why.</param>
    public RunResult Abandon(RunInfo info, IReadOnlyList<Scenario> scenarios, UnreadyRelay unready)
    {
        _unready = unready;
        return End(info, scenarios, time.GetTimestamp(), CancellationToken.None);
    }

    /// <summary>Runs the cases. Cancellation ends it early, with what there is; nothing is thrown for it.</summary>
    public async Task<RunResult> RunAsync(RunInfo info, IReadOnlyList<Scenario> scenarios, int jobs, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var started = time.GetTimestamp();
        var playing = PlayAsync(info, scenarios, jobs, stop, cancellationToken);
        if (await Task.WhenAny(playing, WindDownAsync(stop.Token)) == playing)
        {
            await playing;
        }

        return End(info, scenarios, started, cancellationToken);
    }

    private async Task PlayAsync(
        RunInfo info, IReadOnlyList<Scenario> scenarios, int jobs, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        try
        {
            await Parallel.ForEachAsync(
                scenarios,
                new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = stop.Token },
                async (scenario, token) => await TakeAsync(info, scenario, scenarios.Count, stop, token));
            foreach (var suspect in _deaths.Suspects)
            {
                await TakeAgainAsync(info, suspect, scenarios.Count, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Finished cases stay in the result, which is marked as partial.
        }
    }

    /// <summary>Completes some time after the run was stopped: a case that does not end then is left behind.</summary>
    private async Task WindDownAsync(CancellationToken stopped)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stopped.Register(() => asked.TrySetResult());
        await asked.Task;
        await Task.Delay(WindDown, time, CancellationToken.None);
    }

    private async ValueTask TakeAsync(
        RunInfo info, Scenario scenario, int selected, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        var outcome = await runCase(scenario, cancellationToken);
        // The signal that stops the run also stops the relay, which may then cut its streams. That is not a failure of the relay.
        cancellationToken.ThrowIfCancellationRequested();
        if (outcome.StopsTheRun is { } unready)
        {
            Interlocked.CompareExchange(ref _unready, unready, comparand: null);
            await stop.CancelAsync();
            return;
        }

        lock (_gate)
        {
            if (outcome.Found is { } found && _deaths.Add(found))
            {
                watcher.Note($"The relay exited between two cases ({RelayDeath.FirstLine(found.LastWords)}), before {scenario.Id}.");
            }

            if (outcome.Death is { } death)
            {
                if (_deaths.Add(death, scenario))
                {
                    watcher.Note($"The relay exited ({RelayDeath.FirstLine(death.LastWords)}). The cases in progress, "
                        + $"including {scenario.Id}, are run again one at a time at the end.");
                }

                return;
            }

            Keep(info, outcome, selected);
        }

        if (_limit is not null)
        {
            await stop.CancelAsync();
        }
    }

    /// <summary>Alone on a fresh relay, a case that ends it is guilty, and any other gets the verdict that is its own.</summary>
    private async Task TakeAgainAsync(RunInfo info, Scenario suspect, int selected, CancellationToken cancellationToken)
    {
        var outcome = await (RunAlone ?? runCase)(suspect, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (outcome.StopsTheRun is { } unready)
            {
                _unready ??= unready;
                return;
            }

            if (outcome.Death is { } death)
            {
                _deaths.AddGuilty(suspect, death);
            }

            Keep(info, outcome with { Result = outcome.Result with { Attempts = 2 } }, selected);
        }
    }

    private void Keep(RunInfo info, CaseOutcome outcome, int selected)
    {
        if (_ended || _limit is not null)
        {
            // The run ended, or the last failure that was wanted was just written.
            return;
        }

        if (outcome.Result.Verdict == Verdict.DidNotRun && !_givenUp)
        {
            _givenUp = true;
            watcher.Note($"{outcome.Result.Reason} The remaining cases do not run.");
        }

        var written = sink.Append(Gating.Mark(info, outcome.Result), outcome.Evidence);
        _results[written.Id] = written;
        _refusals.Add(outcome);
        watcher.Finished(written, _results.Count, selected);
        _limit ??= Gating.StopsAfter(_results.Values.Count(result => RunGate.Fails(info, result)));
    }

    private RunResult End(RunInfo info, IReadOnlyList<Scenario> scenarios, long started, CancellationToken cancellationToken)
    {
        var cancelled = cancellationToken.IsCancellationRequested;
        lock (_gate)
        {
            _ended = true;
        }

        if (!cancelled && _unready is null && _refusals.Problem is { } refused)
        {
            _unready = new UnreadyRelay(refused, [], ForAll: true);
            foreach (var blamed in _results.Values.Where(static result => result.Verdict == Verdict.Failed).ToList())
            {
                _results.Remove(blamed.Id);
            }
        }

        var problem = Problem(cancelled);
        var missing = scenarios.Where(scenario => !_results.ContainsKey(scenario.Id)).ToList();
        foreach (var scenario in DidNotRun is null ? [] : missing)
        {
            _results[scenario.Id] = sink.Append(DidNotRun!(scenario, problem ?? _deaths.DescribeDeath(scenario)
                ?? "The run ended before this case."), evidence: null);
        }

        var cases = _results.Values.OrderBy(result => result.Id, StringComparer.Ordinal).ToList();
        IReadOnlyList<RuleResult> rules = [.. RuleTally.Count(info, cases), .. _deaths.CreateRow(cases)];
        var partial = missing.Count > 0 || cases.Exists(static result => result.Verdict == Verdict.DidNotRun);
        var run = new RunResult { Info = info, Cases = cases, Rules = rules };
        var end = new RunEnd(time.GetUtcNow(), time.GetElapsedTime(started).TotalMilliseconds, partial, ExitCode: 0, problem)
        {
            Gate = Gating.Conclude(run, partial),
        };
        end = end with { ExitCode = ExitCodes.FromRun(run with { End = end }, scenarios.Count, cancelled, _unready is not null) };
        Report = sink.Finish(rules, end);
        return run with { End = end };
    }

    private string? Problem(bool cancelled)
    {
        if (_unready is null)
        {
            return cancelled ? "The run was cancelled." : _limit;
        }

        return _deaths.OnTheWire is { Count: > 0 } wire
            ? $"{_unready.Problem.TrimEnd('.')}; cases in progress: {string.Join(", ", wire)}."
            : _unready.Problem;
    }
}
