using System.Diagnostics.CodeAnalysis;

namespace Relay.Storing;

/// <summary>
/// Stores responses in this process up to a number of bytes. To make room it removes the oldest response of the owner that holds the most,
/// so that no owner can drive out the others. A response that was continued counts as new.
/// </summary>
/// <remarks>
/// Unfinished responses are not removed, so that a burst of others does not delete them. A response for which no room can be made is not
/// stored, and the store throws <see cref="StoreFullException"/>. An unfinished one stays as it was.
/// </remarks>
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
    private readonly Dictionary<string, Owner> _owners = new(StringComparer.Ordinal);
    private readonly SortedSet<Owner> _ranking = new(Comparer<Owner>.Create(static (one, other) =>
        (other.Bytes, other.Number).CompareTo((one.Bytes, one.Number))));

    private long _bytes;
    private long _number;

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
            var entry = new Entry(response, [.. events]);
            RefuseIfTooLarge(entry.CountBytes());
            Remove(response.Key);
            _entries[response.Key] = _order.AddLast(entry);
            entry.Place = GetOwner(response.Key).Entries.AddLast(entry);
            Account(entry, added: true);
            MakeRoom(entry, undo: () => Remove(response.Key));
        }

        return Task.CompletedTask;
    }

    public Task<bool> UpdateAsync(StoredResponse response, CancellationToken cancellationToken) =>
        Task.FromResult(Update(response, static _ => true));

    public Task<bool> EndLostAsync(StoredResponse response, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(Update(response, known => known.LeaseUntil < now));

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
            if (_entries.TryGetValue(key, out var node)
                && node.Value.Events.Count == part
                && node.Value.Response.Status != ResponseStatus.Failed)
            {
                node.Value.Events.Add(events);
                Grow(node.Value, events.Length);
                MakeRoom(node.Value, undo: () =>
                {
                    node.Value.Events.RemoveAt(part);
                    Grow(node.Value, -events.Length);
                });
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

    private bool Update(StoredResponse response, Func<StoredResponse, bool> condition)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(response.Key, out var node)
                || !node.Value.Response.IsRunning
                || !condition(node.Value.Response))
            {
                return false;
            }

            var before = node.Value.Response;
            var after = response with { Input = before.Input, KeptInput = before.KeptInput, KeptUntil = before.KeptUntil };
            Replace(node.Value, after);
            MakeRoom(node.Value, undo: () => Undo(node.Value, before));
            return true;
        }
    }

    private bool TryGet(ResponseKey key, DateTimeOffset now, [NotNullWhen(true)] out LinkedListNode<Entry>? node) =>
        _entries.TryGetValue(key, out node) && node.Value.Response.KeptUntil > now;

    private void Renew(ResponseKey key, DateTimeOffset keptUntil)
    {
        var node = _entries[key];
        node.Value.Response = node.Value.Response with { KeptUntil = keptUntil };
        _order.Remove(node);
        _order.AddLast(node);
        var entries = GetOwner(key).Entries;
        entries.Remove(node.Value.Place!);
        entries.AddLast(node.Value.Place!);
    }

    private Owner GetOwner(ResponseKey key)
    {
        if (!_owners.TryGetValue(key.Owner, out var owner))
        {
            _owners[key.Owner] = owner = new Owner(_number++);
        }

        return owner;
    }

    private void RefuseIfTooLarge(long bytes)
    {
        if (bytes > maxBytes)
        {
            throw new StoreFullException("the response is larger than the store in memory");
        }
    }

    private void Replace(Entry entry, StoredResponse response)
    {
        Account(entry, added: false);
        entry.Response = response;
        Account(entry, added: true);
    }

    private void Grow(Entry entry, long bytes)
    {
        entry.Bytes += bytes;
        _bytes += bytes;
        Rank(entry.Response.Key, bytes);
    }

    // A response without room stays unfinished, so that its relay can still end it by name. Its failure is the last thing to be stored.
    private void Undo(Entry entry, StoredResponse before)
    {
        if (entry.Response.Status == ResponseStatus.Failed)
        {
            Remove(entry.Response.Key);
        }
        else
        {
            Replace(entry, before);
        }
    }

    /// <summary>
    /// Makes room for an entry that was added or has grown. The change is undone if the entry is larger than the store, or if its owner
    /// holds the most and has no other to remove.
    /// </summary>
    private void MakeRoom(Entry cause, Action undo)
    {
        if (cause.Bytes > maxBytes)
        {
            var bytes = cause.Bytes;
            undo();
            RefuseIfTooLarge(bytes);
        }

        while (_bytes > maxBytes && FindLeastMissed(cause) is { } entry)
        {
            if (entry == cause)
            {
                undo();
                throw new StoreFullException("the store in memory has no room for more responses of this owner");
            }

            Remove(entry.Response.Key);
        }
    }

    private Entry? FindLeastMissed(Entry cause)
    {
        foreach (var owner in _ranking)
        {
            if (owner.Entries.FirstOrDefault(static entry => !entry.Response.IsRunning) is { } oldest)
            {
                return oldest;
            }

            if (owner == _owners[cause.Response.Key.Owner])
            {
                return cause;
            }
        }

        return null;
    }

    private bool Remove(ResponseKey key)
    {
        if (!_entries.Remove(key, out var node))
        {
            return false;
        }

        _order.Remove(node);
        GetOwner(key).Entries.Remove(node.Value.Place!);
        Account(node.Value, added: false);
        return true;
    }

    private void Account(Entry entry, bool added)
    {
        var response = entry.Response;
        entry.Bytes = added ? entry.CountBytes() : entry.Bytes;
        var bytes = added ? entry.Bytes : -entry.Bytes;
        _bytes += bytes;
        Rank(response.Key, bytes);
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

    private void Rank(ResponseKey key, long bytes)
    {
        var owner = GetOwner(key);
        _ranking.Remove(owner);
        owner.Bytes += bytes;
        if (owner.Entries.Count > 0)
        {
            _ranking.Add(owner);
        }
        else
        {
            _owners.Remove(key.Owner);
        }
    }

    private sealed class Owner(long number)
    {
        public long Number { get; } = number;

        public long Bytes { get; set; }

        // In the order of the store.
        public LinkedList<Entry> Entries { get; } = [];
    }

    private sealed class Entry(StoredResponse response, List<ReadOnlyMemory<byte>> events)
    {
        public StoredResponse Response { get; set; } = response;

        public List<ReadOnlyMemory<byte>> Events { get; } = events;

        /// <summary>The bytes that are counted for the entry.</summary>
        public long Bytes { get; set; }

        /// <summary>The place among the entries of its owner.</summary>
        public LinkedListNode<Entry>? Place { get; set; }

        public long CountBytes() =>
            EntryBytes + Response.Response.Length + Response.Input.Length + (Response.KeptInput?.Length ?? 0)
                + (Response.KeptItems?.Length ?? 0)
                + ((long)ItemIdBytes * Response.ItemIds.Count) + Events.Sum(static part => (long)part.Length);
    }
}
