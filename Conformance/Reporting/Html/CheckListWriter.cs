namespace Conformance.Reporting.Html;

/// <summary>Writes the explanations of the checks that the run names.</summary>
internal sealed class CheckListWriter(HtmlWriter html, PageIndex index)
{
    public void Write()
    {
        html.Element("h2", ReportResources.GetString("view.checks"), ("id", "checks-title")).Line();
        html.Element("p", ReportResources.GetString("checks.intro"), ("class", "intro")).Line();
        html.Open("ol", ("class", "texts")).Line();
        foreach (var (id, text) in index.Texts)
        {
            html.Open("li", ("class", "text"), ("id", $"about={id}"), ("tabindex", "-1"));
            html.Open("h3").Element("code", id).Close().Open("p", ("class", "title")).WriteSentence(text.Title).Close();
            html.Open("dl");
            WritePair("check.what", text.What);
            WritePair("check.why", text.Why);
            WritePair("check.clients", text.Clients);
            html.Close();
            if (index.GetNames('c').Contains(id, StringComparer.Ordinal))
            {
                html.Open("p")
                    .Element("a", ReportResources.GetString("check.cases"), ("href", $"#check={id}"), ("class", "scripted"))
                    .Close();
            }

            html.Close().Line();
        }

        html.Close().Line();
    }

    private void WritePair(string key, string value)
    {
        if (value.Length > 0)
        {
            html.Element("dt", ReportResources.GetString(key)).Open("dd").WriteSentence(value).Close();
        }
    }
}
