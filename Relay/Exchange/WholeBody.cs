using Relay.Json;

namespace Relay.Exchange;

/// <summary>Collects an answer that is one JSON value. A large one of unknown length is collected in blocks, which need not grow.</summary>
internal sealed class WholeBody : IDisposable
{
    // Blocks of this size are never moved by the garbage collector.
    private const int BlockSize = 1024 * 1024;

    private static readonly int Overlap = "\ndata:"u8.Length - 1;

    private readonly PooledBuffer _open = new();
    private readonly List<byte[]> _full = [];

    /// <summary>The number of bytes.</summary>
    public int Count => (_full.Count * BlockSize) + _open.Count;

    /// <summary>Adds bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="announced">The number of bytes that the body will have; 0 if unknown.</param>
    /// <returns>Whether a line of the body begins with <c>data:</c>, which no JSON does.</returns>
    public bool Append(ReadOnlySpan<byte> bytes, int announced)
    {
        var hasLine = ContainsLineOfData(bytes);
        if (announced > Count && Count > 0 && _full.Count == 0)
        {
            // One array of the right size instead of several that grow.
            _open.GetSpan(announced - Count);
        }

        while (announced <= BlockSize && _open.Count + bytes.Length > BlockSize)
        {
            var first = BlockSize - _open.Count;
            _open.Append(bytes[..first]);
            bytes = bytes[first..];
            _full.Add(_open.Written.ToArray());
            _open.Truncate(0);
        }

        _open.Append(bytes);
        return hasLine;
    }

    /// <summary>Whether the bytes stay the same after the next change, because they are not taken from a pool.</summary>
    public bool IsLasting => Count > BlockSize;

    /// <summary>Returns all bytes in one piece. Valid until the next change.</summary>
    public ReadOnlyMemory<byte> Join()
    {
        if (_full.Count == 0)
        {
            return _open.WrittenMemory;
        }

        var whole = GC.AllocateUninitializedArray<byte>(Count);
        for (var i = 0; i < _full.Count; i++)
        {
            _full[i].CopyTo(whole, i * BlockSize);
        }

        _open.Written.CopyTo(whole.AsSpan(_full.Count * BlockSize));
        return whole;
    }

    public void Clear()
    {
        _full.Clear();
        _open.Clear();
    }

    public void Dispose() => Clear();

    private bool ContainsLineOfData(ReadOnlySpan<byte> bytes)
    {
        if (HasLineOfData(bytes))
        {
            return true;
        }

        Span<byte> seam = stackalloc byte[Overlap * 2];
        var before = GetEnd();
        before.CopyTo(seam);
        var after = bytes[..Math.Min(Overlap, bytes.Length)];
        after.CopyTo(seam[before.Length..]);
        return HasLineOfData(seam[..(before.Length + after.Length)]);
    }

    // Right after a block was filled the last bytes are in it.
    private ReadOnlySpan<byte> GetEnd()
    {
        if (_open.Count >= Overlap || _full.Count == 0)
        {
            return _open.Written[Math.Max(0, _open.Count - Overlap)..];
        }

        byte[] end = [.. _full[^1].AsSpan(BlockSize - Overlap), .. _open.Written];
        return end.AsSpan(end.Length - Overlap);
    }

    private static bool HasLineOfData(ReadOnlySpan<byte> bytes) => bytes.IndexOf("\ndata:"u8) >= 0 || bytes.IndexOf("\rdata:"u8) >= 0;
}
