namespace Conformance.Results;

/// <summary>The marks by which credentials are found in a text, and how far the credential behind each mark reaches.</summary>
internal static class MaskTrigger
{
    /// <summary>How a text is to be read in front of a credential.</summary>
    private enum Kind
    {
        /// <summary>The mark is the beginning of the key.</summary>
        Key,

        /// <summary>The mark is a scheme, and the credential follows behind white space.</summary>
        Scheme,

        /// <summary>The mark is the end of a name, and the credential follows behind <c>=</c> or <c>:</c>.</summary>
        Name,

        /// <summary>The mark is a query parameter with its <c>=</c>.</summary>
        Parameter,

        /// <summary>The mark stands before the user of a URL.</summary>
        Url,
    }

    private const int LongestName = 100;
    private static readonly string[] Schemes = ["Bearer ", "Basic ", "Digest ", "Token ", "ApiKey ", "Negotiate "];

    private static readonly (string Mark, Kind Kind)[] All =
    [
        ("sk-", Kind.Key), ("sk_", Kind.Key), ("gsk_", Kind.Key), ("gsk-", Kind.Key), ("pk-", Kind.Key), ("pk_", Kind.Key),
        ("xai-", Kind.Key), ("xai_", Kind.Key),
        ("hf_", Kind.Key), ("hf-", Kind.Key), ("ghp_", Kind.Key), ("ghp-", Kind.Key), ("github_pat_", Kind.Key), ("xoxb-", Kind.Key),
        ("AKIA", Kind.Key), ("AIza", Kind.Key), ("eyJ", Kind.Key),
        ("bearer", Kind.Scheme), ("basic", Kind.Scheme),
        ("authorization", Kind.Name), ("cookie", Kind.Name), ("api_key", Kind.Name), ("api-key", Kind.Name), ("apikey", Kind.Name),
        ("token", Kind.Name), ("secret", Kind.Name), ("password", Kind.Name),
        ("?key=", Kind.Parameter), ("&key=", Kind.Parameter), ("?sig=", Kind.Parameter), ("&sig=", Kind.Parameter),
        ("?signature=", Kind.Parameter), ("&signature=", Kind.Parameter),
        ("?auth=", Kind.Parameter), ("&auth=", Kind.Parameter),
        ("://", Kind.Url),
    ];

    /// <summary>The marks, in any case of letters.</summary>
    public static string[] Marks { get; } = [.. All.Select(static one => one.Mark)];

    /// <summary>The credential of the mark at a place; of length 0 when the mark has none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where a mark begins.</param>
    /// <param name="shortestKey">The fewest characters behind the mark of a key.</param>
    /// <param name="runEnd">Where the last run of characters of a key ends, so that no run is read once for each mark in it.</param>
    public static (int Start, int Length) SecretAt(string text, int place, int shortestKey, ref int runEnd)
    {
        foreach (var (mark, kind) in All)
        {
            if (string.Compare(text, place, mark, 0, mark.Length, StringComparison.OrdinalIgnoreCase) == 0
                && Secret(text, place, mark, kind, shortestKey, ref runEnd) is { Length: > 0 } secret)
            {
                return secret;
            }
        }

        return default;
    }

    private static (int Start, int Length) Secret(string text, int place, string mark, Kind kind, int shortestKey, ref int runEnd) =>
        kind switch
        {
            Kind.Key => Key(text, place, mark, shortestKey, ref runEnd),
            Kind.Scheme => Scheme(text, place, mark),
            Kind.Name => Name(text, place, mark),
            Kind.Parameter => To(text, place + mark.Length, static unit => unit is '&' or '#' || EndsValue(unit)),
            _ => Password(text, place + mark.Length),
        };

    private static (int Start, int Length) Key(string text, int place, string mark, int shortest, ref int runEnd)
    {
        var isJson = mark is "eyJ";
        var isInsideWord = place > 0 && (char.IsAsciiLetterOrDigit(text[place - 1]) || text[place - 1] == '_'
            || (isJson && text[place - 1] is '-' or '.'));
        if (isInsideWord)
        {
            return default;
        }

        // A mark of letters alone counts only as it is written: words hold it in other cases.
        var isExact = !char.IsAsciiLetterOrDigit(mark[^1]) || string.CompareOrdinal(text, place, mark, 0, mark.Length) == 0;
        var end = runEnd = place < runEnd
            ? runEnd
            : Skip(text, place + mark.Length, static unit => char.IsAsciiLetterOrDigit(unit) || unit is '_' or '-' or '.');
        while (end > place && text[end - 1] == '.')
        {
            end--;
        }

        // Three parts with points between them are a token of JSON; other base64 that begins like one is none.
        if (isJson && text.AsSpan(place, end - place).Count('.') < 2)
        {
            return default;
        }

        var least = char.IsAsciiLetterOrDigit(mark[^1]) ? 2 * shortest : shortest;
        return !isExact || end - place - mark.Length < least ? default : (place, end - place);
    }

    private static (int Start, int Length) Scheme(string text, int place, string mark)
    {
        if (place > 0 && char.IsAsciiLetterOrDigit(text[place - 1]))
        {
            return default;
        }

        var start = Skip(text, place + mark.Length, static unit => unit is ' ' or '\t' or '+');
        var value = start == place + mark.Length ? default : To(text, start, EndsValue, mark is "basic" ? LongestName : int.MaxValue);
        // "basic usage" and "bearer token" are words: a credential has a digit, or is long.
        return mark is "basic" && (value.Length < 8 || !IsMixed(text.AsSpan(value.Start, value.Length))) ? default : value;
    }

    private static (int Start, int Length) Name(string text, int place, string mark)
    {
        var begin = Begin(text, place);
        var end = Skip(text, place + mark.Length, static unit => char.IsAsciiLetterOrDigit(unit) || unit is '_', LongestName);
        var name = text[begin..end].TrimStart('-').TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '_');
        var quoted = Skip(text, end, static unit => unit is '"' or '\'' or '\\');
        // `"token": "Hi"` of log probabilities is no credential, and `input_tokens` is no token; an assignment without quotes around its
        // name is one.
        if (end - begin > LongestName || !SecretMask.IsCredential(name) || (quoted > end && !IsMember(name)))
        {
            return default;
        }

        // Behind a name in quotes there may be white space, as JSON has it; behind an option there must be.
        var isOption = text.AsSpan(begin).StartsWith("--", StringComparison.Ordinal);
        var separator = quoted > end || isOption ? Skip(text, quoted, static unit => unit is ' ' or '\t') : quoted;
        var hasSeparator = separator < text.Length && text[separator] is '=' or ':';
        if (!hasSeparator && !(isOption && separator > quoted))
        {
            return default;
        }

        var start = hasSeparator ? Skip(text, separator + 1, static unit => unit is ' ' or '\t') : separator;
        start = Skip(text, start, static unit => unit is '"' or '\'' or '\\');
        start = AfterScheme(text, start);
        var isHeader = mark is "cookie" or "authorization";
        return To(text, start, isHeader ? static unit => unit is '\r' or '\n' or '"' or '\'' or '\\' : EndsValue);
    }

    /// <summary>Whether the name in quotes is one under which only credentials stand.</summary>
    private static bool IsMember(string name) =>
        !name.Equals("token", StringComparison.OrdinalIgnoreCase) && !name.Equals("signature", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where the name begins that a place stands in.</summary>
    private static int Begin(string text, int place)
    {
        var least = Math.Max(0, place - LongestName);
        while (place > least && (char.IsAsciiLetterOrDigit(text[place - 1]) || text[place - 1] is '_' or '-'))
        {
            place--;
        }

        return place;
    }

    /// <summary>Where the credential begins behind the scheme of an <c>authorization</c> value.</summary>
    public static int AfterScheme(string text, int start)
    {
        foreach (var scheme in Schemes)
        {
            if (string.Compare(text, start, scheme, 0, scheme.Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                return start + scheme.Length;
            }
        }

        return start;
    }

    /// <summary>The password of <c>user:password@host</c>.</summary>
    private static (int Start, int Length) Password(string text, int start)
    {
        var colon = -1;
        for (var at = start; at < text.Length && at - start < 1000; at++)
        {
            switch (text[at])
            {
                case '@':
                    return colon < 0 || at == colon + 1 ? default : (colon + 1, at - colon - 1);
                case ':' when colon < 0 && at > start:
                    colon = at;
                    break;
                case '/' or '"' or '\'' or '<' or '>' or '?' or '#':
                    return default;
                case var unit when char.IsWhiteSpace(unit):
                    return default;
            }
        }

        return default;
    }

    private static bool IsMixed(ReadOnlySpan<char> value) => value.ContainsAnyInRange('0', '9') || value.Contains('=');

    private static bool EndsValue(char unit) => char.IsWhiteSpace(unit) || char.IsControl(unit)
        || unit is '"' or '\'' or ',' or ';' or '\\' or '<' or '>' or '`' or ')' or '}' or ']';

    private static (int Start, int Length) To(string text, int start, Func<char, bool> ends, int most = int.MaxValue) =>
        (start, Skip(text, start, unit => !ends(unit), most) - start);

    private static int Skip(string text, int from, Func<char, bool> skips, int most = int.MaxValue)
    {
        var end = (int)Math.Min(text.Length, (long)from + most);
        while (from < end && skips(text[from]))
        {
            from++;
        }

        return from;
    }
}
