namespace Conformance.Reporting;

/// <summary>Text in which no character steers the terminal, the page or the line it is shown in. Pure.</summary>
public static class PlainText
{
    /// <summary>The text with a visible mark for each control character and each character that turns the direction of writing.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return text.Any(Steers) ? string.Concat(text.Select(Mark)) : text;
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

    // C1 controls, marks and isolates of direction, separators of lines and paragraphs, characters without width, and the marks of a byte order.
    private static bool IsHidden(char unit) =>
        unit is >= '\u0080' and < '\u00a0' or '\u061c' or '\u200e' or '\u200f' or '\u2028' or '\u2029' or >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069'
            or '\u200b' or '\u2060' or '\ufeff' or >= '\ufff9' and <= '\ufffb';
}
