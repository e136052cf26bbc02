using System.Text;
using Conformance.Reporting.Html;
using Conformance.Results;

namespace Conformance.Reporting;

/// <summary>A run as one self-contained HTML file: opens from disk, needs no network, and lists everything without script.</summary>
public static class HtmlReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="run">The run.</param>
    /// <param name="evidence">What was recorded of a case; asked once for each case, in the order of the list.</param>
    /// <param name="output">Where to; left open.</param>
    /// <remarks>Evidence that cannot be read is said on the case's page; it does not stop the report.</remarks>
    public static void Write(RunResult run, Func<CaseResult, CaseEvidence?> evidence, Stream output)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(output);

        using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var html = new HtmlWriter(text);
        var list = CaseList.Of(run);

        html.DocumentType().Open("html", ("lang", "en")).Line();
        WriteHead(html, run);
        html.Open("body").Line();
        SummaryWriter.WriteTop(html, run);
        html.Open("main", ("id", "main"), ("tabindex", "-1")).Line();
        html.Open("div", ("id", "overview"));
        SummaryWriter.Write(html, run);
        CaseListWriter.Write(html, list);
        html.Close().Line();
        html.Element("article", "", ("id", "case"), ("hidden", ""), ("aria-labelledby", "case-title")).Line();
        html.Close().Line();
        WriteData(html, list, evidence);
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
        html.Element("title", $"{run.Info.Name} · {ReportResources.String("product")}").Line();
        html.Resource("style", ReportResources.Css).Line();
        html.Close().Line();
    }

    private static void WriteData(HtmlWriter html, CaseList list, Func<CaseResult, CaseEvidence?> evidence)
    {
        html.Inert("strings", "application/json", ReportResources.StringsJson).Line();
        var number = 0;
        foreach (var shard in PageShards.Of(list.Cases, evidence))
        {
            html.Inert($"shard-{number++}", PageShards.MediaType, shard).Line();
        }

        html.Resource("script", ReportResources.Script).Line();
    }
}
