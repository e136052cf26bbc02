using Relay.Json;
using Relay.ResponsesWire;

namespace Relay.Translating.Text;

/// <summary>
/// Finds a growing text without the white space around it. Each byte of the text is looked at once, however often it is asked for.
/// </summary>
internal sealed class SolidRange
{
    private EscapedText? _text;
    private int _seen;
    private int _start;
    private int _end;

    /// <summary>Returns the text without white space at its start and end.</summary>
    /// <param name="text">The text. Between two calls it may only grow at its end, or be another text.</param>
    public ReadOnlySpan<byte> Trim(EscapedText text)
    {
        if (_text != text || text.Length < _seen)
        {
            (_text, _seen, _start, _end) = (text, 0, 0, 0);
        }

        var whole = text.Span;
        var added = whole[_seen..];
        _start += _start == _seen ? JsonText.BlankLength(added) : 0;
        var solid = JsonText.SolidLength(added);
        _end = solid > 0 ? _seen + solid : _end;
        _seen = whole.Length;
        return _end > _start ? whole[_start.._end] : [];
    }
}
