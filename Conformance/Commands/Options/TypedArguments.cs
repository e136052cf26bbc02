using System.CommandLine;

namespace Conformance.Commands.Options;

/// <summary>Options as they were typed.</summary>
internal static class TypedArguments
{
    /// <summary>
    /// Returns the words that give the same options again: name and value for each that was typed, in the order of the options.
    /// </summary>
    public static IEnumerable<string> ListWords(ParseResult parsed, params IEnumerable<Option> options) =>
        from option in options
        let result = parsed.GetResult(option)
        where result is { Implicit: false }
        from token in result.Tokens
        from word in new[] { option.Name, token.Value }
        select word;
}
