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
    IResponseStore store,
    BackgroundRuns runs,
    LostResponses lost,
    RelayOptions options,
    TimeProvider time,
    ReasoningSeal seal,
    ILogger<StoreUpkeep> logger) : IHostedLifecycleService, IDisposable
{
    /// <summary>How often leases are renewed and the events of background responses are stored, where other relays see them.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(1250);

    private const int BeatsBetweenSweeps = 48;

    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Store.Postgres is not null && seal.EndsWithProcess)
        {
            RelayLog.SealEndsBeforeStore(logger);
        }

        return store.OpenAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(() => LoopAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The runs end when the application stops. Their responses are still stored.
    public Task StopAsync(CancellationToken cancellationToken) => runs.FinishedAsync().WaitAsync(cancellationToken);

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        for (var beat = 1; ; beat++)
        {
            await Task.Delay(Beat, time, cancellationToken);
            try
            {
                await BeatAsync(sweeps: beat % BeatsBetweenSweeps == 0, cancellationToken);
            }
            catch (StoreUnavailableException exception)
            {
                RelayLog.UpkeepFailed(logger, exception.Message);
                lost.WaitUntil(time.GetUtcNow() + BackgroundRuns.Lease);
            }
        }
    }

    private async Task BeatAsync(bool sweeps, CancellationToken cancellationToken)
    {
        await runs.RenewAsync(cancellationToken);
        await lost.EndAsync(cancellationToken);
        if (sweeps && await store.SweepAsync(time.GetUtcNow(), cancellationToken) is var count and > 0)
        {
            RelayLog.Swept(logger, count);
        }
    }
}
