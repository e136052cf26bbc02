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
    ExchangeServices services,
    TimeLimitedStore store,
    UnstoredResponses unstored,
    GracefulShutdown shutdown,
    ILogger<BackgroundRuns> logger)
{
    private readonly ConcurrentDictionary<ResponseKey, BackgroundRun> _runs = new();
    private readonly StoreBacklog _backlog = new(services.Options.Store.MaxBytes, services.Telemetry);

    public int Count => _runs.Count;

    /// <summary>Stores the response as queued and starts to make it. The room of its request is freed in any case.</summary>
    /// <returns>The run, and the queued response object.</returns>
    public async Task<(BackgroundRun Run, ReadOnlyMemory<byte> Queued)> StartAsync(ResponseJob job, CancellationToken cancellationToken)
    {
        var request = job.Request;
        var options = services.Options.Store;
        var queued = WriteState(request, ResponseState.Queued);
        var leaseUntil = services.Time.GetUtcNow() + options.Lease;
        var draft = job.Draft! with { Status = ResponseStatus.Queued, Response = queued, LeaseUntil = leaseUntil };
        await QueueAsync(job, draft, cancellationToken);
        var journal = request.Stream ? new EventJournal() : null;
        var patience = new StorePatience(services.Time, options.Beat, options.Timeout, _backlog, unstored, shutdown.GraceOver);
        var recorder = new ResponseRecorder(draft, journal, store.Unlimited, services.Telemetry, logger, patience);
        var run = new BackgroundRun(draft.Key, recorder);
        _runs[draft.Key] = run;
        run.Finished = Task.Run(() => RunAsync(run, job with { Draft = draft }), CancellationToken.None);
        return (run, queued);
    }

    public BackgroundRun? Find(ResponseKey key) => _runs.GetValueOrDefault(key);

    /// <summary>Cancels a run, if this relay makes the response.</summary>
    /// <param name="key">The response.</param>
    /// <param name="reason">The failure with which it ends.</param>
    public void Cancel(ResponseKey key, ApiError reason) => Find(key)?.Cancel(reason);

    /// <summary>
    /// Renews the leases of this relay's responses, stores their new events, and cancels runs whose response was deleted, cancelled or
    /// declared lost elsewhere.
    /// </summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var runs = _runs.Values.ToList();
        if (runs.Count == 0)
        {
            return;
        }

        var leaseUntil = services.Time.GetUtcNow() + services.Options.Store.Lease;
        var renewed = await store.Unlimited.RenewAsync([.. runs.Select(static run => run.Key.Id)], leaseUntil, cancellationToken);
        var wanted = renewed.ToHashSet(StringComparer.Ordinal);
        foreach (var run in runs)
        {
            if (!wanted.Contains(run.Key.Id)
                && !run.Recorder.HasEnded
                && await run.Recorder.FindEndByOthersAsync(services.Time.GetUtcNow(), cancellationToken) is { } reason)
            {
                run.Cancel(reason);
            }

            await StoreEventsAsync(run, cancellationToken);
        }
    }

    /// <summary>Logs the responses that are not stored when the relay exits.</summary>
    public void ReportUnfinished()
    {
        foreach (var key in _runs.Keys)
        {
            RelayLog.NotKept(logger, key.Id, "The store did not answer before the relay stopped.");
        }
    }

    /// <summary>Completes when no run is left.</summary>
    public Task FinishedAsync() => Task.WhenAll(_runs.Values.Select(static run => run.Finished));

    private async Task QueueAsync(ResponseJob job, StoredResponse draft, CancellationToken cancellationToken)
    {
        try
        {
            await store.AddAsync(draft, [], cancellationToken);
        }
        catch
        {
            job.Room?.Dispose();
            throw;
        }
    }

    private async Task StoreEventsAsync(BackgroundRun run, CancellationToken cancellationToken)
    {
        try
        {
            await run.Recorder.StoreEventsAsync(cancellationToken);
        }
        catch (StoreUnavailableException exception) when (!exception.IsTransient)
        {
            // Without its events the response cannot be stored. Other responses can.
            RelayLog.NotKept(logger, run.Key.Id, exception.Message);
            run.Cancel(Failures.NotStored);
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
            await BeginAsync(run, job);
            await MakeAsync(run, job);
        }
        catch (Exception exception)
        {
            // No client receives the failure, so it is logged and stored here.
            RelayLog.Broken(logger, run.Key.Id, exception);
            run.Recorder.Journal?.BreakOff();
            var failed = ResponseJson.WithStatus(
                job.Draft!.Response, ResponseStatus.Failed, Failures.Internal.Code, Failures.Internal.Message);
            await run.Recorder.StoreAsync(failed);
        }
        finally
        {
            job.Room?.Dispose();
            run.Recorder.Journal?.Complete();
            _runs.TryRemove(run.Key, out _);
            run.Dispose();
        }
    }

    // A store that is away at this moment does not keep the response from being made: only its state is not shown.
    private async Task BeginAsync(BackgroundRun run, ResponseJob job)
    {
        var begun = job.Draft! with
        {
            Status = ResponseStatus.InProgress,
            Response = WriteState(job.Request, ResponseState.InProgress),
        };
        try
        {
            if (!await store.UpdateAsync(begun, CancellationToken.None)
                && await run.Recorder.FindEndByOthersAsync(services.Time.GetUtcNow(), CancellationToken.None) is { } reason)
            {
                // Its followers still receive an end. The upstream is not called.
                run.Cancel(reason);
            }
        }
        catch (StoreUnavailableException exception)
        {
            RelayLog.StoreUnavailable(logger, exception.Message);
        }
    }

    private async Task MakeAsync(BackgroundRun run, ResponseJob job)
    {
        var tokens = new RunTokens(CancellationToken.None, shutdown.GraceOver, run.Cancelled, () => run.Reason);
        await using var made = new ResponseRun(job, new BackgroundSink(), run.Recorder, services, tokens, logger);
        await made.RunAsync();
    }
}
