namespace Relay.Translating.Text;

/// <summary>
/// Scans arguments as they arrive and returns whether all brackets and strings are closed. It looks at each byte once, however often it is
/// called. Only a parser can decide at the end whether they are JSON.
/// </summary>
internal struct JsonTextScanner
{
    private int _position;
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _closed;
    private bool _overrun;

    /// <summary>Whether all brackets were closed at the end of the text, or something followed them.</summary>
    public readonly bool HasClosed => _closed || _overrun;

    /// <summary>Scans the escaped text, which must begin with the text of the last call.</summary>
    public bool LooksComplete(ReadOnlySpan<byte> escaped)
    {
        while (_position < escaped.Length)
        {
            Step(ReadCharacter(escaped));
        }

        return _closed && !_overrun;
    }

    /// <summary>Returns the next character of the unescaped text. All characters beyond ASCII are the same to the scanner.</summary>
    private byte ReadCharacter(ReadOnlySpan<byte> escaped)
    {
        var plain = escaped[_position++];
        if (plain != '\\' || _position == escaped.Length)
        {
            return plain;
        }

        var letter = escaped[_position++];
        return letter switch
        {
            (byte)'u' => ReadUnicodeEscape(escaped),
            (byte)'n' or (byte)'r' or (byte)'t' => (byte)' ',
            (byte)'b' or (byte)'f' => (byte)'x',
            _ => letter,
        };
    }

    private byte ReadUnicodeEscape(ReadOnlySpan<byte> escaped)
    {
        var hex = escaped.Slice(_position, Math.Min(4, escaped.Length - _position));
        _position += hex.Length;
        return ushort.TryParse(hex, System.Globalization.NumberStyles.HexNumber, provider: null, out var unit)
            && unit < 0x80
                ? (byte)unit
                : (byte)'x';
    }

    private void Step(byte character)
    {
        if (_inString)
        {
            StepInString(character);
            return;
        }

        if (character is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            return;
        }

        _overrun |= _closed;
        switch (character)
        {
            case (byte)'"':
                _inString = true;
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                _closed = _depth <= 0;
                break;
            default:
                break;
        }
    }

    private void StepInString(byte character)
    {
        if (_escaped)
        {
            _escaped = false;
        }
        else if (character == '\\')
        {
            _escaped = true;
        }
        else if (character == '"')
        {
            _inString = false;
            _closed = _depth == 0;
        }
    }
}
