using System.Globalization;
using System.Text;

namespace Conformance.Reporting.Suites;

/// <summary>Text of a relay in files that machines read.</summary>
internal static class PlainText
{
    /// <summary>XML 1.0 has no way to write most control characters or half a surrogate pair, not even escaped.</summary>
    public static string ForXml(string text)
    {
        var legal = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            legal.Append(rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and not 0xFFFE and not 0xFFFF) ? rune.ToString() : "\ufffd");
        }

        return legal.ToString();
    }

    /// <summary>One line without control characters and without characters that change the direction of text.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            line.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? " " : rune.ToString());
        }

        return string.Join(' ', line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
