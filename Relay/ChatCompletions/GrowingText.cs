using System.Text;

namespace Relay.ChatCompletions;

/// <summary>
/// Joins the pieces of a text that goes back to the vendor. Some vendors send the whole text with each piece (Q71): then the latest piece
/// is the text.
/// </summary>
internal sealed class GrowingText
{
    // A shorter text may be repeated on purpose.
    private const int MinRepeated = 8;

    private readonly StringBuilder _joined = new();
    private string _last = "";
    private int _pieces;
    private bool _isNested = true;

    /// <summary>Adds a piece.</summary>
    public void Add(string piece)
    {
        _pieces++;
        _isNested &= piece.Length > _last.Length && piece.StartsWith(_last, StringComparison.Ordinal);
        if (_isNested && _pieces > 1 && (_last.Length >= MinRepeated || _pieces > 2))
        {
            _joined.Clear();
        }

        _joined.Append(piece);
        _last = piece;
    }

    /// <summary>Returns whether the text so far is the given one.</summary>
    public bool Is(string text) => text.Length == _joined.Length && _joined.Equals(text);

    /// <inheritdoc/>
    public override string ToString() => _joined.ToString();
}
