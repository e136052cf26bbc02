using System.Globalization;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>Writes the head of the page: which relay, how it did, when and by which command.</summary>
internal static class SummaryWriter
{
    /// <summary>Writes the bar at the top, which is the same on every view.</summary>
    public static void WriteTop(HtmlWriter html, RunResult run)
    {
        html.Element("a", ReportResources.GetString("skip"), ("class", "skip"), ("href", "#main")).Line();
        html.Open("header", ("class", "top"));
        html.Open("a", ("class", "home"), ("href", "#"));
        html.Element("span", FormatTitle(run), ("class", "run-name"));
        html.Element("span", ReportResources.GetString("product"), ("class", "product")).Close();
        html.Open("div", ("class", "tools"), ("id", "tools"), ("hidden", ""));
        html.Element("button", ReportResources.GetString("theme.auto"), ("type", "button"), ("id", "theme"));
        html.Open("button", ("type", "button"), ("id", "help"), ("aria-haspopup", "dialog"))
            .Text(ReportResources.GetString("keys"))
            .Element("kbd", "?")
            .Close();
        html.Close().Close().Line();
    }

    /// <summary>Returns the relay's name, and the run's where the user gave it another one.</summary>
    public static string FormatTitle(RunResult run) =>
        string.Equals(run.Info.Name, run.Info.Relay, StringComparison.Ordinal) ? run.Info.Relay : $"{run.Info.Relay} · {run.Info.Name}";

    public static void Write(HtmlWriter html, RunResult run)
    {
        html.Open("section", ("class", "summary"), ("aria-labelledby", "run-title")).Line();
        html.Open("h1", ("id", "run-title")).Text(FormatTitle(run)).Close().Line();
        WriteHeadline(html, run);
        WritePartial(html, run);
        WriteBar(html, run);
        WriteCounts(html, run);
        WriteNotes(html, run);
        WriteFacts(html, run);
        html.Close().Line();
    }

    /// <summary>Writes the verdict on a relay in two sentences: its outcomes, and its rules.</summary>
    private static void WriteHeadline(HtmlWriter html, RunResult run)
    {
        var wrong = run.Cases.Count(result => result.Verdict == Verdict.Failed);
        var judged = run.Cases.Count(FirstDivergence.IsJudged);
        var broken = run.Rules.Count(rule => rule.Cases.Count > 0 && rule.Severity == Severity.Error);
        html.Open("p", ("class", RunGate.Fails(run) ? "headline bad" : "headline"));
        html.Text(judged == 0
            ? ReportResources.GetString("headline.none")
            : Wording.Format(wrong == 0 ? "headline.right" : "headline.wrong", wrong == 0 ? judged : wrong, judged));
        if (run.Rules.Count > 0)
        {
            html.Text(" ").Text(Wording.Format(broken == 0
                ? "headline.held"
                : "headline.broken", broken == 0 ? run.Rules.Count : broken, run.Rules.Count));
            var warned = run.Rules.Count(rule => rule.Cases.Count > 0 && rule.Severity != Severity.Error);
            if (warned > 0)
            {
                html.Text(" ").Text(Wording.Format(broken == 0 ? "headline.warned" : "headline.warned.more", warned));
            }
        }

        html.Close().Line();
    }

    private static void WritePartial(HtmlWriter html, RunResult run)
    {
        if (VerdictCounts.IsPartial(run))
        {
            html.Open("p", ("class", "partial")).Element("strong", ReportResources.GetString("partial"));
            html.Text(string.Create(CultureInfo.InvariantCulture, $" {VerdictCounts.WithResult(run)} of {run.Info.Selected} selected "
                + $"cases have a result. {run.End?.Problem}")).Close().Line();
        }
        else if (run.End?.Problem is { } problem)
        {
            html.Element("p", problem, ("class", "partial")).Line();
        }
    }

    private static void WriteNotes(HtmlWriter html, RunResult run)
    {
        if (run.Info.Notes.Count == 0)
        {
            return;
        }

        html.Open("ul", ("class", "notes"), ("aria-label", ReportResources.GetString("notes")));
        foreach (var note in run.Info.Notes)
        {
            html.Element("li", note);
        }

        html.Close().Line();
    }

    private static void WriteBar(HtmlWriter html, RunResult run)
    {
        // Widths are SVG attributes because the page's policy allows no style attributes.
        html.Open(
            "svg",
            ("class", "bar"),
            ("viewBox", "0 0 1000 10"),
            ("preserveAspectRatio", "none"),
            ("aria-hidden", "true"),
            ("focusable", "false"));
        var from = 0.0;
        var counts = VerdictCounts.Count(run).Where(count => count.Value > 0).ToList();
        foreach (var (verdict, count) in counts)
        {
            var width = 1000.0 * count / run.Cases.Count;
            var gap = verdict == counts[^1].Key ? 0 : 3;
            html.Open(
                "rect",
                ("class", VerdictCounts.GetKey(verdict)),
                ("x", FormatNumber(from)),
                ("y", "0"),
                ("width", FormatNumber(Math.Max(1, width - gap))),
                ("height", "10")).Close();
            from += width;
        }

        html.Close().Line();
    }

    private static void WriteCounts(HtmlWriter html, RunResult run)
    {
        html.Open("ul", ("class", "counts"));
        foreach (var (verdict, count) in VerdictCounts.Count(run)
            .Where(count => count.Value > 0 || count.Key is Verdict.Failed or Verdict.Passed))
        {
            var key = VerdictCounts.GetKey(verdict);
            html.Open("li", ("class", count == 0 ? $"{key} zero" : key));
            html.Element("span", count.ToString(CultureInfo.InvariantCulture), ("class", "number")).Text(" ");
            VerdictMark(html, verdict);
            html.Close();
        }

        WriteExtra(html, "known", run.Cases.Count(result => result.Known is not null));
        WriteExtra(html, "flaky", run.Cases.Count(result => result.Flaky));
        html.Close().Line();
        if (WhyNotApplicable.Summarise(run) is { } why)
        {
            html.Element("p", $"{Wording.GetVerdict(Verdict.NotApplicable)}: {why}", ("class", "soft why-not")).Line();
        }
    }

    private static void WriteExtra(HtmlWriter html, string name, int count)
    {
        if (count > 0)
        {
            html.Open("li", ("class", $"extra {name}"))
                .Element("span", count.ToString(CultureInfo.InvariantCulture), ("class", "number"))
                .Text(" ")
                .Element("span", ReportResources.GetString(name), ("class", $"badge {name}"))
                .Close();
        }
    }

    /// <summary>Writes the verdict as a shape and as words, so that colour is not needed.</summary>
    public static void VerdictMark(HtmlWriter html, Verdict verdict) =>
        html.Open("span", ("class", $"verdict {VerdictCounts.GetKey(verdict)}"))
            .Element("span", ReportResources.GetString($"mark.{VerdictCounts.GetKey(verdict)}"), ("class", "mark"), ("aria-hidden", "true"))
            .Text(Wording.GetVerdict(verdict)).Close();

    private static void WriteFacts(HtmlWriter html, RunResult run)
    {
        html.Open("dl", ("class", "facts"));
        WriteFact(html, "fact.started", run.Info.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        WriteFact(html, "fact.took", run.End is { } end
            ? string.Create(CultureInfo.InvariantCulture, $"{end.DurationMs / 1000:0.0} s")
            : ReportResources.GetString("cutoff"));
        WriteFact(html, "fact.cases", string.Create(CultureInfo.InvariantCulture, $"{run.Info.Selected} of {run.Info.Available} cases")
            + (run.Info.Selection.Length > 0 ? $" ({run.Info.Selection})" : ""));
        WriteFact(html, "fact.failon", run.Info.FailOn);
        WriteFact(html, "fact.dialect", run.Info.Dialect);
        WriteFact(html, "fact.lacks", run.Info.Lacks.Count == 0
            ? ReportResources.GetString("fact.nothing")
            : string.Join(", ", run.Info.Lacks));
        WriteFact(html, "fact.version", run.Info.Version);
        WriteFact(html, "fact.target", run.Info.Target, "wide");
        html.Open("div", ("class", "wide")).Element("dt", ReportResources.GetString("fact.command"));
        html.Open("dd").Open("code", ("class", "command")).Text(run.Info.Command).Close().Close().Close();
        html.Close().Line();
    }

    private static void WriteFact(HtmlWriter html, string key, string value, string? className = null) =>
        html.Open("div", ("class", className)).Element("dt", ReportResources.GetString(key)).Element("dd", value).Close();

    private static string FormatNumber(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
