using Relay.Diagnostics;

namespace Relay.Exchange;

/// <summary>
/// Limits the memory of responses that have ended and wait for an unavailable store. If they exceed the limit, the oldest is given up.
/// </summary>
internal sealed class StoreBacklog(long maxBytes, RelayTelemetry telemetry)
{
    // The run that waits, beside the response: its translator, buffers and timers.
    private const int RunBytes = 16 * 1024;

    private readonly Lock _lock = new();
    private readonly LinkedList<Place> _places = [];
    private long _bytes;

    /// <summary>Takes a place for a response.</summary>
    /// <param name="bytes">Its size.</param>
    public Place Enter(long bytes)
    {
        var place = new Place(this, bytes + RunBytes);
        var crowded = new List<Place>();
        lock (_lock)
        {
            _places.AddLast(place);
            _bytes += place.Bytes;
            while (_bytes > maxBytes && _places.First is { } oldest)
            {
                Remove(oldest.Value);
                crowded.Add(oldest.Value);
            }
        }

        telemetry.Waiting(1);
        crowded.ForEach(static one => one.GiveUp());
        return place;
    }

    private void Leave(Place place)
    {
        lock (_lock)
        {
            Remove(place);
        }

        telemetry.Waiting(-1);
    }

    private void Remove(Place place)
    {
        if (_places.Remove(place))
        {
            _bytes -= place.Bytes;
        }
    }

    /// <summary>The place of one waiting response.</summary>
    internal sealed class Place(StoreBacklog backlog, long bytes) : IDisposable
    {
        private readonly CancellationTokenSource _givenUp = new();

        public long Bytes => bytes;

        /// <summary>Cancelled when the response is given up.</summary>
        public CancellationToken GivenUp => _givenUp.Token;

        public void GiveUp()
        {
            try
            {
                _givenUp.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The response was stored at that moment.
            }
        }

        public void Dispose()
        {
            backlog.Leave(this);
            _givenUp.Dispose();
        }
    }
}
