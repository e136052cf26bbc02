using Conformance.Fuzzing.Generating;
using Conformance.Results;
using Scenarios.Model;

namespace Conformance.Fuzzing;

/// <summary>
/// Plays generated cases until the time, the cases or the failures are used up, and keeps the first case of each kind of failure. A fault
/// in every answer is one failure and hides no other.
/// </summary>
/// <param name="player">Plays a case.</param>
/// <param name="write">Writes a failing case as a file, and returns its name and the case as it reads there.</param>
/// <param name="watcher">Watches.</param>
/// <param name="time">The clock.</param>
internal sealed class FuzzRun(
    CasePlayer player, Func<Scenario, (string File, Scenario Case)> write, IFuzzWatcher watcher, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<FailureSignature, FuzzFailure> _failures = [];
    private int _written;
    private long _next;
    private long _cases;
    private long _plays;
    private long _unsteady;
    private string? _problem;
    private string? _dead;
    private IReadOnlyList<string> _output = [];

    /// <summary>Plays the cases. Cancellation ends the run with the failures found so far, without an exception.</summary>
    public async Task<FuzzEnd> RunAsync(FuzzSettings settings, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, settings.Jobs).Select(_ => PlayAsync(settings, started, stop)));
        return new FuzzEnd(_cases, _plays, [.. _failures.Values])
        {
            Unsteady = _unsteady,
            Problem = _problem,
            Dead = _dead,
            Output = _output,
        };
    }

    private async Task PlayAsync(FuzzSettings settings, long started, CancellationTokenSource stop)
    {
        try
        {
            while (TakeNumber(settings, started) is { } number && !stop.IsCancellationRequested)
            {
                var scenario = FuzzCases.Create(settings.Seed, number);
                var played = await player.PlayAsync(scenario, CaseVariation.Of(number), stop.Token);
                if (played.Signature is { IsFailure: true } signature && !IsKnown(signature))
                {
                    played = await ConfirmAsync(scenario, number, played, signature, stop.Token);
                }

                stop.Token.ThrowIfCancellationRequested();
                if (!StoreFailure(settings, number, played, time.GetElapsedTime(started)))
                {
                    await stop.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The failures found so far are the result.
        }
    }

    private bool IsKnown(FailureSignature signature)
    {
        lock (_gate)
        {
            return signature.Each.All(_failures.ContainsKey);
        }
    }

    /// <summary>
    /// Plays a case again that fails in a way not seen before: a machine under load breaks bounds in time that the relay keeps.
    /// </summary>
    private async Task<FuzzedCase> ConfirmAsync(
        Scenario scenario, long number, FuzzedCase first, FailureSignature signature, CancellationToken cancellationToken)
    {
        var again = await player.PlayAsync(scenario, CaseVariation.Of(number), cancellationToken);
        if (again.Dead is { } dead)
        {
            return first with { Dead = dead };
        }

        if (again is { StopsTheRun: null, Broken: null } && again.Signature != signature)
        {
            lock (_gate)
            {
                _unsteady++;
            }

            return again with { Findings = [], Plays = first.Plays + again.Plays };
        }

        return again with { Plays = first.Plays + again.Plays };
    }

    private long? TakeNumber(FuzzSettings settings, long started)
    {
        lock (_gate)
        {
            return time.GetElapsedTime(started) < settings.MaxTime && !(_next >= settings.MaxCases) ? settings.First + _next++ : null;
        }
    }

    /// <returns>Whether the run continues.</returns>
    private bool StoreFailure(FuzzSettings settings, long number, FuzzedCase played, TimeSpan elapsed)
    {
        lock (_gate)
        {
            if (played is { Dead: not null, Findings.Count: 0 })
            {
                _dead = played.Dead;
                return false;
            }

            _cases++;
            _plays += played.Plays;
            if (played.StopsTheRun is { } unready)
            {
                (_problem, _output) = (unready.Problem, unready.Output);
                return false;
            }

            if (played.Broken is { } broken)
            {
                _problem = $"The harness broke in case {number}: {broken}";
                return false;
            }

            if (played.Signature is { IsFailure: true } signature)
            {
                RecordBroken(number, played);
            }

            watcher.ReportPlay(_cases, _plays, _failures.Count, elapsed);
            _dead = played.Dead ?? _dead;
            return _dead is null && _written < settings.MaxFailures;
        }
    }

    private void RecordBroken(long number, FuzzedCase played)
    {
        List<(FailureSignature Signature, Finding Finding)> fresh = [];
        foreach (var (signature, finding) in played.Findings.Select(finding => (FailureSignature.Of(played.Scenario, finding), finding))
            .DistinctBy(static one => one.Item1)
            .Where(static one => one.Item1.IsFailure))
        {
            if (_failures.TryGetValue(signature, out var known))
            {
                _failures[signature] = known with { Times = known.Times + 1 };
            }
            else
            {
                fresh.Add((signature, finding));
            }
        }

        if (fresh.Count == 0)
        {
            return;
        }

        var (file, written) = write(played.Scenario);
        _written++;
        foreach (var (signature, finding) in fresh)
        {
            _failures.Add(signature, new FuzzFailure(number, played with { Scenario = written }, file, finding));
        }

        watcher.ReportFailures([.. fresh.Select(one => _failures[one.Signature])]);
    }
}
