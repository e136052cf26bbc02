using System.Buffers;
using Relay.Contract;
using Relay.Diagnostics;
using Relay.Json;
using Relay.Storing;

namespace Relay.Exchange;

/// <summary>Stores one response when it has ended, and its events while they are made.</summary>
/// <param name="draft">The members that are known in advance.</param>
/// <param name="journal">Receives the events; <see langword="null"/> when they are not stored.</param>
/// <param name="store">Receives the response. A background response is in it from the start, any other is added at its end.</param>
/// <param name="telemetry">Counts responses that cannot be stored.</param>
/// <param name="logger">Logs when a response cannot be stored.</param>
/// <param name="patience">How long an unavailable store is waited for; <see langword="null"/> to try once.</param>
// CA1001: the gate is never disposed, since a last renewal may come after the run is over; a semaphore without a wait handle holds nothing.
#pragma warning disable CA1001
internal sealed class ResponseRecorder(
    StoredResponse draft,
    EventJournal? journal,
    IResponseStore store,
    RelayTelemetry telemetry,
    ILogger logger,
    StorePatience? patience = null)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _stored;
    private ApiError _loss = Failures.NotStored;
    private bool _isAway;
    private ApiError? _endByOthers;

    public EventJournal? Journal => journal;

    /// <summary>Whether the response is stored as it ended, here or elsewhere.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Records whole events.</summary>
    public void Append(in ReadOnlySequence<byte> events)
    {
        if (journal is null || events.IsSingleSegment)
        {
            journal?.Append(events.FirstSpan);
            return;
        }

        // One event after the other: together, the last events of a large answer are several times its size.
        var reader = new SequenceReader<byte>(events);
        while (reader.TryReadTo(out ReadOnlySequence<byte> one, "\n\n"u8))
        {
            journal.Append([.. one.ToArray(), .. "\n\n"u8]);
        }
    }

    /// <summary>Records the last events. Those who follow a background response receive them when it is stored.</summary>
    public void AppendLast(in ReadOnlySequence<byte> events)
    {
        if (patience is not null)
        {
            journal?.HoldBack();
        }

        Append(events);
    }

    /// <summary>Stores a response that has ended.</summary>
    /// <remarks>A store that fails does not cost the client its answer; log and metrics report that the response was not stored.</remarks>
    /// <returns>Whether it is stored.</returns>
    public async Task<bool> StoreAsync(FinalResponse final)
    {
        // A follower that has seen the end may continue the response at once. One that waits for a slow store gets it all the same.
        await using var show = patience is { ShowsAfter.Ticks: > 0 } bound
            ? bound.Time.CreateTimer(_ => journal?.Complete(), state: null, bound.ShowsAfter, Timeout.InfiniteTimeSpan)
            : null;

        // The caller runs on a socket's thread, which other streams share: parsing and packing must not.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            // Older systems may end without a response object.
            var items = final.ItemsToStore is { } stored ? stored.ToArray() : default(ReadOnlyMemory<byte>?);
            return final.Json.IsEmpty || await StoreAsync(final.Json.ToArray(), items);
        }
        finally
        {
            journal?.Complete();
        }
    }

    /// <summary>Stores a final response object.</summary>
    /// <param name="response">The response object as UTF-8 JSON.</param>
    /// <param name="items">Its output items, where the store needs more of them than the object shows.</param>
    /// <returns>Whether it is stored.</returns>
    public async Task<bool> StoreAsync(ReadOnlyMemory<byte> response, ReadOnlyMemory<byte>? items = null)
    {
        try
        {
            var stored = Complete(response, items);
            HasEnded = await TryWriteAsync(token => WriteAsync(stored, token), stored);
        }
        catch (Exception exception)
        {
            // The client already has its answer, so only the log and the metric can report this.
            RelayLog.Broken(logger, draft.Key.Id, exception);
            telemetry.NotStored(Failures.Internal.Code);
        }

        if (!HasEnded && patience is not null)
        {
            await GiveUpAsync(patience.Unstored);
        }

        return HasEnded;
    }

    /// <summary>Stores the events made since the last call, where other relays can read them.</summary>
    public async Task StoreEventsAsync(CancellationToken cancellationToken)
    {
        if (journal is null)
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            foreach (var part in journal.TakeParts(_stored))
            {
                await store.AddEventsAsync(draft.Key, _stored, part, cancellationToken);
                _stored++;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Finds out why the response must not be completed here, and logs the reason.</summary>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The end that its followers receive; <see langword="null"/> if nothing but this relay has ended it.</returns>
    public async Task<ApiError?> FindEndByOthersAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_endByOthers is not null)
        {
            return _endByOthers;
        }

        var found = await store.FindAsync(draft.Key, now, cancellationToken);
        if (found is null)
        {
            RelayLog.Deleted(logger, draft.Key.Id);
            return _endByOthers = Failures.Deleted;
        }

        if (found.Status == ResponseStatus.Cancelled)
        {
            RelayLog.Cancelled(logger, draft.Key.Id);
            return _endByOthers = Failures.Cancelled;
        }

        if (LostResponses.IsLost(found))
        {
            RelayLog.DeclaredLost(logger, draft.Key.Id);
            telemetry.NotStored(LostResponses.Failure.Code);
            return _endByOthers = Failures.LeaseLost;
        }

        return null;
    }

    private StoredResponse Complete(ReadOnlyMemory<byte> response, ReadOnlyMemory<byte>? items)
    {
        var (status, outputIds) = ResponseJson.ReadStatusAndIds(response.Span);
        var inputIds = ResponseJson.Parse(draft.Input).EnumerateArray().Select(ResponseJson.IdOf).OfType<string>();
        return draft with
        {
            Status = status,
            Response = response,
            KeptItems = items,
            ItemIds = [.. inputIds.Concat(outputIds).Distinct(StringComparer.Ordinal)],
            LeaseUntil = null,
        };
    }

    // A background response that the relay has accepted is stored, even if the store is unavailable for an hour.
    private async Task<bool> TryWriteAsync(Func<CancellationToken, Task> write, StoredResponse stored)
    {
        StoreBacklog.Place? place = null;
        var since = patience?.Time.GetTimestamp() ?? 0;
        try
        {
            while (true)
            {
                try
                {
                    await write(place?.GivenUp ?? CancellationToken.None);
                    if (place is not null)
                    {
                        RelayLog.KeptLate(logger, draft.Key.Id, (long)patience!.Time.GetElapsedTime(since).TotalMilliseconds);
                    }

                    return true;
                }
                catch (StoreUnavailableException exception)
                    when (exception.IsTransient && patience is { GivesUp.IsCancellationRequested: false })
                {
                    journal?.Complete();
                    if (place is null)
                    {
                        RelayLog.NotYetKept(logger, draft.Key.Id, exception.Message);
                        place = patience.Backlog.Enter(CountBytes(stored));
                    }

                    await WaitAsync(patience, place);
                }
            }
        }
        catch (StoreUnavailableException exception)
        {
            RelayLog.NotKept(logger, draft.Key.Id, exception.Message);
            telemetry.NotStored(exception.Reason);
            _isAway = exception.IsTransient;
        }
        catch (OperationCanceledException) when (place is { GivenUp.IsCancellationRequested: true })
        {
            RelayLog.NotKept(logger, draft.Key.Id, "The responses that wait for the store are larger than store_bytes.");
            telemetry.NotStored("store_backlog_full");
            (_isAway, _loss) = (true, Failures.GivenUp);
        }
        finally
        {
            place?.Dispose();
        }

        return false;
    }

    private static async Task WaitAsync(StorePatience patience, StoreBacklog.Place place)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(patience.GivesUp, place.GivenUp);
        await Task.Delay(patience.Delay, patience.Time, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        place.GivenUp.ThrowIfCancellationRequested();
    }

    // Twice the response: the run holds what it was made from.
    private long CountBytes(StoredResponse stored) =>
        (2L * stored.Response.Length) + stored.Input.Length + (stored.KeptInput?.Length ?? 0) + (stored.KeptItems?.Length ?? 0)
            + (journal?.FoldedBytes ?? 0);

    // Later reads must not take the relay for stopped. The store may take this although it refused the response.
    private async Task GiveUpAsync(UnstoredResponses unstored)
    {
        unstored.Add(draft.Key, _loss);
        if (_isAway)
        {
            return;
        }

        try
        {
            await unstored.EndAsync(draft.Key, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // It is ended when the store is available again.
        }
    }

    // Not the client's token: a client that hangs up at the end may come back for the response it has paid for.
    private async Task WriteAsync(StoredResponse stored, CancellationToken cancellationToken)
    {
        if (!draft.Background)
        {
            await store.AddAsync(stored, journal?.TakeParts(0) ?? [], cancellationToken);
            return;
        }

        // The events before the status: a reader that sees the final status finds all of them.
        await StoreEventsAsync(cancellationToken);
        if (!await store.UpdateAsync(stored, cancellationToken) && patience is not null)
        {
            await FindEndByOthersAsync(patience.Time.GetUtcNow(), cancellationToken);
        }
    }
}
