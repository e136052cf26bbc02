using System.Globalization;
using Conformance.Reporting.Boards;

namespace Conformance.Reporting.Html;

/// <summary>Writes which vendors can be put behind the relay: one row a vendor, those that lose something first.</summary>
internal sealed class VendorBoardWriter(HtmlWriter html, VendorBoard board, PageIndex index)
{
    private const int MostFailures = 30;

    public void Write()
    {
        html.Element("h2", ReportResources.GetString("view.vendors"), ("id", "vendors-title")).Line();
        html.Element("p", ReportResources.GetString("vendors.intro"), ("class", "intro")).Line();
        if (board.Rows.Count == 0)
        {
            html.Element("p", ReportResources.GetString("vendors.none"), ("class", "empty")).Line();
            return;
        }

        html.Open("ol", ("class", "board vendors")).Line();
        foreach (var row in board.Rows)
        {
            WriteRow(row);
        }

        html.Close().Line();
    }

    private void WriteRow(VendorRow row)
    {
        html.Open("li", ("class", $"board-row {row.Answer}"), ("id", $"vendor={row.Vendor}"));
        html.Open("div", ("class", "board-head"));
        html.Element("span", ReportResources.GetString($"vendor.mark.{row.Answer}"), ("class", "mark"), ("aria-hidden", "true"));
        html.Element("strong", row.Vendor, ("class", "name"));
        html.Element("span", ReportResources.GetString($"vendor.{row.Answer}"), ("class", "answer"));
        html.Element("span", FormatCounts(row), ("class", "soft tally"));
        html.Element("a", Wording.Count(row.Cases, "case"), ("href", $"#seen={Uri.EscapeDataString(row.Vendor)}"), ("class", "scripted"));
        html.Close();
        WriteFailures(row);
        html.Close().Line();
    }

    private void WriteFailures(VendorRow row)
    {
        if (row.Failures.Count == 0)
        {
            return;
        }

        var loses = row.Failures.Count(failure => failure.Loses);
        html.Open("details").Open("summary").Text(FormatSummary(loses, row.Failures.Count - loses)).Close();
        html.Open("ul", ("class", "failures"));
        foreach (var failure in row.Failures.OrderByDescending(failure => failure.Loses).Take(MostFailures))
        {
            html.Open("li");
            html.Element("span", ReportResources.GetString(failure.Loses
                ? "vendor.failure.loses"
                : "vendor.failure.form"), ("class", failure.Loses ? "badge loses" : "badge form"));
            html.Open("a", ("class", "id"), ("href", $"#case={failure.Case}")).Text(failure.Case).Close().Text(" ");
            CheckLinks.Write(html, index, failure.Check);
            html.Open("span", ("class", "says")).WriteSentence(failure.Message).Close().Close();
        }

        html.Close();
        if (row.Failures.Count > MostFailures)
        {
            html.Element("p", string.Create(
                CultureInfo.InvariantCulture,
                $"… {row.Failures.Count - MostFailures} {ReportResources.GetString("places.more")}"), ("class", "soft"));
        }

        html.Close();
    }

    private static string FormatSummary(int loses, int form) => (loses, form) switch
    {
        (0, _) => Wording.Count(form, "vendor.form"),
        (_, 0) => Wording.Count(loses, "vendor.lost"),
        _ => $"{Wording.Count(loses, "vendor.lost")}, {Wording.Count(form, "vendor.form")}",
    };

    private static string FormatCounts(VendorRow row) =>
        Wording.Format("vendor.counts", row.Passed, row.Passed + row.Failed, row.NotJudged);
}
