namespace Relay.ChatCompletions;

/// <summary>Contains the texts that no answer and no log may show (V38): the keys in use for a request, and the upstream's hosts.</summary>
public sealed class SecretWords
{
    /// <summary>A shorter key, like a host's name, can be an ordinary word: it is replaced only where it stands alone.</summary>
    internal const int UnmistakableKey = 8;

    private const string Hidden = "[hidden]";

    private readonly (string Text, bool Anywhere)[] _words;

    /// <summary>Collects the texts of one request.</summary>
    /// <param name="keys">Keys and tokens; null and empty ones are ignored.</param>
    /// <param name="places">Hosts with and without their ports.</param>
    public SecretWords(IEnumerable<string?> keys, IEnumerable<string> places)
    {
        var words = keys.OfType<string>()
            .SelectMany(static key => new[] { key, Uri.EscapeDataString(key) })
            .Select(static key => (key, key.Length >= UnmistakableKey))
            .Concat(places.Select(static place => (place, false)));

        // The longest first: otherwise a host's port would remain.
        _words = [.. words.Where(static word => word.Item1.Length > 0).Distinct().OrderByDescending(static word => word.Item1.Length)];
    }

    /// <summary>Contains no texts.</summary>
    public static SecretWords None { get; } = new([], []);

    /// <summary>Returns the text with every secret replaced.</summary>
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
