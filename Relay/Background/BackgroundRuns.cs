using System.Buffers;
using System.Collections.Concurrent;
using Relay.Contract;
using Relay.Diagnostics;
using Relay.Exchange;
using Relay.Requests;
using Relay.ResponsesWire;
using Relay.Storing;

namespace Relay.Background;

/// <summary>Makes responses in the background. They continue after the request that created them, and end with the relay.</summary>
internal sealed class BackgroundRuns(
    ExchangeServices services, IResponseStore store, GracefulShutdown shutdown, ILogger<BackgroundRuns> logger)
{
    private readonly ConcurrentDictionary<ResponseKey, BackgroundRun> _runs = new();

    /// <summary>How long a relay counts as alive after it last renewed a lease.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(30);

    public int Count => _runs.Count;

    /// <summary>Stores the response as queued and starts to make it.</summary>
    /// <returns>The run, and the queued response object.</returns>
    public async Task<(BackgroundRun Run, ReadOnlyMemory<byte> Queued)> StartAsync(ResponseJob job, CancellationToken cancellationToken)
    {
        var request = job.Request;
        var queued = WriteState(request, ResponseState.Queued);
        var leased = job.Draft! with { LeaseUntil = services.Time.GetUtcNow() + Lease };
        await store.AddAsync(leased with { Status = ResponseStatus.Queued, Response = queued }, [], cancellationToken);
        var journal = request.Stream ? new EventJournal() : null;
        var patience = new StorePatience(services.Time, StoreUpkeep.Beat, shutdown.GraceOver);
        var run = new BackgroundRun(leased.Key, new ResponseRecorder(leased, journal, store, logger, patience));
        _runs[leased.Key] = run;
        run.Finished = Task.Run(() => RunAsync(run, job with { Draft = leased }), CancellationToken.None);
        return (run, queued);
    }

    public BackgroundRun? Find(ResponseKey key) => _runs.GetValueOrDefault(key);

    /// <summary>Cancels a run, if this relay makes the response.</summary>
    public void Cancel(ResponseKey key) => Find(key)?.Cancel();

    /// <summary>
    /// Renews the leases of this relay's responses, stores their new events, and cancels runs whose response was deleted or cancelled
    /// elsewhere.
    /// </summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var runs = _runs.Values.ToList();
        if (runs.Count == 0)
        {
            return;
        }

        var leaseUntil = services.Time.GetUtcNow() + Lease;
        var renewed = await store.RenewAsync([.. runs.Select(static run => run.Key.Id)], leaseUntil, cancellationToken);
        var wanted = renewed.ToHashSet(StringComparer.Ordinal);
        foreach (var run in runs)
        {
            if (!wanted.Contains(run.Key.Id) && !run.Recorder.HasEnded)
            {
                RelayLog.NoLongerWanted(logger, run.Key.Id);
                run.Cancel();
            }

            await StoreEventsAsync(run, cancellationToken);
        }
    }

    /// <summary>Completes when no run is left.</summary>
    public Task FinishedAsync() => Task.WhenAll(_runs.Values.Select(static run => run.Finished));

    private async Task StoreEventsAsync(BackgroundRun run, CancellationToken cancellationToken)
    {
        try
        {
            await run.Recorder.StoreEventsAsync(cancellationToken);
        }
        catch (StoreFullException exception)
        {
            // The response is gone, and its run is cancelled when its lease is renewed next.
            RelayLog.NotKept(logger, run.Key.Id, exception.Message);
        }
    }

    private static ReadOnlyMemory<byte> WriteState(TranslatedRequest request, ResponseState state)
    {
        var json = new ArrayBufferWriter<byte>();
        new ResponseObjectWriter(request.Echo).Write(json, state);
        return json.WrittenSpan.ToArray();
    }

    private async Task RunAsync(BackgroundRun run, ResponseJob job)
    {
        try
        {
            var begun = job.Draft! with
            {
                Status = ResponseStatus.InProgress,
                Response = WriteState(job.Request, ResponseState.InProgress),
            };
            if (await run.Recorder.BeginAsync(begun))
            {
                await MakeAsync(run, job);
            }
        }
        catch (Exception exception)
        {
            // No client receives the failure, so it is logged and stored here.
            RelayLog.Broken(logger, run.Key.Id, exception);
            var running = WriteState(job.Request, ResponseState.InProgress);
            await run.Recorder.StoreAsync(ResponseJson.WithStatus(
                running, ResponseStatus.Failed, Failures.Internal.Code, Failures.Internal.Message));
        }
        finally
        {
            run.Recorder.Journal?.Complete();
            _runs.TryRemove(run.Key, out _);
            run.Dispose();
        }
    }

    private async Task MakeAsync(BackgroundRun run, ResponseJob job)
    {
        var tokens = new RunTokens(CancellationToken.None, shutdown.GraceOver, run.Cancelled);
        await using var made = new ResponseRun(job, new BackgroundSink(), run.Recorder, services, tokens, logger);
        await made.RunAsync();
    }
}
