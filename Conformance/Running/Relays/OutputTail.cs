using Conformance.Results;

namespace Conformance.Running.Relays;

/// <summary>The last lines of a process, credentials masked.</summary>
internal sealed class OutputTail(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = [];
    private long _count;

    /// <summary>How many lines there were so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Add(string line)
    {
        var masked = Secrets.Mask(line);
        lock (_gate)
        {
            if (_lines.Count == capacity)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(masked);
            _count++;
        }
    }

    /// <summary>Returns the stored lines after the given number of lines.</summary>
    public IReadOnlyList<string> Since(long count)
    {
        lock (_gate)
        {
            return [.. _lines.TakeLast((int)Math.Min(_count - count, _lines.Count))];
        }
    }

    public IReadOnlyList<string> Lines()
    {
        lock (_gate)
        {
            return [.. _lines];
        }
    }
}
