using Conformance.Commands.Options;
using Conformance.Results;
using Conformance.Running.Asking;

namespace Conformance.Commands;

/// <summary>Masks the credentials of a command line before it is recorded.</summary>
internal static class MaskedCommand
{
    private const string Mask = "$" + ConnectionOptions.KeyVariable;

    /// <summary>
    /// Returns the words as a shell takes them, with the variable of the API key in place of keys and of headers that carry credentials.
    /// </summary>
    public static string MaskArguments(IReadOnlyList<string> args)
    {
        List<string> words = ["./relayconf"];
        string? before = null;
        foreach (var word in args)
        {
            // The variable's name itself looks like a credential, so only the rest of the text is searched for others.
            words.Add(MaskWord(before, word) ?? Secrets.Mask(word));
            before = word;
        }

        return ShellWords.Join(words);
    }

    /// <summary>Returns the word with its credential replaced; <see langword="null"/> if it has none.</summary>
    private static string? MaskWord(string? before, string word)
    {
        var (name, value) = word.StartsWith("--", StringComparison.Ordinal) && word.IndexOfAny(['=', ':']) is var mark and > 0
            ? (word[..mark], word[(mark + 1)..])
            : (null, null);
        return (before, name) switch
        {
            ("--api-key", _) => Mask,
            ("--header", _) => MaskHeader(word),
            (_, "--api-key") => $"{name}={Mask}",
            (_, "--header") when MaskHeader(value!) is { } header => $"{name}={header}",
            _ => null,
        };
    }

    private static string? MaskHeader(string text) =>
        text.Split(':', 2) is [var name, _] && SecretHeaders.Contains(name) ? $"{name}: {Mask}" : null;
}
