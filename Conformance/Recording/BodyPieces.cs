namespace Conformance.Recording;

/// <summary>
/// Stores a body in pieces while it arrives. One array that doubles would need three times the memory at the worst moment.
/// </summary>
internal sealed class BodyPieces
{
    private const int Smallest = 4 << 10;
    private const int Largest = 1 << 20;

    private readonly List<byte[]> _full = [];
    private byte[] _last = [];
    private int _used;

    /// <summary>The bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == _last.Length)
            {
                Open();
            }

            var length = Math.Min(bytes.Length, _last.Length - _used);
            bytes[..length].CopyTo(_last.AsSpan(_used));
            _used += length;
            Length += length;
            bytes = bytes[length..];
        }
    }

    /// <summary>Returns the first bytes as one array.</summary>
    public byte[] GetFirst(int length)
    {
        var whole = new byte[length];
        var at = 0;
        foreach (var piece in _full.Append(_last).TakeWhile(_ => at < length))
        {
            var taken = Math.Min(piece.Length, length - at);
            piece.AsSpan(0, taken).CopyTo(whole.AsSpan(at));
            at += taken;
        }

        return whole;
    }

    private void Open()
    {
        if (_last.Length > 0)
        {
            _full.Add(_last);
        }

        _last = new byte[Math.Clamp(2 * _last.Length, Smallest, Largest)];
        _used = 0;
    }
}
