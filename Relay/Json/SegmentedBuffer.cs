using System.Buffers;

namespace Relay.Json;

/// <summary>
/// Represents bytes in several segments. A large value that exists already is referred to instead of copied, so that the same text in an
/// item, in the response and in the events takes its memory once.
/// </summary>
/// <remarks>The segments are never pooled: what refers to them may live longer than the buffer.</remarks>
internal sealed class SegmentedBuffer(int firstBlock = 256) : IReferringWriter
{
    // Below the size from which .NET keeps an array among its large objects, which only a full collection frees.
    private const int LargestBlock = 64 * 1024;

    private readonly List<ReadOnlyMemory<byte>> _segments = [];
    private byte[] _block = [];
    private int _start;
    private int _end;
    private long _before;

    /// <summary>The number of bytes.</summary>
    public long Length => _before + (_end - _start);

    /// <summary>All bytes. They stay the same when more are added.</summary>
    public ReadOnlySequence<byte> Written
    {
        get
        {
            if (_segments.Count == 0)
            {
                return new ReadOnlySequence<byte>(_block, _start, _end - _start);
            }

            Seal();
            return Segments.Join(_segments);
        }
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _block.Length - _end);
        _end += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _block.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _block.AsSpan(_end);
    }

    public void Refer(in ReadOnlySequence<byte> value)
    {
        Seal();
        foreach (var segment in value)
        {
            _segments.Add(segment);
            _before += segment.Length;
        }
    }

    // The rest of the block stays in use.
    private void Seal()
    {
        if (_end > _start)
        {
            _segments.Add(_block.AsMemory(_start, _end - _start));
            _before += _end - _start;
            _start = _end;
        }
    }

    private void Reserve(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 1);
        if (_block.Length - _end >= needed)
        {
            return;
        }

        Seal();
        var next = _block.Length == 0 ? firstBlock : Math.Min(_block.Length * 2, LargestBlock);
        _block = GC.AllocateUninitializedArray<byte>(Math.Max(next, needed));
        _start = _end = 0;
    }
}
