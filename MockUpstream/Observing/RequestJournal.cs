namespace MockUpstream.Observing;

/// <summary>The last requests of a host, oldest first, matched and unmatched.</summary>
internal sealed class RequestJournal
{
    private const int Longest = 1_000;

    private readonly Lock _gate = new();
    private readonly Queue<JournalEntry> _entries = new();

    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    public void Add(JournalEntry entry)
    {
        lock (_gate)
        {
            if (_entries.Count == Longest)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }
}

/// <summary>One request with the case it was matched to, if any, and the status it was answered with.</summary>
internal sealed record JournalEntry(ReceivedRequest Request, string? Case, int? Exchange, int Status);
