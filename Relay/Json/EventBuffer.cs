using System.Buffers;

namespace Relay.Json;

/// <summary>
/// Collects events until they are sent. It holds a pooled array only while it has content, and refers to large values instead of copying
/// them.
/// </summary>
internal sealed class EventBuffer : IReferringWriter, IDisposable
{
    // Only events with large values have them.
    private List<ReadOnlyMemory<byte>>? _segments;
    private List<PooledBuffer>? _full;
    private PooledBuffer _open = new();
    private long _before;

    /// <summary>Whether written bytes are dropped, because no client reads them.</summary>
    public bool Discards { get; init; }

    public long Count => _before + _open.Count;

    public bool IsEmpty => Count == 0;

    /// <summary>All bytes, valid until the next change.</summary>
    public ReadOnlySequence<byte> Written =>
        _segments is null
            ? new ReadOnlySequence<byte>(_open.WrittenMemory)
            : Segments.Join(_open.IsEmpty ? _segments : [.. _segments, _open.WrittenMemory]);

    public void Advance(int count)
    {
        if (!Discards)
        {
            _open.Advance(count);
        }
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _open.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _open.GetSpan(sizeHint);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (!Discards)
        {
            _open.Append(bytes);
        }
    }

    public void Refer(in ReadOnlySequence<byte> value)
    {
        if (Discards)
        {
            return;
        }

        _segments ??= [];
        if (!_open.IsEmpty)
        {
            _segments.Add(_open.WrittenMemory);
            _before += _open.Count;
            (_full ??= []).Add(_open);
            _open = new PooledBuffer();
        }

        foreach (var segment in value)
        {
            _segments.Add(segment);
            _before += segment.Length;
        }
    }

    /// <summary>Shortens the content to its first <paramref name="count"/> bytes.</summary>
    public void Truncate(long count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        if (count >= _before)
        {
            _open.Truncate((int)(count - _before));
            return;
        }

        var kept = Written.Slice(0, count).ToArray();
        Clear();
        Append(kept);
    }

    /// <summary>Clears the content and returns the arrays to the pool.</summary>
    public void Clear()
    {
        _open.Clear();
        if (_before == 0)
        {
            return;
        }

        _full?.ForEach(static buffer => buffer.Clear());
        _full = null;
        _segments = null;
        _before = 0;
    }

    public void Dispose() => Clear();
}
