using System.Globalization;
using Conformance.Reporting.Boards;

namespace Conformance.Reporting.Html;

/// <summary>Writes which clients work with the relay: one row a client, those that break most first.</summary>
internal sealed class ClientBoardWriter(HtmlWriter html, ClientBoard board)
{
    private const int MostSentences = 25;
    private const int MostCases = 5;

    public void Write()
    {
        html.Element("h2", ReportResources.GetString("view.clients"), ("id", "clients-title")).Line();
        html.Element("p", ReportResources.GetString("clients.intro"), ("class", "intro")).Line();
        if (board.Rows.Count == 0)
        {
            html.Element("p", ReportResources.GetString("clients.none"), ("class", "empty")).Line();
            return;
        }

        html.Open("ol", ("class", "board clients")).Line();
        foreach (var row in board.Rows)
        {
            WriteRow(row);
        }

        html.Close().Line();
    }

    private void WriteRow(ClientRow row)
    {
        var state = row.Breaks > 0 ? "breaks" : row.Loses > 0 ? "loses" : "works";
        html.Open("li", ("class", $"board-row {state}"), ("id", $"in={row.Client}"));
        html.Open("div", ("class", "board-head"));
        html.Element("span", ReportResources.GetString($"client.mark.{state}"), ("class", "mark"), ("aria-hidden", "true"));
        html.Element("strong", row.Client, ("class", "name"));
        html.Element("span", $"{row.Product.Replace("`", "", StringComparison.Ordinal)} {row.Version}", ("class", "soft product"));
        WriteBar(row);
        html.Element("span", Wording.Format("client.counts", row.Works, row.Loses, row.Breaks), ("class", "tally"));
        if (row.Examples.Count > 0)
        {
            html.Element(
                "a",
                Wording.Count(row.Examples.Select(example => example.Case).Distinct(StringComparer.Ordinal).Count(), "case"),
                ("href", $"#client={Uri.EscapeDataString(row.Client)}"),
                ("class", "scripted"));
        }

        html.Close();
        WriteSentences(row);
        html.Close().Line();
    }

    private void WriteSentences(ClientRow row)
    {
        if (row.Examples.Count == 0)
        {
            return;
        }

        var sentences = row.Examples.GroupBy(example => (example.Impact, example.Says))
            .OrderBy(group => group.Key.Impact, StringComparer.Ordinal)
            .ThenByDescending(group => group.Count())
            .ToList();
        html.Open("details").Open("summary").Text(Wording.Count(sentences.Count, "sentence")).Close();
        html.Open("ul", ("class", "failures"));
        foreach (var sentence in sentences.Take(MostSentences))
        {
            html.Open("li")
                .Element("span", ReportResources.GetString($"client.{sentence.Key.Impact}"), ("class", $"badge {sentence.Key.Impact}"));
            html.Element("q", sentence.Key.Says, ("class", "says"));
            html.Open("span", ("class", "soft")).Text($" {Wording.Count(sentence.Count(), "case")}: ");
            foreach (var example in sentence.Take(MostCases))
            {
                html.Open("a", ("class", "id"), ("href", $"#case={example.Case}")).Text(example.Case).Close().Text(" ");
            }

            html.Text(sentence.Count() > MostCases ? "…" : "").Close().Close();
        }

        html.Close();
        if (sentences.Count > MostSentences)
        {
            html.Element("p", string.Create(
                CultureInfo.InvariantCulture,
                $"… {sentences.Count - MostSentences} {ReportResources.GetString("places.more")}"), ("class", "soft"));
        }

        html.Close();
    }

    private void WriteBar(ClientRow row)
    {
        var all = row.Works + row.Loses + row.Breaks;
        html.Open(
            "svg",
            ("class", "share"),
            ("viewBox", "0 0 100 6"),
            ("preserveAspectRatio", "none"),
            ("aria-hidden", "true"),
            ("focusable", "false"));
        var from = 0.0;
        foreach (var (name, count) in new[] { ("breaks", row.Breaks), ("loses", row.Loses), ("works", row.Works) })
        {
            var width = 100.0 * count / all;
            html.Open("rect", ("class", name), ("x", FormatNumber(from)), ("width", FormatNumber(width)), ("height", "6")).Close();
            from += width;
        }

        html.Close();
    }

    private static string FormatNumber(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
