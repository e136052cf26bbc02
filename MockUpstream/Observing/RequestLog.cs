using System.Collections.ObjectModel;
using System.Collections.Specialized;
using MockUpstream.Contract;
using WireMock.Logging;
using WireMock.Server;

namespace MockUpstream.Observing;

/// <summary>Limits the size of WireMock's request log, masks credentials in it, and adds the answers of our player.</summary>
/// <remarks>
/// WireMock raises the event inside the log's own lock, before an entry can be read. WireMock's bound on the number is not used: it sorts
/// the whole log at each request, and it has none on bytes.
/// </remarks>
internal sealed class RequestLog : IDisposable
{
    // A body may take this part of the bound at most, so that one large request does not push out all others.
    private const int Share = 8;

    private readonly WireMockServer _server;
    private readonly ObservableCollection<LogEntry>? _log;
    private readonly MockUpstreamOptions _options;
    private readonly Queue<Guid> _order = new();
    private readonly Dictionary<Guid, long> _sizes = [];
    private long _bytes;
    private long _dropped;

    /// <summary>Bounds the log of a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="log">Its entries, where they can be had.</param>
    /// <param name="options">The bounds.</param>
    public RequestLog(WireMockServer server, ObservableCollection<LogEntry>? log, MockUpstreamOptions options)
    {
        _server = server;
        _log = log;
        _options = options;
        server.LogEntriesChanged += OnChanged;
    }

    /// <summary>The number of requests that were dropped since the log was cleared.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The bytes of the bodies held.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Requests the mock refused because nothing matched, oldest first.</summary>
    public IReadOnlyList<ReceivedRequest> Refused =>
        [.. _server.LogEntries
            .Select(entry => entry.RequestMessage)
            .OfType<LoggedRequest>()
            .Where(request => request.Refused)
            .Select(request => request.Received)];

    public void Dispose() => _server.LogEntriesChanged -= OnChanged;

    private void OnChanged(object? sender, NotifyCollectionChangedEventArgs change)
    {
        switch (change.Action)
        {
            case NotifyCollectionChangedAction.Add:
                foreach (LogEntry entry in change.NewItems!)
                {
                    Store(entry);
                }

                break;
            case NotifyCollectionChangedAction.Remove:
                foreach (LogEntry entry in change.OldItems!)
                {
                    Remove(entry.Guid);
                }

                break;
            case NotifyCollectionChangedAction.Reset:
                _order.Clear();
                _sizes.Clear();
                Interlocked.Exchange(ref _bytes, 0);
                Interlocked.Exchange(ref _dropped, 0);
                break;
            default:
                break;
        }
    }

    /// <summary>Adds a request that did not come by WireMock's own way. The entries must be had.</summary>
    /// <param name="entry">The entry, without its request.</param>
    /// <param name="arrival">The request.</param>
    /// <param name="read">Makes the parts of the request that are read off its target.</param>
    public void Add(LogEntry entry, Arrival arrival, Func<MaskedRequest> read)
    {
        entry.RequestMessage = CreateRequest(arrival, read);
        LoggedAnswer.Describe(entry, arrival, _options.Time);
        _log!.Add(entry);
    }

    private LoggedRequest CreateRequest(Arrival arrival, Func<MaskedRequest> read) =>
        new(read, arrival, (int)Math.Min(int.MaxValue, _options.MostBytesKept / Share));

    private void Store(LogEntry entry)
    {
        if (entry.RequestMessage is not LoggedRequest kept)
        {
            if (Arrival.Current is not { } arrival || entry.RequestMessage is not { } request)
            {
                return;
            }

            var masked = new MaskedRequest(request, arrival.Case?.ApiKey);
            entry.RequestMessage = kept = CreateRequest(arrival, () => masked);
            LoggedAnswer.Describe(entry, arrival, _options.Time);
        }

        var size = kept.StoredLength + ((entry.ResponseMessage as PlayedMessage)?.StoredLength ?? 0);
        _order.Enqueue(entry.Guid);
        _sizes[entry.Guid] = size;
        Interlocked.Add(ref _bytes, size);
        DropOldest();
    }

    private void DropOldest()
    {
        while ((_sizes.Count > _options.MostRequestsKept || _bytes > _options.MostBytesKept) && _order.TryDequeue(out var oldest))
        {
            // One that was deleted by hand is in the order still.
            if (_sizes.ContainsKey(oldest))
            {
                Interlocked.Increment(ref _dropped);
                Delete(oldest);
            }
        }
    }

    /// <summary>Deletes an entry. WireMock looks for it in a copy of the whole log; the oldest is nearly always the first.</summary>
    private void Delete(Guid entry)
    {
        if (_log is { } log && log[0].Guid == entry)
        {
            log.RemoveAt(0);
        }
        else
        {
            _server.DeleteLogEntry(entry);
        }
    }

    private void Remove(Guid entry)
    {
        if (_sizes.Remove(entry, out var size))
        {
            Interlocked.Add(ref _bytes, -size);
        }
    }
}
