using Microsoft.Extensions.Logging;
using Relay.Storing;

namespace Relay.Background;

/// <summary>Keeps a response made in the background: its events as they come, its end only if nobody has ended it before.</summary>
// CA1001: the gate is never disposed, since the upkeep may come once more after the run is over; without a wait handle there is nothing to give back.
#pragma warning disable CA1001
internal sealed class BackgroundKeeper(StoredResponse draft, EventJournal? journal, IResponseStore store, ILogger logger) : ResponseKeeper(draft, journal, logger)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _stored;

    /// <summary>Hands the events made since the last time to the store, where other relays can read them.</summary>
    public async Task StoreEventsAsync(CancellationToken cancellationToken)
    {
        if (Journal is null)
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            foreach (var part in Journal.TakeParts(_stored))
            {
                await store.AddEventsAsync(Draft.Key, _stored, part, cancellationToken);
                _stored++;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    // The events before the status: who sees the end finds all of them.
    protected override async Task WriteAsync(StoredResponse kept)
    {
        await StoreEventsAsync(CancellationToken.None);
        await store.UpdateAsync(kept, CancellationToken.None);
    }
}
