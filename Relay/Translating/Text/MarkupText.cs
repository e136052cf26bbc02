namespace Relay.Translating.Text;

/// <summary>Reads a text from its start.</summary>
internal sealed class MarkupText(string text)
{
    private int _position;

    /// <summary>Whether only white space is left.</summary>
    public bool IsOver => text.AsSpan(_position).IsWhiteSpace();

    /// <summary>
    /// Returns the text between two delimiters. The first must be next, after white space; otherwise the result is <see langword="null"/>.
    /// </summary>
    public string? ReadBetween(string first, string last)
    {
        var rest = text.AsSpan(_position);
        var blank = first.Length > 0 ? rest.Length - rest.TrimStart().Length : 0;
        if (!rest[blank..].StartsWith(first, StringComparison.Ordinal))
        {
            return null;
        }

        var start = _position + blank + first.Length;
        var length = text.AsSpan(start).IndexOf(last, StringComparison.Ordinal);
        if (length < 0)
        {
            return null;
        }

        _position = start + length + last.Length;
        return text[start..(start + length)];
    }
}
