namespace Relay.ResponsesWire;

/// <summary>
/// Collects the text of one string as it arrives, in escaped bytes. Appending costs only the appended bytes; nothing is unescaped only to
/// be escaped again.
/// </summary>
internal sealed class EscapedText
{
    private byte[] _bytes = CreateBuffer();
    private int _end = 1;

    public int Length => _end - 1;

    /// <summary>The text without quotes. Valid until the next change.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(1, Length);

    /// <summary>The text as a JSON string. Valid until the next change.</summary>
    public ReadOnlySpan<byte> Quoted
    {
        get
        {
            Reserve(1);
            _bytes[_end] = (byte)'"';
            return _bytes.AsSpan(0, _end + 1);
        }
    }

    public void Append(ReadOnlySpan<byte> token)
    {
        Reserve(token.Length);
        token.CopyTo(_bytes.AsSpan(_end));
        _end += token.Length;
    }

    public void Clear() => _end = 1;

    private static byte[] CreateBuffer()
    {
        var buffer = new byte[128];
        buffer[0] = (byte)'"';
        return buffer;
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - _end < more)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + more));
        }
    }
}
