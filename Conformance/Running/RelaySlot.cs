namespace Conformance.Running;

/// <summary>The relay of one set-up through its lives.</summary>
internal sealed class RelaySlot(Func<CancellationToken, Task<RelayStart>> start, bool forAll) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private RelayProcess? _process;
    private RelayLease? _final;
    private int _restarts;

    public async Task<RelayLease> RentAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _final ?? (_process switch
            {
                null => await StartAsync(cancellationToken),
                { HasEnded: true } => await RestartAsync(_process.LastWords(), cancellationToken),
                _ => new ReadyRelay(_process.Url, _process),
            });
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
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

    private async Task<RelayLease> RestartAsync(string lastWords, CancellationToken cancellationToken)
    {
        // The dead process is not disposed before the end: cases that used it still ask how it died.
        if (++_restarts > RelayPool.MaxRestarts)
        {
            return _final = new DeadRelay(lastWords);
        }

        var started = await start(cancellationToken);
        if (started.Process is null)
        {
            return _final = new DeadRelay(lastWords);
        }

        _process = started.Process;
        return new ReadyRelay(_process.Url, _process);
    }
}
