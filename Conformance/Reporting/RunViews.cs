using System.Text;
using Conformance.Results;

namespace Conformance.Reporting;

/// <summary>Writes every view of a run beside its <c>results.jsonl</c>; may be repeated at any time.</summary>
public static class RunViews
{
    /// <summary>Writes <c>report.html</c>, <c>junit.xml</c> and <c>summary.md</c>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="checks">The explanations of checks for the report.</param>
    public static void Write(RecordedRun run, IReadOnlyDictionary<string, CheckText>? checks = null)
    {
        ArgumentNullException.ThrowIfNull(run);

        Replace(run.Folder, "junit.xml", stream => stream.Write(Encoding.UTF8.GetBytes(JUnitReport.Create(run.Result))));
        Replace(run.Folder, "summary.md", stream => stream.Write(Encoding.UTF8.GetBytes(SummaryReport.Create(run.Result))));
        Replace(run.Folder, "report.html", stream => HtmlReport.Write(run.Result, run.Evidence, stream, checks));
    }

    /// <summary>A view is there as a whole or not at all, also while somebody has the old one open.</summary>
    private static void Replace(string folder, string name, Action<Stream> write)
    {
        var file = Path.Combine(folder, name);
        var fresh = file + ".new";
        using (var stream = File.Create(fresh))
        {
            write(stream);
        }

        File.Move(fresh, file, overwrite: true);
    }
}
