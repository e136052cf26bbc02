using System.Globalization;
using System.Text;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting;

/// <summary>A run as a page of Markdown for a pull request or a job summary. Pure.</summary>
public static class SummaryReport
{
    private const int MaxFailures = 20;

    /// <summary>Returns the page's text.</summary>
    public static string Create(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var page = new StringBuilder();
        WriteHead(page, run);
        WriteCounts(page, run);
        WriteGate(page, run);
        WriteRules(page, run);
        WriteFailures(page, run);
        WriteKnown(page, run);
        WriteList(
            page,
            [.. run.Cases.Where(static result => result.Flaky)],
            "Flaky",
            "Repeated runs gave different results; these cases count as passed unless `--fail-on-flaky` is given.",
            static result => result.Reason);
        WriteList(
            page,
            [.. run.Cases.Where(result => IsToldOnly(run, result))],
            "Wrong, but not failing the run",
            "Their level is below `--fail-on`, or only rules can fail the run.",
            static result => FirstDivergence.Find(result)?.Message ?? result.Reason);
        WriteReasons(page, run, Verdict.HarnessError, "Harness errors", "These are not a verdict on the relay.");
        WriteReasons(page, run, Verdict.NonStrict, "Tolerated", "Passed, but not as strictly as the specification requires.");
        WriteReasons(
            page, run, Verdict.NotApplicable, "Not applicable", $"Not run, and not counted as right. {WhyNotApplicable.Summarise(run)}.");

        return page.ToString();
    }

    private static void WriteHead(StringBuilder page, RunResult run)
    {
        page.Append(CultureInfo.InvariantCulture, $"## Relay conformance: {Escape(run.Info.Name)}\n\n");
        if (VerdictCounts.IsPartial(run))
        {
            var problem = run.End?.Problem is { } text ? $" {Escape(text)}" : "";
            page.Append(
                CultureInfo.InvariantCulture,
                $"> **Partial run:** {VerdictCounts.WithResult(run)} of {run.Info.Selected} selected cases have a result.{problem}\n\n");
        }
        else if (run.End?.Problem is { } problem)
        {
            page.Append(CultureInfo.InvariantCulture, $"> {Escape(problem)}\n\n");
        }
    }

    private static void WriteCounts(StringBuilder page, RunResult run)
    {
        var counts = VerdictCounts.Count(run);
        page.Append(
            CultureInfo.InvariantCulture, $"| {string.Join(" | ", counts.Select(count => VerdictCounts.GetWords(count.Key)))} | cases |\n");
        page.Append(CultureInfo.InvariantCulture, $"|{string.Concat(counts.Select(_ => " ---: |"))} ---: |\n");
        page.Append(
            CultureInfo.InvariantCulture,
            $"| {string.Join(" | ", counts.Select(count => count.Value.ToString(CultureInfo.InvariantCulture)))} | {run.Cases.Count} "
                + $"|\n\n");
        var time = run.End is { } end ? string.Create(CultureInfo.InvariantCulture, $" in {end.DurationMs / 1000:0.0} s") : "";
        page.Append(CultureInfo.InvariantCulture, $"{run.Info.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC{time}, "
            + $"relay {FormatCode(run.Info.Relay)} ({FormatCode(run.Info.Target)}), {FormatCode(run.Info.Command)}\n");
    }

    private static void WriteFailures(StringBuilder page, RunResult run)
    {
        var groups = FailureGroup.GroupCases(run.Cases.Where(result => result.Known is null && !IsToldOnly(run, result)));
        if (groups.Count > 0)
        {
            page.Append("\n### Failures by first divergence\n");
        }

        // Each cause is shown once before any is shown again.
        var left = Math.Max(0, MaxFailures - groups.Count);
        for (var place = 0; place < groups.Count; place++)
        {
            var group = groups[place];
            var more = place < MaxFailures ? Math.Min(left, group.Cases.Count - 1) : 0;
            var shown = place < MaxFailures ? 1 + more : 0;
            left -= more;
            page.Append(CultureInfo.InvariantCulture, $"\n**{FormatCause(group)}**, {FormatCases(group.Cases.Count)}\n");
            foreach (var result in group.Cases.Take(shown))
            {
                WriteFailure(page, result, run.Info.Relay);
            }

            WriteRest(page, group.Cases.Count - shown);
        }
    }

    private static void WriteGate(StringBuilder page, RunResult run)
    {
        var findings = run.End?.Gate ?? [];
        WriteLines(
            page,
            "Known failures that no longer hold",
            "Each of these fails the run until the list is corrected.",
            [.. findings.Where(static finding => finding.Fails).Select(static finding => finding.Message)]);
        WriteLines(page, "Since the baseline", $"Compared with {FormatCode(run.Info.Baseline ?? "")}.", [.. findings.Where(static finding =>
            !finding.Fails).Select(static finding => $"{finding.Kind.ToString().ToLowerInvariant()}: {finding.Message}")]);
    }

    private static void WriteLines(StringBuilder page, string title, string meaning, List<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\n{meaning}\n\n");
        foreach (var line in lines.Take(MaxFailures))
        {
            page.Append(CultureInfo.InvariantCulture, $"- {Escape(line)}\n");
        }

        if (lines.Count > MaxFailures)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n… and {lines.Count - MaxFailures} more.\n");
        }
    }

    /// <summary>Writes the broken rules; those that hold are one line.</summary>
    private static void WriteRules(StringBuilder page, RunResult run)
    {
        if (run.Rules.Count == 0)
        {
            return;
        }

        var broken = run.Rules.Where(static rule => rule.Cases.Count > 0)
            .OrderByDescending(static rule => rule.Fails)
            .ThenBy(static rule => rule.Severity)
            .ToList();
        var errors = broken.Count(static rule => rule.Severity == Severity.Error);
        var more = errors > 0 ? " more" : "";
        var warned = broken.Count > errors
            ? string.Create(CultureInfo.InvariantCulture, $"; {broken.Count - errors}{more} with warnings only")
            : "";
        var skipped = run.Info.SkippedRules.Count == 0
            ? ""
            : $" Not judged: {string.Join(", ", run.Info.SkippedRules.Select(FormatCode))}.";
        page.Append(
            CultureInfo.InvariantCulture,
            $"\n### Rules\n\n{errors} of {run.Rules.Count} broken{warned}. "
                + $"{run.Rules.Count(static rule => rule.Cases.Count == 0 && rule.Streams > 0)} hold, "
                + $"{run.Rules.Count(static rule => rule.Cases.Count == 0 && rule.Streams == 0)} applied to no answer, "
                + $"{run.Rules.Count(static rule => rule.Fails)} fail the run.{skipped}\n");
        if (broken.Count == 0)
        {
            return;
        }

        page.Append("\n| Rule | Held in | Weight | First example |\n| --- | ---: | --- | --- |\n");
        foreach (var rule in broken)
        {
            var weight = rule switch
            {
                { Fails: true } => "**fails the run**",
                { Known: { } known } => $"known: {Escape(known)}",
                _ => rule.Severity == Severity.Error ? "reported only" : rule.Severity.ToString().ToLowerInvariant(),
            };
            var example = rule.First is { } first
                ? $"{CellCode(first.Case)} {Escape(first.Finding.Message + RuleMembers.DescribeMembers(run, rule))}"
                : "";
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {CellCode(rule.Id)} | {rule.Held} of {rule.Streams} | {weight} | {example} |\n");
        }
    }

    private static void WriteKnown(StringBuilder page, RunResult run) =>
        WriteList(
            page,
            [.. run.Cases.Where(static result => result is { Verdict: Verdict.Failed, Known: not null })],
            "Known failures",
            "They ran and failed as expected.",
            static result => result.Known);

    private static bool IsToldOnly(RunResult run, CaseResult result) =>
        result is { Verdict: Verdict.Failed, Known: null } && !RunGate.Fails(run.Info, result);

    private static void WriteFailure(StringBuilder page, CaseResult result, string relay)
    {
        var text = FailureText.Create(result, relay);
        var fence = FormatFence(text);
        page.Append(CultureInfo.InvariantCulture, $"\n- {FormatCode(result.Id)} {Escape(result.Title)}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"  {fence}text\n  {text.Replace("\n", "\n  ", StringComparison.Ordinal)}\n  {fence}\n");
    }

    private static void WriteRest(StringBuilder page, int rest)
    {
        if (rest > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n… and {FormatCases(rest)} more in the report.\n");
        }
    }

    private static void WriteReasons(StringBuilder page, RunResult run, Verdict verdict, string title, string meaning)
    {
        WriteList(page, [.. run.Cases.Where(result => result.Verdict == verdict)], title, meaning, static result => result.Reason);
    }

    private static void WriteList(
        StringBuilder page, List<CaseResult> cases, string title, string meaning, Func<CaseResult, string?> reason)
    {
        if (cases.Count == 0)
        {
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\n{meaning}\n\n");
        foreach (var result in cases.Take(MaxFailures))
        {
            page.Append(CultureInfo.InvariantCulture, $"- {FormatCode(result.Id)} {Escape(reason(result) ?? result.Title)}\n");
        }

        WriteRest(page, cases.Count - MaxFailures);
    }

    private static string FormatCause(FailureGroup group)
    {
        var check = group.Check.Length == 0 ? "no finding" : FormatCode(group.Check);

        check += group.Variation is { } variation ? $" {FormatCode(variation)}" : "";
        return group.EventType is { } type ? $"{check} at {FormatCode(type)}" : check;
    }

    private static string FormatCases(int count) => count == 1 ? "1 case" : string.Create(CultureInfo.InvariantCulture, $"{count} cases");

    /// <summary>Returns text as a code span with as many backticks as it needs.</summary>
    private static string FormatCode(string text)
    {
        var line = OneLine(text);
        var ticks = new string('`', LongestRun(line) + 1);
        var space = line.StartsWith('`') || line.EndsWith('`') ? " " : "";

        return $"{ticks}{space}{line}{space}{ticks}";
    }

    /// <summary>Returns a code span in a table, where a bar would end the cell.</summary>
    private static string CellCode(string text) => FormatCode(text.Replace('|', '¦'));

    private static string FormatFence(string text) => new('`', Math.Max(3, LongestRun(text) + 1));

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var unit in text)
        {
            run = unit == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    /// <summary>Escapes text, so that a title or a reason is not read as Markdown or HTML.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var unit in OneLine(text))
        {
            escaped.Append(unit switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '@' => "&#64;",
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '!' or '~' => "\\" + unit,
                _ => unit.ToString(),
            });
        }

        return escaped.ToString();
    }

    private static string OneLine(string text) =>
        PlainText.Create(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
