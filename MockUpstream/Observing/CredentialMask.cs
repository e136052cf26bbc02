using Microsoft.Extensions.Primitives;

namespace MockUpstream.Observing;

/// <summary>Copies headers with the values of credentials left out, so that no record can leak a key.</summary>
/// <remarks>
/// A request that belongs to a case retains its form: the words of a scheme are unchanged, <c>$key</c> replaces the client's key,
/// <c>$part</c> a piece of it, and <c>***</c> anything else. <c>Bearer Bearer $key</c> and <c>Bearer ***</c> therefore differ.
/// </remarks>
internal static class CredentialMask
{
    private const string Mask = "***";

    // Long enough not to be met by chance, short enough to be found when a key was cut.
    private const int LongestByChance = 11;

    // Vendors name their headers as they like; one masked too many costs a reader less than one too few.
    private static readonly string[] Telling = ["auth", "key", "token", "secret", "password", "credential", "cookie"];

    private static readonly string[] PlainWords =
    [
        "bearer", "basic", "token", "apikey", "api-key", "key", "null", "undefined", "none", "false", "nan", "[object",
        "object]",
    ];

    /// <summary>Returns all headers in order.</summary>
    /// <param name="headers">The headers received.</param>
    /// <param name="apiKey">The key of the case's client; <see langword="null"/> for a request that belongs to no case.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> MaskHeaders(
        IEnumerable<KeyValuePair<string, StringValues>> headers,
        string? apiKey) =>
    [
        .. from header in headers
           from value in header.Value
           select new KeyValuePair<string, string>(header.Key, MaskValue(header.Key, value ?? "", apiKey)),
    ];

    /// <summary>Returns one value, masked if its name is that of a credential.</summary>
    public static string MaskValue(string name, string value, string? apiKey) => IsCredential(name) ? MaskText(value, apiKey) : value;

    /// <summary>Returns a request's target with the credentials of its query masked: some vendors take the key there.</summary>
    public static string MaskTarget(string target, string? apiKey)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0
            ? target
            : target[..(query + 1)] + string.Join('&', target[(query + 1)..].Split('&').Select(pair => MaskPair(pair, apiKey)));
    }

    private static string MaskPair(string pair, string? apiKey) =>
        pair.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0
            ? pair[..(equals + 1)] + MaskValue(pair[..equals], pair[(equals + 1)..], apiKey)
            : pair;

    private static bool IsCredential(string name) => Telling.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string MaskText(string value, string? apiKey) =>
        apiKey is null ? Mask : string.Join(' ', value.Split(' ').Select(word => CoverWord(word, apiKey)));

    private static string CoverWord(string word, string apiKey)
    {
        if (word.Length == 0 || PlainWords.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            return word;
        }

        if (word.Contains(apiKey, StringComparison.Ordinal))
        {
            // Quotes, commas and colons around the key are its form; letters may be another secret.
            var rest = word.Replace(apiKey, "$key", StringComparison.Ordinal);
            return rest.Length - "$key".Length <= LongestByChance ? rest : Mask;
        }

        return HasPartOf(apiKey, word) ? "$part" : Mask;
    }

    private static bool HasPartOf(string apiKey, string word)
    {
        for (var start = 0; start + LongestByChance < apiKey.Length; start++)
        {
            if (word.AsSpan().IndexOf(apiKey.AsSpan(start, LongestByChance + 1), StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
