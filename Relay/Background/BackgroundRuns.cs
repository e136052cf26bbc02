using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay.Diagnostics;
using Relay.Guarding;
using Relay.Requests;
using Relay.ResponsesWire;
using Relay.Storing;
using Relay.Streaming;
using Relay.Upstreams;

namespace Relay.Background;

/// <summary>The responses this relay makes in the background. They outlive the request that asked for them, and end with the relay.</summary>
internal sealed class BackgroundRuns(ExchangeServices services, IResponseStore store, RelayLife life, ILogger<BackgroundRuns> logger)
{
    private readonly ConcurrentDictionary<ResponseKey, BackgroundRun> _runs = new();

    /// <summary>How long a relay is believed to be alive after its last word.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(30);

    public int Count => _runs.Count;

    /// <summary>Keeps the response as queued and begins to make it.</summary>
    /// <returns>The run, and the queued response object.</returns>
    public async Task<(BackgroundRun Run, ReadOnlyMemory<byte> Queued)> StartAsync(HttpContext client, TranslatedRequest request, Upstream upstream, StoredResponse draft, CancellationToken cancellationToken)
    {
        var queued = WriteState(request, ResponseState.Queued);
        var leased = draft with { LeaseUntil = services.Time.GetUtcNow() + Lease };
        await store.AddAsync(leased with { Status = ResponseStatus.Queued, Response = queued }, [], cancellationToken);
        var journal = request.Stream ? new EventJournal() : null;
        var run = new BackgroundRun(draft.Key, new BackgroundKeeper(leased, journal, store, logger));
        _runs[draft.Key] = run;
        var context = Detach(client);
        run.Finished = Task.Run(() => RunAsync(run, context, request, upstream, leased), CancellationToken.None);
        return (run, queued);
    }

    public BackgroundRun? Find(ResponseKey key) => _runs.GetValueOrDefault(key);

    /// <summary>Ends a run of this relay, if it is one.</summary>
    public void Cancel(ResponseKey key) => Find(key)?.Cancel();

    /// <summary>Says that this relay is alive, hands on the events made meanwhile, and ends what is no longer wanted.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var runs = _runs.Values.ToList();
        if (runs.Count == 0)
        {
            return;
        }

        var wanted = (await store.RenewAsync([.. runs.Select(static run => run.Key.Id)], services.Time.GetUtcNow() + Lease, cancellationToken)).ToHashSet(StringComparer.Ordinal);
        foreach (var run in runs)
        {
            if (!wanted.Contains(run.Key.Id))
            {
                run.Cancel();
            }

            await run.Keeper.StoreEventsAsync(cancellationToken);
        }
    }

    /// <summary>Completes when no run is left.</summary>
    public Task FinishedAsync() => Task.WhenAll(_runs.Values.Select(static run => run.Finished));

    // What the run needs of the client's request: its headers. The request itself is over soon.
    private static DefaultHttpContext Detach(HttpContext client)
    {
        var context = new DefaultHttpContext();
        foreach (var (name, values) in client.Request.Headers)
        {
            context.Request.Headers[name] = values;
        }

        return context;
    }

    private static ReadOnlyMemory<byte> WriteState(TranslatedRequest request, ResponseState state)
    {
        var json = new ArrayBufferWriter<byte>();
        new ResponseObjectWriter(request.Echo).Write(json, state);
        return json.WrittenSpan.ToArray();
    }

    private async Task RunAsync(BackgroundRun run, DefaultHttpContext context, TranslatedRequest request, Upstream upstream, StoredResponse draft)
    {
        try
        {
            var begun = draft with { Status = ResponseStatus.InProgress, Response = WriteState(request, ResponseState.InProgress) };
            if (await store.UpdateAsync(begun, CancellationToken.None))
            {
                await MakeAsync(run, context, request, upstream);
            }
        }
        catch (Exception exception)
        {
            // The run's own door: there is no client whose answer could tell.
            RelayLog.Broken(logger, run.Key.Id, exception);
            await run.Keeper.KeepAsync(ResponseJson.WithStatus(WriteState(request, ResponseState.InProgress), ResponseStatus.Failed, Failures.Internal.Code, Failures.Internal.Message));
        }
        finally
        {
            run.Keeper.Journal?.Complete();
            _runs.TryRemove(run.Key, out _);
            run.Dispose();
        }
    }

    private async Task MakeAsync(BackgroundRun run, DefaultHttpContext context, TranslatedRequest request, Upstream upstream)
    {
        BackgroundAnswer? answer = null;
        await using var exchange = new ResponseExchange(
            context, request, _ => answer = new BackgroundAnswer(context.Response) { Keeper = run.Keeper }, upstream, services, logger, life.Ending, run.Cancelled);

        // Whoever follows sees at once that it has begun, however long the upstream thinks.
        await answer!.FlushAsync(CancellationToken.None);
        var ending = await exchange.CallAsync() is { } refused ? refused : await exchange.PumpAsync();
        await exchange.FinishAsync(ending);
    }
}
