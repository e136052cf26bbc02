namespace Relay.Translating.Text;

/// <summary>Reads a text from its start.</summary>
internal sealed class MarkupText(string text)
{
    private string _rest = text;

    /// <summary>Whether only white space is left.</summary>
    public bool IsOver => string.IsNullOrWhiteSpace(_rest);

    /// <summary>
    /// Returns the text between two delimiters. The first must be next, after white space; otherwise the result is <see langword="null"/>.
    /// </summary>
    public string? ReadBetween(string first, string last)
    {
        var rest = first.Length > 0 ? _rest.TrimStart() : _rest;
        var end = rest.StartsWith(first, StringComparison.Ordinal) ? rest.IndexOf(last, first.Length, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            return null;
        }

        _rest = rest[(end + last.Length)..];
        return rest[first.Length..end];
    }
}
