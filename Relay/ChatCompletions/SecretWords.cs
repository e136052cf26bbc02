namespace Relay.ChatCompletions;

/// <summary>
/// Contains the texts that no answer and no log may show (V38): the keys in use for a request, and the upstream's hosts. Half of a key is
/// redacted like the whole, together with the word around it.
/// </summary>
public sealed class SecretWords
{
    /// <summary>A shorter key, like a host's name, can be an ordinary word: it is replaced only where it stands alone.</summary>
    internal const int UnmistakableKey = 8;

    // A shorter part of a key can be an ordinary word as well.
    private const int UnmistakablePart = 6;

    private const string Hidden = "[hidden]";

    private readonly Word[] _words;

    /// <summary>Collects the texts of one request.</summary>
    /// <param name="keys">Keys and tokens; null and empty ones are ignored.</param>
    /// <param name="places">Hosts with and without their ports.</param>
    public SecretWords(IEnumerable<string?> keys, IEnumerable<string> places)
        : this(keys.OfType<string>().SelectMany(OfKey).Concat(places.Select(static place => new Word(place, IsKey: false))))
    {
    }

    // The longest first: otherwise a host's port would remain.
    private SecretWords(IEnumerable<Word> words) =>
        _words = [.. words.Where(static word => word.Text.Length > 0).Distinct().OrderByDescending(static word => word.Text.Length)];

    /// <summary>Contains no texts.</summary>
    public static SecretWords None { get; } = new([], []);

    /// <summary>The length of the longest text.</summary>
    public int Longest => _words.Length == 0 ? 0 : _words[0].Text.Length;

    /// <summary>Returns these texts and one more key.</summary>
    /// <param name="key">The key; null or empty for none.</param>
    public SecretWords With(string? key) => string.IsNullOrEmpty(key) ? this : new SecretWords([.. OfKey(key), .. _words]);

    /// <summary>Returns the text with every secret replaced.</summary>
    public string HideIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        foreach (var word in _words)
        {
            for (var at = Find(text, word, 0); at >= 0; at = Find(text, word, at + Hidden.Length))
            {
                text = Hide(text, at, at + word.Text.Length);
            }
        }

        foreach (var word in _words)
        {
            text = word is { IsKey: true, Text.Length: >= UnmistakableKey } ? HideParts(text, word.Text) : text;
        }

        return text;
    }

    private static IEnumerable<Word> OfKey(string key) => [new(key, IsKey: true), new(Uri.EscapeDataString(key), IsKey: true)];

    private static int Find(string text, Word word, int start)
    {
        var anywhere = word is { IsKey: true, Text.Length: >= UnmistakableKey };
        for (var at = start; at <= text.Length && (at = text.IndexOf(word.Text, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            if (anywhere || StandsAlone(text, at, at + word.Text.Length))
            {
                return at;
            }
        }

        return -1;
    }

    // Any half of a key contains the end of its first half or the start of its last half, so that the text is searched for these two.
    private static string HideParts(string text, string key)
    {
        var half = key.Length / 2;
        var anchor = half / 2;
        return HideParts(HideParts(text, key, half, half - anchor, anchor), key, half, key.Length - half, anchor);
    }

    private static string HideParts(string text, string key, int half, int offset, int length)
    {
        var part = key.Substring(offset, length);
        for (var at = 0; at <= text.Length && (at = text.IndexOf(part, at, StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            var (start, end) = Extend(text, at, key, offset, length);
            var token = Token(text, start, end);
            if (end - start >= half && (end - start >= UnmistakablePart || StandsAlone(text, start, end)
                || Math.Abs(token.End - token.Start - key.Length) <= 1))
            {
                text = Hide(text, token.Start, token.End);
                at = token.Start + Hidden.Length;
            }
            else
            {
                at++;
            }
        }

        return text;
    }

    private static (int Start, int End) Extend(string text, int at, string key, int offset, int length)
    {
        var (start, end) = (at, at + length);
        for (var i = offset; start > 0 && i > 0 && IsSame(text[start - 1], key[i - 1]); i--)
        {
            start--;
        }

        for (var i = offset + length; end < text.Length && i < key.Length && IsSame(text[end], key[i]); i++)
        {
            end++;
        }

        return (start, end);
    }

    // The rest of a partly masked key is beside the part that was found.
    private static (int Start, int End) Token(string text, int start, int end)
    {
        var (first, last) = (start, end);
        while (first > 0 && IsOfToken(text[first - 1]))
        {
            first--;
        }

        while (last < text.Length && IsOfToken(text[last]))
        {
            last++;
        }

        while (last > end && text[last - 1] == '.')
        {
            last--;
        }

        return (first, last);
    }

    private static string Hide(string text, int start, int end) => string.Concat(text.AsSpan(0, start), Hidden, text.AsSpan(end));

    private static bool IsSame(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);

    private static bool IsOfToken(char letter) =>
        char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.' or '*' or '•' or '…' or '+' or '~';

    private static bool StandsAlone(string text, int start, int end) => !IsWordAt(text, start - 1) && !IsWordAt(text, end);

    private static bool IsWordAt(string text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');

    private readonly record struct Word(string Text, bool IsKey);
}
