using System.Globalization;
using System.Text;

namespace Conformance.Reporting.Texts;

/// <summary>Text in which no character steers the terminal, the page or the line it is shown in. Pure.</summary>
public static class PlainText
{
    /// <summary>
    /// Returns the text with a visible mark for each control character and each character that turns the direction of writing.
    /// </summary>
    public static string Create(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return text.Any(Steers) ? string.Concat(text.Select(Mark)) : text;
    }

    /// <summary>Returns the text on one line, with a space for each run of white space, control and format characters.</summary>
    public static string OneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            line.Append(IsInvisible(rune) ? " " : rune.ToString());
        }

        return string.Join(' ', line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Returns the text inside a table of Markdown: on one line, and markup stays text.</summary>
    public static string EscapeMarkdown(string text) => string.Concat(OneLine(text).Select(static unit => unit switch
    {
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '@' => "&#64;",
        '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '!' or '~' => "\\" + unit,
        _ => unit.ToString(),
    }));

    /// <summary>Returns the text on its own lines, each without characters that steer.</summary>
    public static string CreateLines(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Create));
    }

    /// <summary>
    /// Returns the text as XML 1.0 can hold it: most control characters and half a surrogate pair cannot be written there, not even
    /// escaped.
    /// </summary>
    public static string ForXml(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        var legal = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            legal.Append(rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and not 0xFFFE and not 0xFFFF) ? rune.ToString() : "\ufffd");
        }

        return legal.ToString();
    }

    private static bool Steers(char unit) => unit < ' ' || unit == '\u007f' || IsHidden(unit);

    private static string Mark(char unit) => unit switch
    {
        '\t' => " ",
        < ' ' => ((char)('\u2400' + unit)).ToString(),
        '\u007f' => "\u2421",
        _ when IsHidden(unit) => "\ufffd",
        _ => unit.ToString(),
    };

    // C1 controls, marks and isolates of direction, separators of lines and paragraphs, characters without width, and the marks of a byte
    // order.
    private static bool IsHidden(char unit) =>
        unit is >= '\u0080' and < '\u00a0' or '\u061c' or '\u200e' or '\u200f' or '\u2028' or '\u2029' or >= '\u202a' and <= '\u202e'
            or >= '\u2066' and <= '\u2069'
                or '\u200b' or '\u2060' or '\ufeff' or >= '\ufff9' and <= '\ufffb';

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
