using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Conformance.Checking.Rules.Transport;

/// <summary>Finds one secret in a text: whole or in a long part, as it is, with JSON or percent escapes, or inside base64.</summary>
internal sealed partial class SecretNeedle
{
    // A key is at least so long, and a part of it counts when it is too long to be met by chance: relays may show the first and last
    // letters, as OpenAI does.
    private const int ShortestKey = 24;
    private const int ShortestPart = 14;
    private const int ShortestBase64Part = 20;

    // A shorter word is an everyday word; it counts only as a credential.
    private const int ShortestWord = 8;
    private const int MostLayers = 3;

    private readonly SearchValues<string> _plain;
    private readonly SearchValues<string>? _base64;

    /// <param name="secret">The secret, such as a key.</param>
    /// <param name="name">The secret's kind, as a message names it.</param>
    public SecretNeedle(string secret, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);

        Name = name;
        var word = DecodeLatin1(secret);
        _plain = SearchValues.Create(
            [.. Parts(word.Length < ShortestWord ? "Bearer " + word : word, secret.Length < ShortestKey ? int.MaxValue : ShortestPart)],
            StringComparison.OrdinalIgnoreCase);
        _base64 = word.Length < ShortestWord
            ? null
            : SearchValues.Create([.. Encoded(secret).Distinct(StringComparer.Ordinal)], StringComparison.Ordinal);
    }

    /// <summary>The secret's kind, such as <c>a secret</c>.</summary>
    public string Name { get; }

    /// <summary>Returns the index at which the secret stands unchanged or in base64; -1 when it does not.</summary>
    /// <param name="text">The text, a character for each byte.</param>
    public int IndexIn(string text)
    {
        var plain = text.AsSpan().IndexOfAny(_plain);
        return plain >= 0 || _base64 is null ? plain : text.AsSpan().IndexOfAny(_base64);
    }

    /// <summary>Returns whether the secret occurs in a text or in one of its unescaped forms (<see cref="ListLayers"/>).</summary>
    public bool IsIn(IReadOnlyList<string> layers) => layers.Any(layer => IndexIn(layer) >= 0);

    /// <summary>Returns the text and its unescaped forms: one layer of JSON and percent escapes is removed at a time.</summary>
    public static IReadOnlyList<string> ListLayers(string text)
    {
        List<string> layers = [text];
        while (layers.Count <= MostLayers && Unescape(layers[^1]) is var next && !string.Equals(next, layers[^1], StringComparison.Ordinal))
        {
            layers.Add(next);
        }

        return layers;
    }

    /// <summary>The text of bytes, a character for each byte, so that an index is an offset.</summary>
    public static string DecodeLatin1(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private static string DecodeLatin1(string text) => DecodeLatin1(Encoding.UTF8.GetBytes(text));

    private static string Unescape(string text)
    {
        var plain = !text.Contains('\\', StringComparison.Ordinal)
            ? text
            : Escape().Replace(text, escape => escape.Groups["code"] is { Success: true } code
                ? ((char)int.Parse(code.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()
                : escape.Groups["plain"].Value);
        return plain.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(plain) : plain;
    }

    private static IEnumerable<string> Parts(string word, int length)
    {
        if (word.Length <= length)
        {
            return [word];
        }

        return Enumerable.Range(0, word.Length - length + 1).Select(start => word.Substring(start, length));
    }

    /// <summary>
    /// The letters of base64 that the secret alone determines, at each of the three places it can have in a longer text, in both alphabets.
    /// </summary>
    private static IEnumerable<string> Encoded(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        for (var before = 0; before < 3; before++)
        {
            var all = Convert.ToBase64String([.. new byte[before], .. bytes]).TrimEnd('=');
            var whole = (before + bytes.Length) * 8 / 6;
            var first = ((before * 8) + 5) / 6;
            foreach (var part in Parts(all[first..whole], bytes.Length < ShortestKey ? int.MaxValue : ShortestBase64Part))
            {
                yield return part;
                yield return part.Replace('+', '-').Replace('/', '_');
            }
        }
    }

    [GeneratedRegex(
        @"\\(?:u(?<code>[0-9a-fA-F]{4})|(?<plain>[^u]))",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Escape();
}
