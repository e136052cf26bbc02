using System.Buffers;
using Relay.Contract;
using Relay.Diagnostics;
using Relay.Storing;

namespace Relay.Exchange;

/// <summary>Stores one response when it has ended, and its events while they are made.</summary>
/// <param name="draft">The members that are known in advance.</param>
/// <param name="journal">Receives the events; <see langword="null"/> when they are not stored.</param>
/// <param name="store">Receives the response. A background response is in it from the start, any other is added at its end.</param>
/// <param name="logger">Logs when a response cannot be stored.</param>
/// <param name="patience">How long an unavailable store is waited for; <see langword="null"/> to try once.</param>
// CA1001: the gate is never disposed, since a last renewal may come after the run is over; a semaphore without a wait handle holds nothing.
#pragma warning disable CA1001
internal sealed class ResponseRecorder(
    StoredResponse draft, EventJournal? journal, IResponseStore store, ILogger logger, StorePatience? patience = null)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _stored;

    public EventJournal? Journal => journal;

    /// <summary>Whether the response is stored as it ended.</summary>
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

    /// <summary>Stores a response that has ended.</summary>
    /// <remarks>An unavailable store does not cost the client its answer; the log reports that the response was not stored.</remarks>
    public async Task StoreAsync(FinalResponse final)
    {
        // The caller runs on a socket's thread, which other streams share: parsing and packing must not.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        // Older systems may end without a response object.
        if (!final.Json.IsEmpty)
        {
            await StoreAsync(final.Json.ToArray(), final.ItemsToStore?.ToArray());
        }
    }

    /// <summary>Stores a final response object.</summary>
    /// <param name="response">The response object as UTF-8 JSON.</param>
    /// <param name="items">Its output items, where the store needs more of them than the object shows.</param>
    public async Task StoreAsync(ReadOnlyMemory<byte> response, ReadOnlyMemory<byte>? items = null)
    {
        var parsed = ResponseJson.Parse(response);
        var known = ResponseJson.Parse(draft.Input).EnumerateArray().Concat(ResponseJson.Output(parsed));
        var stored = draft with
        {
            Status = ResponseJson.Status(parsed),
            Response = response,
            KeptItems = items,
            ItemIds = [.. known.Select(ResponseJson.IdOf).OfType<string>().Distinct(StringComparer.Ordinal)],
            LeaseUntil = null,
        };
        await TryWriteAsync(async () =>
        {
            await WriteAsync(stored);
            HasEnded = true;
            return true;
        });
    }

    /// <summary>Stores that a background response is being made.</summary>
    /// <param name="begun">The response in progress.</param>
    /// <returns>Whether it is still wanted: it was neither deleted nor cancelled.</returns>
    public Task<bool> BeginAsync(StoredResponse begun) => TryWriteAsync(() => store.UpdateAsync(begun, CancellationToken.None));

    // What a client was told is being made is stored, even if the store comes back only after an hour.
    private async Task<bool> TryWriteAsync(Func<Task<bool>> write)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return await write();
            }
            catch (StoreUnavailableException exception)
                when (exception is not StoreFullException && patience is { GivesUp.IsCancellationRequested: false })
            {
                if (isFirst)
                {
                    RelayLog.NotYetKept(logger, draft.Key.Id, exception.Message);
                }

                await Task.Delay(patience.Delay, patience.Time, patience.GivesUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (StoreUnavailableException exception)
            {
                RelayLog.NotKept(logger, draft.Key.Id, exception.Message);
                return false;
            }
        }
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

    // Not the client's token: a client that hangs up at the end may come back for the response it has paid for.
    private async Task WriteAsync(StoredResponse stored)
    {
        if (!draft.Background)
        {
            await store.AddAsync(stored, journal?.TakeParts(0) ?? [], CancellationToken.None);
            return;
        }

        // The events before the status: a reader that sees the final status finds all of them.
        await StoreEventsAsync(CancellationToken.None);
        await store.UpdateAsync(stored, CancellationToken.None);
    }
}
