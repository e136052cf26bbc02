using Relay.Json;

namespace Relay.Storing;

/// <summary>The events of one stream as they are made: written by one, followed by any number from any place.</summary>
/// <remarks>Full parts are packed at once, so that a long stream costs little; only the newest events are held as they are.</remarks>
internal sealed class EventJournal : IDisposable
{
    private const int PartSize = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private readonly List<long> _ends = [];
    private readonly PooledBuffer _tail = new();
    private TaskCompletionSource? _news;
    private bool _complete;

    /// <summary>Adds whole events.</summary>
    public void Append(ReadOnlySpan<byte> events)
    {
        lock (_lock)
        {
            _tail.Append(events);
            if (_tail.Count >= PartSize)
            {
                PackTail();
            }

            Tell();
        }
    }

    /// <summary>Says that nothing follows.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            PackTail();
            _complete = true;
            Tell();
        }
    }

    /// <summary>Packs what there is and returns the parts from the one given on.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> TakeParts(int from)
    {
        lock (_lock)
        {
            PackTail();
            return [.. _parts.Skip(from)];
        }
    }

    /// <summary>Reads on from a place: up to the end of a part, nothing when there is no more yet.</summary>
    public ReadOnlyMemory<byte> Read(long position)
    {
        ReadOnlyMemory<byte> part;
        long start;
        lock (_lock)
        {
            var index = _ends.FindIndex(end => end > position);
            if (index < 0)
            {
                return _tail.Written[(int)(position - Packed)..].ToArray();
            }

            part = _parts[index];
            start = index == 0 ? 0 : _ends[index - 1];
        }

        return EventParts.Unpack(part.Span).AsMemory((int)(position - start));
    }

    /// <summary>Waits until there is something to read at a place.</summary>
    /// <returns>Whether there is; <see langword="false"/> when nothing follows.</returns>
    public async Task<bool> WaitAsync(long position, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (Packed + _tail.Count > position)
                {
                    return true;
                }

                if (_complete)
                {
                    return false;
                }

                // Whoever appends holds the lock and a socket's thread: readers go on elsewhere.
                _news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                news = _news.Task;
            }

            await news.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _tail.Dispose();
        }
    }

    private long Packed => _ends.Count == 0 ? 0 : _ends[^1];

    private void PackTail()
    {
        if (_tail.IsEmpty)
        {
            return;
        }

        _parts.Add(EventParts.Pack(_tail.Written));
        _ends.Add(Packed + _tail.Count);
        _tail.Clear();
    }

    private void Tell()
    {
        _news?.SetResult();
        _news = null;
    }
}
