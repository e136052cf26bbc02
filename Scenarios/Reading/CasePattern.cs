using System.Text;
using System.Text.RegularExpressions;

namespace Scenarios.Reading;

/// <summary>
/// A pattern over case ids for <c>--run</c> and <c>--skip</c>: <c>*</c> stands for one part of the path or a piece of one,
/// <c>**</c> for any number of parts. <c>tools/**</c> is every case of an area, <c>**/args-*</c> every case whose name starts so.
/// </summary>
public sealed class CasePattern
{
    private readonly Regex _regex;

    private CasePattern(string text, Regex regex)
    {
        Text = text;
        _regex = regex;
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>Makes a pattern.</summary>
    /// <exception cref="FormatException">The pattern could match no id: an empty part, or a character that ids do not have.</exception>
    public static CasePattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var part in text.Split('/'))
        {
            if (part.Length == 0)
            {
                throw new FormatException($"'{text}' contains an empty part; expected a pattern such as tools/* or **/args-*");
            }

            if (part.FirstOrDefault(character =>
                !char.IsAsciiLetterLower(character)
                    && !char.IsAsciiDigit(character)
                    && character is not ('-' or '*')) is not '\0' and var odd)
            {
                throw new FormatException(
                    $"'{text}' contains '{odd}', which ids cannot contain; ids consist of lower-case words with hyphens and slashes");
            }
        }

        return new CasePattern(text, new Regex(Translate(text), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));
    }

    /// <summary>Returns whether the id fits.</summary>
    public bool Matches(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _regex.IsMatch(id);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    // "a/**/b" must fit "a/b" too, so a slash belongs to the "**" before it, or after it at the end.
    private static string Translate(string text)
    {
        var parts = text.Split('/');
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < parts.Length; i++)
        {
            var isLast = i == parts.Length - 1;
            regex.Append((parts[i], isLast) switch
            {
                ("**", true) => ".*",
                ("**", false) => "([^/]+/)*",
                var (part, _) =>
                    Regex.Escape(part).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)
                        + (isLast ? "" : "/"),
            });
        }

        return regex.Append(@"\z").ToString();
    }
}
