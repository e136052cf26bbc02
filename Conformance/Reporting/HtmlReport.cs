using System.Globalization;
using System.Text;
using Conformance.Reporting.Boards;
using Conformance.Reporting.Html;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting;

/// <summary>
/// Writes a run as one self-contained HTML file: it opens from disk, needs no network, and lists everything without script.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="run">The run.</param>
    /// <param name="evidence">Returns the evidence of a case; called at most once for each case, in the order of the list.</param>
    /// <param name="output">The destination, which is not closed.</param>
    /// <param name="checks">The explanations of checks by id; a check without one is explained by its rule's title, or has no link.</param>
    /// <remarks>
    /// The page of a case states if its evidence cannot be read; this does not stop the report. Beyond <c>PageLimits.Page</c> evidence
    /// stays in the run's folder, that of right cases first.
    /// </remarks>
    public static void Write(
        RunResult run, Func<CaseResult, CaseEvidence?> evidence, Stream output, IReadOnlyDictionary<string, CheckText>? checks = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(output);

        using var text = new StreamWriter(
            output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var counted = new CountingWriter(text);
        var html = new HtmlWriter(counted);
        var list = CaseList.Of(run);
        var index = new PageIndex(run, checks ?? new Dictionary<string, CheckText>(StringComparer.Ordinal));

        html.DocumentType().Open("html", ("lang", "en")).Line();
        WriteHead(html, run);
        html.Open("body").Line();
        SummaryWriter.WriteTop(html, run);
        html.Open("main", ("id", "main"), ("tabindex", "-1"), ("data-shard", PageLimits.ShardCases.ToString(CultureInfo.InvariantCulture)))
            .Line();
        html.Open("div", ("id", "overview"));
        SummaryWriter.Write(html, run);
        WriteViews(html, run, list, index);
        html.Close().Line();
        html.Element("article", "", ("id", "case"), ("hidden", ""), ("aria-labelledby", "case-title")).Line();
        html.Close().Line();
        html.Inert("strings", "application/json", ReportResources.StringsJson).Line();
        html.Inert("index", "application/json", index.Serialize()).Line();
        var number = 0;
        var room = PageLimits.Page - counted.Count - ReportResources.Script.Length;
        foreach (var shard in new PageShards(evidence, room).Create(list.Cases))
        {
            html.Inert($"shard-{number++}", PageShards.MediaType, shard).Line();
        }

        html.Resource("script", ReportResources.Script).Line();
        html.Close().Close().Line();
    }

    private static void WriteHead(HtmlWriter html, RunResult run)
    {
        html.Open("head").Line();
        html.Void("meta", ("charset", "utf-8")).Line();
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", ReportResources.ContentSecurityPolicy)).Line();
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Line();
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark")).Line();
        html.Void("meta", ("name", "referrer"), ("content", "no-referrer")).Line();
        html.Element("title", $"{SummaryWriter.FormatTitle(run)} · {ReportResources.GetString("product")}").Line();
        html.Resource("style", ReportResources.Css).Line();
        html.Close().Line();
    }

    /// <summary>Writes all views, one below the other; the script shows one at a time.</summary>
    private static void WriteViews(HtmlWriter html, RunResult run, CaseList list, PageIndex index)
    {
        var rules = new RuleBoardWriter(html, run, index);
        var vendors = VendorBoard.Of(run);
        var clients = ClientBoard.Of(run);
        var broken = run.Rules.Count(rule => rule.Cases.Count > 0 && rule.Severity == Severity.Error);
        html.Open("nav", ("class", "views"), ("aria-label", ReportResources.GetString("views"))).Line();
        WriteLink(html, "cases", run.Cases.Count, bad: false);
        WriteLink(html, "rules", broken == 0 ? run.Rules.Count : broken, bad: broken > 0);
        WriteLink(html, "vendors", vendors.Rows.Count, bad: false);
        WriteLink(html, "clients", clients.Rows.Count, bad: false);
        WriteLink(html, "checks", index.Texts.Count, bad: false);
        html.Close().Line();
        WriteView(html, "cases", () =>
        {
            rules.WriteBroken();
            new CaseListWriter(html, list, index).Write();
        });
        WriteView(html, "rules", rules.Write);
        WriteView(html, "vendors", new VendorBoardWriter(html, vendors, index).Write);
        WriteView(html, "clients", new ClientBoardWriter(html, clients).Write);
        WriteView(html, "checks", new CheckListWriter(html, index).Write);
    }

    private static void WriteLink(HtmlWriter html, string view, int count, bool bad) =>
        html.Open("a", ("href", $"#view={view}"), ("data-view", view)).Text(ReportResources.GetString($"view.{view}"))
            .Element("span", bad
                ? Wording.Count(count, "broken")
                : count.ToString(CultureInfo.InvariantCulture), ("class", bad ? "count differs" : "count")).Close().Line();

    private static void WriteView(HtmlWriter html, string view, Action write)
    {
        html.Open("div", ("class", "view"), ("id", $"view={view}"), ("data-view", view), ("tabindex", "-1")).Line();
        write();
        html.Close().Line();
    }
}
