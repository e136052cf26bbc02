using System.Text;
using Conformance.Reporting;
using Conformance.Results;
using Conformance.Running;

namespace Conformance.Commands.Showing;

/// <summary>Shows the result of a run's gate on the terminal, and on GitHub if the run is a step of a workflow.</summary>
internal static class GateConsole
{
    private const int MaxOfKind = 10;

    // GitHub rejects a summary that is larger than 1,024 KB; some space is reserved for the note that it was cut.
    private const int MaxSummary = (1024 * 1024) - 512;

    /// <summary>Writes the gate's findings, the annotations, and the job's summary.</summary>
    public static void Show(Terminal terminal, RunResult run)
    {
        var paint = new Paint(terminal.Out, terminal.HasColor);
        if (run.End is { ExitCode: ExitCodes.Unexpected, Problem: { } problem })
        {
            paint.Line(Tone.Doubtful, problem);
        }

        foreach (var kind in run.End?.Gate.GroupBy(static finding => finding.Kind).OrderByDescending(static group =>
            group.Any(static finding => finding.Fails)) ?? Enumerable.Empty<IGrouping<GateFindingKind, GateFinding>>())
        {
            ShowKind(paint, kind.Key, [.. kind]);
        }

        if (run.Info.Reporters.Contains("github", StringComparer.Ordinal))
        {
            terminal.Out.Write(GitHubReport.Create(run));
        }

        if (terminal.Environment.GetValueOrDefault("GITHUB_STEP_SUMMARY") is { Length: > 0 } summary)
        {
            AppendSummary(summary, SummaryReport.Create(run));
        }
    }

    private static void ShowKind(Paint paint, GateFindingKind kind, List<GateFinding> findings)
    {
        var (label, tone) = kind switch
        {
            GateFindingKind.UnexpectedPass or GateFindingKind.StaleEntry => ("", Tone.Bad),
            GateFindingKind.New => ("new      ", Tone.Bad),
            GateFindingKind.Fixed => ("fixed    ", Tone.Good),
            GateFindingKind.Changed => ("changed  ", Tone.Doubtful),
            GateFindingKind.Gone => ("gone     ", Tone.Quiet),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        foreach (var finding in findings.Take(MaxOfKind))
        {
            // A place that is broken into two lines cannot be clicked.
            paint.Line(tone, label.Length == 0 ? finding.Message : Columns.Hang(label, finding.Message, Terminal.Width));
        }

        if (findings.Count > MaxOfKind)
        {
            paint.Line(Tone.Quiet, $"{label}… and {findings.Count - MaxOfKind} more in the report");
        }
    }

    private static void AppendSummary(string file, string text)
    {
        var room = MaxSummary - (File.Exists(file) ? new FileInfo(file).Length : 0);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > room)
        {
            var cut = Array.LastIndexOf(bytes, (byte)'\n', (int)Math.Clamp(room, 0, bytes.Length - 1));
            var kept = Encoding.UTF8.GetString(bytes, 0, cut + 1);
            var isOpen = kept.Split('\n').Count(static line => line.TrimStart().StartsWith("```", StringComparison.Ordinal)) % 2 == 1;
            text = kept + (isOpen ? "```\n" : "")
                + "\n_This summary is truncated at GitHub's limit of 1,024 KB. The complete text is in summary.md in the run's folder._\n";
        }

        File.AppendAllText(file, text);
    }
}
