using Microsoft.Extensions.Logging;
using Relay.Diagnostics;
using Relay.Options;
using Relay.Sealing;
using Relay.Storing;

namespace Relay.Background;

/// <summary>
/// Opens the store before the relay listens, maintains it while the relay runs, and waits for background responses before the relay stops.
/// </summary>
internal sealed class StoreUpkeep(
    TimeLimitedStore store,
    BackgroundRuns runs,
    UnstoredResponses unstored,
    LostResponses lost,
    RelayOptions options,
    TimeProvider time,
    ReasoningSeal seal,
    ILogger<StoreUpkeep> logger) : IHostedLifecycleService, IDisposable
{
    // Relays that live renew their leases at every beat; one that has just started gives them the time to.
    private const int BeatsBeforeTrust = 4;

    // A beat that takes longer was held up by the store, and so were those of other relays.
    private const int SlowestBeats = 4;

    private const int BeatsBetweenSweeps = 48;

    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Store.Postgres is not null && seal.EndsWithProcess)
        {
            RelayLog.SealEndsBeforeStore(logger);
        }

        lost.WaitUntil(time.GetUtcNow() + (options.Store.Beat * BeatsBeforeTrust));
        return store.OpenAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(() => LoopAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The runs end when the application stops. Their responses are still stored, unless the store does not answer in time.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await runs.FinishedAsync().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            runs.ReportUnfinished();
        }
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        var isAvailable = true;
        for (var beat = 1; ; beat++)
        {
            await Task.Delay(options.Store.Beat, time, cancellationToken);
            var wasAvailable = isAvailable;
            isAvailable = await TryBeatAsync(sweeps: beat % BeatsBetweenSweeps == 0, wasAvailable, cancellationToken);
            if (isAvailable && !wasAvailable)
            {
                RelayLog.StoreIsBack(logger);
            }
        }
    }

    private async Task<bool> TryBeatAsync(bool sweeps, bool wasAvailable, CancellationToken cancellationToken)
    {
        try
        {
            await BeatAsync(sweeps, cancellationToken);
            return true;
        }
        catch (StoreUnavailableException exception)
        {
            store.IsUnavailable |= exception.IsTransient;
            lost.WaitUntil(time.GetUtcNow() + options.Store.Lease);
            if (wasAvailable)
            {
                RelayLog.UpkeepFailed(logger, exception.Message);
            }

            return false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The next beat may succeed; without it, all responses of this relay would be lost.
            RelayLog.Broken(logger, "maintenance of the store", exception);
            return false;
        }
    }

    private async Task BeatAsync(bool sweeps, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        await runs.RenewAsync(cancellationToken);
        if (time.GetElapsedTime(since) > options.Store.Beat * SlowestBeats)
        {
            lost.WaitUntil(time.GetUtcNow() + options.Store.Lease);
        }

        await unstored.EndAsync(cancellationToken);
        await lost.EndAsync(cancellationToken);
        if (sweeps && await store.SweepAsync(time.GetUtcNow(), cancellationToken) is var count and > 0)
        {
            RelayLog.Swept(logger, count);
        }
    }
}
