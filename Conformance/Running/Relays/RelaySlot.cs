namespace Conformance.Running.Relays;

/// <summary>The relay of one set-up through its lives.</summary>
/// <param name="start">Starts a process.</param>
/// <param name="forAll">Whether no other case can fare better when it does not get ready.</param>
/// <param name="maxRestarts">How often a process that died is started again.</param>
internal sealed class RelaySlot(Func<CancellationToken, Task<RelayStart>> start, bool forAll, int maxRestarts = RelayPool.MaxRestarts)
    : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<RelayProcess> _dead = [];
    private RelayProcess? _process;
    private RelayLease? _final;
    private int _restarts;

    /// <summary>Gives the process that all cases share; one that died is started again a limited number of times.</summary>
    public async Task<RelayLease> RentAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _final ?? (_process switch
            {
                null => await StartAsync(cancellationToken),
                { HasEnded: true } => await RestartAsync(_process, cancellationToken),
                _ => new ReadyRelay(_process.Url, _process),
            });
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Ends the current process and starts another, however often it has died. The slot must not be used by another caller meanwhile.
    /// </summary>
    public async Task<RelayLease> RentFreshAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_final is UnreadyRelay never)
            {
                return never;
            }

            if (_process is not null)
            {
                await _process.DisposeAsync();
                _process = null;
            }

            var started = await start(cancellationToken);
            _process = started.Process;
            return _process is null ? new DeadRelay(started.Problem) : new ReadyRelay(_process.Url, _process);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _dead.Append(_process).OfType<RelayProcess>())
        {
            await process.DisposeAsync();
        }

        _gate.Dispose();
    }

    private async Task<RelayLease> StartAsync(CancellationToken cancellationToken)
    {
        var started = await start(cancellationToken);
        _process = started.Process;
        return _process is null
            ? _final = new UnreadyRelay(started.Problem, started.Output, forAll)
            : new ReadyRelay(_process.Url, _process);
    }

    private async Task<RelayLease> RestartAsync(RelayProcess dead, CancellationToken cancellationToken)
    {
        if (++_restarts > maxRestarts)
        {
            return _final = new DeadRelay(dead.LastWords()) { Follows = dead, Restarts = maxRestarts };
        }

        var started = await start(cancellationToken);
        if (started.Process is null)
        {
            return _final = new DeadRelay(dead.LastWords()) { Follows = dead };
        }

        // The dead process is not disposed before the end: cases that used it still ask how it died.
        _dead.Add(dead);
        _process = started.Process;
        return new ReadyRelay(_process.Url, _process) { Follows = dead };
    }
}
