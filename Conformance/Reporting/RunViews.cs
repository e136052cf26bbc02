using System.Text;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting;

/// <summary>Writes the views of a run beside its <c>results.jsonl</c>; may be repeated at any time.</summary>
public static class RunViews
{
    private static readonly IReadOnlyList<(string Name, Action<RecordedRun, IReadOnlyDictionary<string, CheckText>?> Write)> Views =
    [
        ("html", static (
            run, checks) => Replace(run.Folder, "report.html", stream => HtmlReport.Write(run.Result, run.ReadEvidence, stream, checks))),
        // The source of all others: it is there before any of them.
        ("jsonl", static (_, _) => { }),
        ("junit", static (run, _) => Replace(run.Folder, "junit.xml", JUnitReport.Create(run.Result))),
        ("trx", static (run, _) => Replace(run.Folder, "results.trx", TrxReport.Create(run.Result))),
        ("ctrf", static (run, _) => Replace(run.Folder, "ctrf.json", CtrfReport.Create(run.Result))),
        ("md", static (run, _) => Replace(run.Folder, "summary.md", SummaryReport.Create(run.Result))),
        ("github", static (run, _) => Replace(run.Folder, "github.txt", GitHubReport.Create(run.Result))),
        ("badge", static (run, _) =>
        {
            Replace(run.Folder, "badge.json", BadgeReport.CreateEndpoint(run.Result));
            Replace(run.Folder, "badge.svg", BadgeReport.CreatePicture(run.Result));
        }),
    ];

    /// <summary>The names of the views, as <c>--reporter</c> takes them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Views.Select(static view => view.Name)];

    /// <summary>Writes the views that the run's own line names; the page last, since it is the largest.</summary>
    /// <param name="run">The run.</param>
    /// <param name="checks">The explanations of checks for the page.</param>
    public static void Write(RecordedRun run, IReadOnlyDictionary<string, CheckText>? checks = null)
    {
        ArgumentNullException.ThrowIfNull(run);

        foreach (var (_, write) in Views.Where(view => run.Result.Info.Reporters.Contains(view.Name, StringComparer.Ordinal))
            .OrderBy(static view => view.Name == "html"))
        {
            write(run, checks);
        }
    }

    private static void Replace(string folder, string name, string text) =>
        Replace(folder, name, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes a view completely or not at all, also while the old one is open in a browser.</summary>
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
