using System.Text;
using Conformance.Reporting.Html;
using Conformance.Results;

namespace Conformance.Reporting.Matrix;

/// <summary>Several runs as one self-contained HTML file: opens from disk, needs no network, and shows its tables without script.</summary>
public static class MatrixReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="runs">The runs, one column each, in this order.</param>
    /// <param name="output">The destination, which is not closed.</param>
    /// <remarks>Evidence that cannot be read is left out of the page; it does not stop it.</remarks>
    public static void Write(IReadOnlyList<RecordedRun> runs, Stream output)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(output);

        Write(
            MatrixTable.Of([.. runs.Select(static run => run.Result)]),
            [.. runs.Select(static run => (Func<CaseResult, CaseEvidence?>)run.ReadEvidence)],
            output);
    }

    /// <summary>Returns the same as a page of Markdown, without the streams. Pure.</summary>
    public static string CreateMarkdown(IReadOnlyList<RunResult> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);

        return MatrixMarkdown.Create(MatrixTable.Of(runs));
    }

    internal static void Write(MatrixTable table, IReadOnlyList<Func<CaseResult, CaseEvidence?>> evidence, Stream output)
    {
        using var text = new StreamWriter(
            output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var html = new HtmlWriter(text);
        html.DocumentType().Open("html", ("lang", "en")).Line();
        WriteHead(html, table);
        html.Open("body", ("class", "matrix")).Line();
        MatrixWriter.Write(html, table);
        WriteData(html, table, evidence);
        html.Close().Close().Line();
    }

    private static void WriteHead(HtmlWriter html, MatrixTable table)
    {
        html.Open("head").Line();
        html.Void("meta", ("charset", "utf-8")).Line();
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", MatrixResources.ContentSecurityPolicy)).Line();
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Line();
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark")).Line();
        html.Void("meta", ("name", "referrer"), ("content", "no-referrer")).Line();
        html.Element(
            "title",
            $"{string.Join(", ", table.Relays.Take(4).Select(static relay => relay.Name))}{(table.Relays.Count > 4 ? ", …" : "")} "
                + $"· {MatrixResources.GetString("product")}")
            .Line();
        html.Resource("style", MatrixResources.Css).Line();
        html.Close().Line();
    }

    private static void WriteData(HtmlWriter html, MatrixTable table, IReadOnlyList<Func<CaseResult, CaseEvidence?>> evidence)
    {
        html.Inert("strings", "application/json", MatrixResources.StringsJson).Line();
        html.Inert("relays", "application/json", System.Text.Json.JsonSerializer.Serialize(
            [.. table.Relays.Select(static relay => relay.Name)], MatrixJson.Default.IReadOnlyListString)).Line();
        var number = 0;
        foreach (var shard in new MatrixPages(evidence).CreateShards(table.Cases))
        {
            html.Inert($"shard-{number++}", PageShards.MediaType, shard).Line();
        }

        html.Resource("script", MatrixResources.Script).Line();
    }
}
