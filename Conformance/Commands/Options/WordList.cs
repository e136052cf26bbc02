using System.CommandLine;
using Scenarios.Words;

namespace Conformance.Commands.Options;

/// <summary>Options that take words out of a list, parted by commas or in several options.</summary>
internal static class WordList
{
    /// <summary>Makes the option.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">Its help.</param>
    /// <param name="helpName">The name of its value in the help.</param>
    /// <param name="kind">The kind of word, for a message about a word that is not in the list.</param>
    /// <param name="words">The list.</param>
    public static Option<string[]> CreateOption(string name, string description, string helpName, string kind, IReadOnlyList<string> words)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = helpName };
        option.CompletionSources.Add([.. words]);
        option.CustomParser = result =>
        {
            string[] given = [.. result.Tokens.SelectMany(static token => SplitParts(token.Value)).Distinct(StringComparer.Ordinal)];
            foreach (var unknown in given.Except(words, StringComparer.Ordinal))
            {
                var near = WordSuggestion.FindAll(unknown, words);
                var hint = near.Count > 0 ? $"did you mean {string.Join(" or ", near)}?" : $"known: {string.Join(", ", words)}.";
                result.AddError($"'{unknown}' is not a {kind} ({name}); {hint}");
            }

            return given;
        };
        return option;
    }

    /// <summary>Returns the shortest spelling of the option: its name and one list; empty if the option was not typed.</summary>
    public static IEnumerable<string> AsTyped(ParseResult parsed, Option<string[]> option) =>
        parsed.GetValue(option) is { Length: > 0 } words ? [option.Name, string.Join(',', words)] : [];

    private static string[] SplitParts(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
