using System.Buffers;

namespace Relay.Json;

/// <summary>Represents a growing buffer that holds a pooled array only while it has content, so that an idle stream holds none.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int SmallestArray = 4096;

    // A larger array would stay in the pool after the one large answer or request that needed it.
    private const int LargestPooled = 1024 * 1024;

    private byte[] _array = [];

    public int Count { get; private set; }

    public bool IsEmpty => Count == 0;

    public ReadOnlySpan<byte> Written => _array.AsSpan(0, Count);

    public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, Count);

    /// <summary>The content, which may be changed in place.</summary>
    public Memory<byte> Editable => _array.AsMemory(0, Count);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        bytes.CopyTo(GetSpan(bytes.Length));
        Count += bytes.Length;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - Count);
        Count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(Count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(Count);
    }

    /// <summary>Shortens the content to its first <paramref name="count"/> bytes.</summary>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        Count = count;
    }

    /// <summary>Clears the content and returns the array to the pool.</summary>
    public void Clear()
    {
        Count = 0;
        Return(_array);
        _array = [];
    }

    public void Dispose() => Clear();

    private void Reserve(int sizeHint)
    {
        var needed = Count + Math.Max(sizeHint, 1);
        if (needed <= _array.Length)
        {
            return;
        }

        var larger = Rent(Math.Max(Math.Max(needed, SmallestArray), GrownLength));
        Written.CopyTo(larger);
        Return(_array);
        _array = larger;
    }

    // A large array grows by half, because up to that much of it is never used.
    private int GrownLength => _array.Length < LargestPooled ? _array.Length * 2
        : (int)Math.Min(_array.Length + (_array.Length / 2L), Array.MaxLength);

    private static byte[] Rent(int length) =>
        length <= LargestPooled ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);

    private static void Return(byte[] array)
    {
        if (array.Length is > 0 and <= LargestPooled)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
