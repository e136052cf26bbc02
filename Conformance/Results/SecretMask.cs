using System.Buffers;
using System.Text;

namespace Conformance.Results;

/// <summary>
/// Takes credentials out of everything that a run writes or shows. Linear in the length of the text, whatever the text is.
/// </summary>
/// <remarks>
/// A credential is a word that <see cref="AddSecret"/> registered, the value of a header or member with the name of a credential, or a text
/// in the form of a vendor's keys. In recordings each of its characters becomes a <c>*</c>, so that offsets and lengths do not change;
/// elsewhere the credential becomes <c>***</c>.
/// </remarks>
public static class SecretMask
{
    private const string Stars = "***";
    private const int ShortestWord = 8;
    private const int ShortestKey = 8;

    // Not every key is one to a door: an idempotency key and a cache key are names.
    private static readonly string[] Endings =
    [
        "api-key", "apikey", "access-key", "auth-key", "secret-key", "private-key", "master-key", "account-key", "subscription-key",
        "functions-key",
        "token", "secret", "password", "passwd", "credential", "credentials", "signature", "-auth",
    ];

    private static readonly Lock Gate = new();
    private static SearchValues<string> _triggers = SearchValues.Create(MaskTrigger.Marks, StringComparison.OrdinalIgnoreCase);
    private static string[] _words = [];

    /// <summary>
    /// Masks a word of this process from now on, such as the API key of the relay under test. A short word is left: it is in every text.
    /// </summary>
    public static void AddSecret(string? word)
    {
        if (word is not { Length: >= ShortestWord } || word.Contains(Stars, StringComparison.Ordinal))
        {
            return;
        }

        lock (Gate)
        {
            if (!_words.Contains(word, StringComparer.Ordinal))
            {
                _words = [.. _words, word];
                _triggers = SearchValues.Create([.. MaskTrigger.Marks, .. _words], StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    /// <summary>The text with <c>***</c> for each credential.</summary>
    public static string MaskText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        var found = Find(text);
        if (found.Count == 0)
        {
            return text;
        }

        var masked = new StringBuilder(text.Length);
        var from = 0;
        foreach (var (start, length) in found)
        {
            masked.Append(text, from, start - from).Append(Stars);
            from = start + length;
        }

        return masked.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>The text with a <c>*</c> for each character of a credential.</summary>
    public static string MaskSameLength(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        var found = Find(text);
        return found.Count == 0 ? text : string.Create(text.Length, (text, found), static (masked, from) =>
        {
            from.text.CopyTo(masked);
            foreach (var (start, length) in from.found)
            {
                masked.Slice(start, length).Fill('*');
            }
        });
    }

    /// <summary>The bytes with a <c>*</c> for each byte of a credential; the same memory when there is none.</summary>
    public static ReadOnlyMemory<byte> MaskSameLength(ReadOnlyMemory<byte> bytes)
    {
        // One character a byte: credentials are ASCII, and offsets stay what they are.
        var found = Find(Encoding.Latin1.GetString(bytes.Span));
        if (found.Count == 0)
        {
            return bytes;
        }

        var masked = bytes.ToArray();
        foreach (var (start, length) in found)
        {
            masked.AsSpan(start, length).Fill((byte)'*');
        }

        return masked;
    }

    /// <summary>Headers, with <c>***</c> for the values of those that carry credentials by their name.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> MaskHeaders(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);

        return [.. headers.Select(static header => KeyValuePair.Create(header.Key, MaskHeader(header.Key, header.Value)))];
    }

    /// <summary>Returns the value of a header, masked if the name is that of a credential.</summary>
    public static string MaskHeader(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);

        return !IsCredential(name) ? MaskText(value) : value.Length == 0 ? "" : value[..MaskTrigger.AfterScheme(value, 0)] + Stars;
    }

    /// <summary>Where the credential begins in the value of an <c>authorization</c> header.</summary>
    public static int AfterScheme(string value)
    {
        ArgumentNullException.ThrowIfNull(value);

        return MaskTrigger.AfterScheme(value, 0);
    }

    /// <summary>Whether a header or a member of that name carries a credential.</summary>
    public static bool IsCredential(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        var plain = name.Replace('_', '-').ToLowerInvariant();
        return plain is "authorization" or "proxy-authorization" or "cookie" or "set-cookie" or "set-cookie2" or "key"
            || Endings.Any(ending => plain.EndsWith(ending, StringComparison.Ordinal));
    }

    /// <summary>The credentials of a text in order, each as its place; they do not overlap.</summary>
    private static List<(int Start, int Length)> Find(string text)
    {
        List<(int Start, int Length)> found = [];
        var (triggers, words) = (_triggers, _words);
        var (from, runEnd) = (0, 0);
        while (from < text.Length && text.AsSpan(from).IndexOfAny(triggers) is >= 0 and var at)
        {
            var place = from + at;
            if (WordAt(text, place, words) is { } word)
            {
                found.Add((place, word));
                from = place + word;
            }
            else
            {
                from = place + 1;
                if (MaskTrigger.SecretAt(text, place, ShortestKey, ref runEnd) is { Length: > 0 } secret
                    && text[secret.Start] != '$'
                    && !text.AsSpan(secret.Start).StartsWith("--", StringComparison.Ordinal)
                    && secret.Start >= (found is [.., var last] ? last.Start + last.Length : 0))
                {
                    found.Add(secret);
                    from = secret.Start + secret.Length;
                }
            }
        }

        return found;
    }

    private static int? WordAt(string text, int place, string[] words)
    {
        var longest = 0;
        foreach (var word in words)
        {
            longest = word.Length > longest && string.CompareOrdinal(text, place, word, 0, word.Length) == 0 ? word.Length : longest;
        }

        return longest == 0 ? null : longest;
    }
}
