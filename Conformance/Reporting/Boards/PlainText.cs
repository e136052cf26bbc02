namespace Conformance.Reporting.Boards;

/// <summary>Text that came from a relay, on one line and without characters that steer a terminal or turn the direction of the text around them.</summary>
internal static class PlainText
{
    public static string Of(string text) => string.Concat(text.Select(static unit => unit switch
    {
        '\n' or '\r' or '\t' => " ",
        < ' ' or '\u007f' or (>= '\u0080' and < '\u00a0') or '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => "\ufffd",
        _ => unit.ToString(),
    }));

    /// <summary>The same inside a table of Markdown, where markup stays text.</summary>
    public static string Markdown(string text) => string.Concat(Of(text).Select(static unit => unit switch
    {
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '@' => "&#64;",
        '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '!' or '~' => "\\" + unit,
        _ => unit.ToString(),
    }));
}
