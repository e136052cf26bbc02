using Relay.Json;

namespace Relay.Storing;

/// <summary>The events of one stream as they are made: written by one, followed by any number from any place.</summary>
/// <remarks>
/// A response may be kept without its events ever being asked for, so noting them costs little: they are folded as they come, some ten
/// bytes a delta, and only packed when they are taken for a store, never by who appends.
/// </remarks>
internal sealed class EventJournal
{
    // What a follower reads at once, and what is unfolded for it again when it reads on.
    private const int RunSize = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly List<byte[]> _runs = [];
    private readonly List<long> _ends = [];
    private EventFolder _open = new();
    private TaskCompletionSource? _news;
    private bool _complete;

    // Where the events begin that are not shown yet.
    private long? _shown;

    /// <summary>The memory that the events take.</summary>
    public long FoldedBytes
    {
        get
        {
            lock (_lock)
            {
                return _runs.Sum(static run => (long)run.Length) + _open.Folded.Length;
            }
        }
    }

    /// <summary>Adds whole events.</summary>
    public void Append(ReadOnlySpan<byte> events)
    {
        lock (_lock)
        {
            _open.Add(events);
            if (_open.Length >= RunSize)
            {
                CloseRun();
            }

            Tell();
        }
    }

    /// <summary>Whether the events end without the end of their stream.</summary>
    public bool IsBrokenOff { get; private set; }

    /// <summary>Keeps the events that follow from those who read here, until <see cref="Complete"/>.</summary>
    public void HoldBack()
    {
        lock (_lock)
        {
            CloseRun();
            _shown ??= Closed;
        }
    }

    /// <summary>Ends the journal, and shows the events that were held back.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _complete = true;
            _shown = null;
            Tell();
        }
    }

    /// <summary>Ends the journal although its stream has no terminal event.</summary>
    public void BreakOff()
    {
        IsBrokenOff = true;
        Complete();
    }

    /// <summary>
    /// Packs what there is, in parts that stay the same whenever they are asked for, and returns them from the one given on.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> TakeParts(int from)
    {
        List<byte[]> taken;
        lock (_lock)
        {
            CloseRun();
            taken = _runs[from..];
        }

        return [.. taken.Select(static run => EventParts.Pack(run))];
    }

    /// <summary>Reads from a position to the end of its run. Returns nothing if no more events are shown yet.</summary>
    public ReadOnlyMemory<byte> Read(long position)
    {
        byte[] run;
        long start;
        lock (_lock)
        {
            var index = _ends.BinarySearch(position + 1) is var place && place < 0 ? ~place : place;
            start = index == 0 ? 0 : _ends[index - 1];
            if (start >= _shown)
            {
                return default;
            }

            run = index == _runs.Count ? _open.Folded.ToArray() : _runs[index];
        }

        using var events = new PooledBuffer();
        EventUnfolder.Unfold(run, events);
        return events.Written[(int)(position - start)..].ToArray();
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
                if ((_shown ?? (Closed + _open.Length)) > position)
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

    private long Closed => _ends.Count == 0 ? 0 : _ends[^1];

    private void CloseRun()
    {
        if (_open.Length == 0)
        {
            return;
        }

        _runs.Add(_open.Folded.ToArray());
        _ends.Add(Closed + _open.Length);
        _open = new EventFolder();
    }

    private void Tell()
    {
        _news?.SetResult();
        _news = null;
    }
}
