namespace Relay.Translating.Text;

/// <summary>The rest of a text that is read from its front.</summary>
internal sealed class MarkupText(string text)
{
    private string _rest = text;

    /// <summary>Whether nothing but white space is left.</summary>
    public bool IsOver => string.IsNullOrWhiteSpace(_rest);

    /// <summary>Takes what stands between two marks, of which the first must be next, white space apart; <see langword="null"/> when it is not so.</summary>
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
