namespace Conformance.Results;

/// <summary>Masks credentials in text that is shown or stored.</summary>
internal static class Secrets
{
    /// <summary>The text with <c>***</c> for each credential.</summary>
    public static string Mask(string text) => SecretMask.MaskText(text);

    /// <summary>The words of a command line with <c>***</c> for the values of options and headers that carry credentials.</summary>
    public static IReadOnlyList<string> MaskWords(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);

        List<string> masked = [];
        var isValue = false;
        var isHeader = false;
        foreach (var word in words)
        {
            masked.Add(isValue ? "***" : isHeader ? HeaderLine(word) : Word(word));
            isValue = IsCredentialOption(word);
            isHeader = word is "--header" or "-H";
        }

        return masked;
    }

    /// <summary>A header as <c>Name: value</c>, its value masked when the name says that it is a credential.</summary>
    public static string HeaderLine(string line)
    {
        ArgumentNullException.ThrowIfNull(line);

        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 ? Mask(line) : $"{line[..colon]}: {SecretMask.MaskHeader(line[..colon].Trim(), line[(colon + 1)..].Trim())}";
    }

    private static string Word(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        if (!word.StartsWith("--", StringComparison.Ordinal) || equals < 0)
        {
            return Mask(word);
        }

        var (name, value) = (word[..equals], word[(equals + 1)..]);
        return IsCredentialOption(name) ? name + "=***" : name is "--header" ? $"{name}={HeaderLine(value)}" : $"{name}={Mask(value)}";
    }

    private static bool IsCredentialOption(string word) =>
        word.StartsWith("--", StringComparison.Ordinal) && SecretMask.IsCredential(word[2..]);
}
