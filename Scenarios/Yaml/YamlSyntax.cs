namespace Scenarios.Yaml;

/// <summary>Turns the messages of the YAML parser into one sentence with a remedy.</summary>
internal static class YamlSyntax
{
    public const string NeverClosed = "not valid YAML: a [ or { is not closed; close it, or quote the text that contains it";

    private static readonly (string Sign, string Remedy)[] Remedies =
    [
        ("invalid mapping", "a second ': ' in one line; quote the text that contains it"),
        ("unknown escape", "between double quotes a backslash starts an escape; double it, or use single quotes"),
        ("surrogates", "half of a surrogate pair is not valid text; send its bytes with a `bytes` step"),
        ("end of stream", "a quote is not closed"),
        ("cannot start any token", "text that starts with @, ` or % must be quoted"),
        ("',' or ']'", "close the list, and quote text that contains one of , [ ] { }"),
        ("',' or '}'", "close the mapping, and quote text that contains one of , [ ] { }"),
        ("expected key", "the indentation matches no line above, or text follows a closed value"),
        ("'-' indicator", "the indentation fits no line above"),
    ];

    /// <summary>Returns the parser's message as part of a sentence, and the likeliest way out.</summary>
    public static string Explain(string parserMessage)
    {
        foreach (var (sign, remedy) in Remedies)
        {
            if (parserMessage.Contains(sign, StringComparison.Ordinal))
            {
                return $"not valid YAML: {remedy}";
            }
        }

        return $"not valid YAML: {char.ToLowerInvariant(parserMessage[0])}{parserMessage[1..].TrimEnd('.')}";
    }
}
