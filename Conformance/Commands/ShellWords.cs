using Conformance.Commands.Options;

namespace Conformance.Commands;

/// <summary>Words as a shell takes them.</summary>
internal static class ShellWords
{
    private const string Variable = "$" + ConnectionOptions.KeyVariable;

    /// <summary>Returns the words on one line. The shell replaces the variable of the API key.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word)
    {
        if (word.Length > 0
            && word.All(character => char.IsAsciiLetterOrDigit(character) || "-_./:=,@%+".Contains(character, StringComparison.Ordinal)))
        {
            return word;
        }

        return word.Contains(Variable, StringComparison.Ordinal)
            ? $"\"{string.Join(Variable, word.Split(Variable).Select(Escape))}\""
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }

    /// <summary>Escapes text for double quotes, so that a shell replaces nothing in it.</summary>
    private static string Escape(string text) =>
        string.Concat(text.Select(static unit => unit is '\\' or '"' or '$' or '`' ? $"\\{unit}" : $"{unit}"));
}
