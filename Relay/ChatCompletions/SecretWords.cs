namespace Relay.ChatCompletions;

/// <summary>
/// The words that no answer and no log may show, whatever they look like (V38): the keys in use for a request, and where the upstream is.
/// </summary>
public sealed class SecretWords
{
    /// <summary>A shorter key could be an ordinary word, as a host's name can: hidden only where it stands alone.</summary>
    internal const int UnmistakableKey = 8;

    private const string Hidden = "[hidden]";

    private readonly (string Text, bool Anywhere)[] _words;

    /// <summary>Collects the words of one request.</summary>
    /// <param name="keys">Keys and tokens; what is null or empty is passed over.</param>
    /// <param name="places">Hosts, with and without their ports.</param>
    public SecretWords(IEnumerable<string?> keys, IEnumerable<string> places)
    {
        var words = keys.OfType<string>().SelectMany(static key => new[] { key, Uri.EscapeDataString(key) }).Select(static key => (key, key.Length >= UnmistakableKey))
            .Concat(places.Select(static place => (place, false)));

        // The longest first: a host would leave its port behind.
        _words = [.. words.Where(static word => word.Item1.Length > 0).Distinct().OrderByDescending(static word => word.Item1.Length)];
    }

    /// <summary>No words at all.</summary>
    public static SecretWords None { get; } = new([], []);

    /// <summary>The text with every secret word replaced.</summary>
    public string HideIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        foreach (var (word, anywhere) in _words)
        {
            for (var at = Find(text, word, anywhere, 0); at >= 0; at = Find(text, word, anywhere, at + Hidden.Length))
            {
                text = string.Concat(text.AsSpan(0, at), Hidden, text.AsSpan(at + word.Length));
            }
        }

        return text;
    }

    private static int Find(string text, string word, bool anywhere, int start)
    {
        for (var at = start; at <= text.Length && (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            if (anywhere || (!IsWordAt(text, at - 1) && !IsWordAt(text, at + word.Length)))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsWordAt(string text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');
}
