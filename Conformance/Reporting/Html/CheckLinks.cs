namespace Conformance.Reporting.Html;

/// <summary>Writes the id of a check as a link to its explanation inside the page.</summary>
internal static class CheckLinks
{
    public static void Write(HtmlWriter html, PageIndex index, string check)
    {
        if (index.Texts.ContainsKey(check))
        {
            html.Open("a", ("class", "check"), ("href", $"#about={check}")).Element("code", check).Close();
        }
        else
        {
            html.Element("code", check, ("class", "check"));
        }
    }
}
