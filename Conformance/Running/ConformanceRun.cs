using Conformance.Checking;
using Conformance.Gating;
using Conformance.Results;
using Scenarios.Model;

namespace Conformance.Running;

/// <summary>Runs the selected cases, many at once, and tells of each as it finishes.</summary>
internal sealed class ConformanceRun(
    Func<Scenario, CancellationToken, Task<CaseOutcome>> runCase, IRunSink sink, IRunWatcher watcher, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CaseResult> _results = new(StringComparer.Ordinal);
    private UnreadyRelay? _unready;
    private string? _limit;

    /// <summary>Known failures, the baseline, and the limit of failures.</summary>
    public RunGating Gating { get; init; } = RunGating.None;

    /// <summary>Why the run stopped, if a relay never got ready.</summary>
    public UnreadyRelay? Unready => _unready;

    /// <summary>The report's path, once the run has ended.</summary>
    public string? Report { get; private set; }

    /// <summary>Runs the cases. Cancellation ends it early, with what there is; nothing is thrown for it.</summary>
    public async Task<RunResult> RunAsync(RunInfo info, IReadOnlyList<Scenario> scenarios, int jobs, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var started = time.GetTimestamp();
        try
        {
            await Parallel.ForEachAsync(
                scenarios,
                new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = stop.Token },
                async (scenario, token) => await TakeAsync(info, scenario, scenarios.Count, stop, token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What finished is kept; the rest is told as partial.
        }

        var cases = _results.Values.OrderBy(result => result.Id, StringComparer.Ordinal).ToList();
        var rules = RuleTally.Of(info, cases);
        var partial = cases.Count < scenarios.Count;
        var run = new RunResult { Info = info, Cases = cases, Rules = rules };
        var end = new RunEnd(time.GetUtcNow(), time.GetElapsedTime(started).TotalMilliseconds, partial, ExitCode: 0, Problem(partial, cancellationToken)) { Gate = Gating.Conclude(run, partial) };
        end = end with { ExitCode = ExitCodes.Of(run with { End = end }, scenarios.Count, cancellationToken.IsCancellationRequested, _unready is not null) };
        Report = sink.Finish(rules, end);
        return run with { End = end };
    }

    private async ValueTask TakeAsync(RunInfo info, Scenario scenario, int selected, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        var outcome = await runCase(scenario, cancellationToken);
        // A relay that is being stopped with us ends streams in its own way: such an answer is nobody's failure.
        cancellationToken.ThrowIfCancellationRequested();
        if (outcome.StopsTheRun is { } unready)
        {
            Interlocked.CompareExchange(ref _unready, unready, comparand: null);
            await stop.CancelAsync();
            return;
        }

        lock (_gate)
        {
            if (_limit is not null)
            {
                // It ended while the last failure that was wanted was being written.
                return;
            }

            var written = sink.Append(Gating.Mark(info, outcome.Result), outcome.Evidence);
            _results[written.Id] = written;
            watcher.Finished(written, _results.Count, selected);
            _limit ??= Gating.StopsAfter(_results.Values.Count(result => RunGate.Fails(info, result)));
        }

        if (_limit is not null)
        {
            await stop.CancelAsync();
        }
    }

    private string? Problem(bool partial, CancellationToken cancellationToken) =>
        _unready?.Problem ?? (cancellationToken.IsCancellationRequested ? "The run was cancelled." : partial ? _limit : null);
}
