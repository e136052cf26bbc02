using Conformance.Commands.Options;
using Conformance.Running;
using Conformance.Running.Wiring;

namespace Conformance.Commands;

/// <summary>A command line as it is recorded: without credentials.</summary>
internal static class MaskedCommand
{
    private const string Mask = "$" + ConnectionOptions.KeyVariable;

    /// <summary>Returns the words as a shell takes them, with the variable of the API key in place of keys and of headers that carry credentials.</summary>
    public static string Of(IReadOnlyList<string> args)
    {
        List<string> words = ["./relayconf"];
        string? before = null;
        foreach (var word in args)
        {
            words.Add(Word(before, word));
            before = word;
        }

        return Secrets.Mask(ShellWords.Join(words));
    }

    private static string Word(string? before, string word)
    {
        var (name, value) = word.StartsWith("--", StringComparison.Ordinal) && word.IndexOfAny(['=', ':']) is var mark and > 0 ? (word[..mark], word[(mark + 1)..]) : (null, null);
        return (before, name) switch
        {
            ("--api-key", _) => Mask,
            ("--header", _) => Header(word),
            (_, "--api-key") => $"{name}={Mask}",
            (_, "--header") => $"{name}={Header(value!)}",
            _ => word,
        };
    }

    private static string Header(string text) => text.Split(':', 2) is [var name, _] && SecretHeaders.Has(name) ? $"{name}: {Mask}" : text;
}
