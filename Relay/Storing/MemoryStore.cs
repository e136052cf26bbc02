using System.Diagnostics.CodeAnalysis;

namespace Relay.Storing;

/// <summary>
/// Stores responses in this process up to a number of bytes, and removes the oldest ones. A response that was continued counts as new.
/// </summary>
/// <remarks>Unfinished responses are not removed, so that a burst of others does not delete them.</remarks>
internal sealed class MemoryStore(long maxBytes) : IResponseStore
{
    // The cost of a response beside its bytes: the entry, its key in two dictionaries, list nodes. Measured at 700 to 900.
    private const int EntryBytes = 1024;
    private const int ItemIdBytes = 192;

    private readonly Lock _lock = new();
    private readonly Dictionary<ResponseKey, LinkedListNode<Entry>> _entries = [];
    private readonly Dictionary<ResponseKey, ResponseKey> _items = [];

    // Oldest first, by the time they were created or last continued, which is also the order in which they expire.
    private readonly LinkedList<Entry> _order = [];
    private long _bytes;

    /// <summary>The number of bytes that count against the limit.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AddAsync(StoredResponse response, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Remove(response.Key);
            var entry = new Entry(response, [.. events]);
            _entries[response.Key] = _order.AddLast(entry);
            Account(entry, added: true);
            MakeRoom();
        }

        return Task.CompletedTask;
    }

    public Task<bool> UpdateAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(response.Key, out var node) || !node.Value.Response.IsRunning)
            {
                return Task.FromResult(false);
            }

            Account(node.Value, added: false);
            node.Value.Response = response with
            {
                Input = node.Value.Response.Input,
                KeptInput = node.Value.Response.KeptInput,
                KeptUntil = node.Value.Response.KeptUntil,
            };
            Account(node.Value, added: true);
            MakeRoom();
        }

        return Task.FromResult(true);
    }

    public Task<StoredResponse?> FindAsync(ResponseKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(TryGet(key, now, out var node) ? node.Value.Response : null);
        }
    }

    public Task<IReadOnlyList<StoredResponse>> ReadChainAsync(
        ResponseKey key, DateTimeOffset now, DateTimeOffset keptUntil, CancellationToken cancellationToken)
    {
        var chain = new List<StoredResponse>();
        lock (_lock)
        {
            for (var next = key; TryGet(next, now, out var node); next = key with { Id = node.Value.Response.PreviousId })
            {
                chain.Add(node.Value.Response);
                if (node.Value.Response.PreviousId is null)
                {
                    break;
                }
            }

            chain.Reverse();
            chain.ForEach(response => Renew(response.Key, keptUntil));
        }

        return Task.FromResult<IReadOnlyList<StoredResponse>>(chain);
    }

    public Task<IReadOnlyList<StoredResponse>> FindByItemsAsync(
        string owner, IReadOnlyList<string> itemIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StoredResponse>>(
            [
                .. itemIds.Select(id => _items.TryGetValue(new ResponseKey(owner, id), out var key)
                    && TryGet(key, now, out var node)
                        ? node.Value.Response
                        : null)
                    .OfType<StoredResponse>().DistinctBy(static response => response.Key),
            ]);
        }
    }

    public Task<bool> DeleteAsync(ResponseKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(TryGet(key, now, out _) && Remove(key));
        }
    }

    public Task AddEventsAsync(ResponseKey key, int part, ReadOnlyMemory<byte> events, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var node) && node.Value.Events.Count == part)
            {
                node.Value.Events.Add(events);
                _bytes += events.Length;
                MakeRoom();
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadEventsAsync(ResponseKey key, int from, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ReadOnlyMemory<byte>>>(_entries.TryGetValue(key, out var node)
                ? [.. node.Value.Events.Skip(from)]
                : []);
        }
    }

    public Task<IReadOnlyList<string>> RenewAsync(IReadOnlyList<string> ids, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var wanted = ids.ToHashSet(StringComparer.Ordinal);
            var renewed = _order.Where(entry => entry.Response.IsRunning && wanted.Contains(entry.Response.Key.Id)).ToList();
            renewed.ForEach(entry => entry.Response = entry.Response with { LeaseUntil = leaseUntil });
            return Task.FromResult<IReadOnlyList<string>>([.. renewed.Select(static entry => entry.Response.Key.Id)]);
        }
    }

    public Task<IReadOnlyList<StoredResponse>> FindLostAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StoredResponse>>(
                [.. _order.Select(static entry => entry.Response).Where(response => response.IsRunning && response.LeaseUntil < now)]);
        }
    }

    public Task<int> SweepAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var swept = 0;
            while (_order.First is { } oldest && oldest.Value.Response.KeptUntil <= now)
            {
                Remove(oldest.Value.Response.Key);
                swept++;
            }

            return Task.FromResult(swept);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool TryGet(ResponseKey key, DateTimeOffset now, [NotNullWhen(true)] out LinkedListNode<Entry>? node) =>
        _entries.TryGetValue(key, out node) && node.Value.Response.KeptUntil > now;

    private void Renew(ResponseKey key, DateTimeOffset keptUntil)
    {
        var node = _entries[key];
        node.Value.Response = node.Value.Response with { KeptUntil = keptUntil };
        _order.Remove(node);
        _order.AddLast(node);
    }

    private void MakeRoom()
    {
        for (var node = _order.First; node is not null && _bytes > maxBytes;)
        {
            var next = node.Next;
            if (!node.Value.Response.IsRunning)
            {
                Remove(node.Value.Response.Key);
            }

            node = next;
        }
    }

    private bool Remove(ResponseKey key)
    {
        if (!_entries.Remove(key, out var node))
        {
            return false;
        }

        _order.Remove(node);
        Account(node.Value, added: false);
        return true;
    }

    private void Account(Entry entry, bool added)
    {
        var response = entry.Response;
        var bytes = EntryBytes + response.Response.Length + response.Input.Length + (response.KeptInput?.Length ?? 0)
            + (response.KeptItems?.Length ?? 0)
            + (ItemIdBytes * response.ItemIds.Count) + entry.Events.Sum(static part => (long)part.Length);
        _bytes += added ? bytes : -bytes;
        foreach (var id in response.ItemIds)
        {
            var item = response.Key with { Id = id };
            if (added)
            {
                _items[item] = response.Key;
            }
            else if (_items.TryGetValue(item, out var holder) && holder == response.Key)
            {
                _items.Remove(item);
            }
        }
    }

    private sealed class Entry(StoredResponse response, List<ReadOnlyMemory<byte>> events)
    {
        public StoredResponse Response { get; set; } = response;

        public List<ReadOnlyMemory<byte>> Events { get; } = events;
    }
}
