namespace Conformance.Reporting.Html;

/// <summary>Writes a sentence in which words between backticks are code.</summary>
internal static class Prose
{
    /// <summary>Writes the text; a text with an odd number of backticks is written as it stands.</summary>
    public static HtmlWriter WriteSentence(this HtmlWriter html, string? text)
    {
        var parts = (text ?? "").Split('`');
        if (parts.Length % 2 == 0)
        {
            return html.Text(text);
        }

        for (var place = 0; place < parts.Length; place++)
        {
            if (place % 2 == 0)
            {
                html.Text(parts[place]);
            }
            else
            {
                html.Element("code", parts[place]);
            }
        }

        return html;
    }
}
