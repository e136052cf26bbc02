using Conformance.Reporting.Texts;
using Conformance.Results;
using Conformance.Running;
using Conformance.Running.Cases;
using Conformance.Running.Relays;

namespace Conformance.Commands.Showing;

/// <summary>
/// Shows a run on the terminal: its progress, then one failure of each of the most frequent causes, all causes, the broken rules, and a
/// summary.
/// </summary>
internal sealed class RunConsole(Terminal terminal, string relay, Func<CaseResult, string, string> failureText, bool verbose) : IRunWatcher
{
    /// <summary>The default number of failures that are shown in full.</summary>
    public const int DefaultShown = 5;

    private readonly Paint _paint = new(terminal.Out, terminal.HasColor);
    private readonly ProgressLine _progress = new(terminal.Out, terminal.HasColor);
    private int _wrong;

    /// <summary>The number of failures that are shown in full.</summary>
    public int MaxShown { get; init; } = DefaultShown;

    /// <summary>Shows a hint before the run.</summary>
    public void Hint(string text) => _paint.Line(Tone.Strong, text);

    /// <inheritdoc/>
    public void Finished(CaseResult result, int done, int selected)
    {
        _wrong += result is { Verdict: Verdict.Failed, Known: null } ? 1 : 0;
        _progress.Clear();
        Show(result);
        _progress.Show($"{done}/{selected}  {_wrong} wrong  {result.Id}");
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
        _progress.Clear();
        WriteWrapped(Tone.Doubtful, "note: ", text);
    }

    /// <summary>Shows the causes, the rules and the summary, and the reason if the run stopped early.</summary>
    public void ShowEnd(SessionEnd end)
    {
        _progress.Clear();
        if (end.Unready is { } unready)
        {
            FaultText.Write(terminal, end.Result.End?.Problem ?? unready.Problem, unready.Output);
        }

        var shown = SelectShown(end.Result);
        foreach (var result in shown)
        {
            WriteScreen(failureText(result, relay), result.Verdict == Verdict.HarnessError || Levels.IsRed(result.Level)
                ? Tone.Bad
                : Tone.Doubtful);
        }

        ShowCauses(end.Result);
        ShowRules(end.Result, shown.Any(static result => result.Findings.Any(static finding => finding.Check == RelayDeath.Check)));
        var summary = SummaryText.Create(end.Result);
        _paint.Line(summary.Tone, Columns.Hang("", summary.Text, Terminal.Width));
        if (WhyNotApplicable.Summarise(end.Result) is { } why)
        {
            _paint.Line(Tone.Quiet, Columns.Hang("", $"not applicable: {why}", Terminal.Width));
        }

        if (verbose && SummaryText.FormatVariations(end.Result) is { } variations)
        {
            _paint.Line(Tone.Plain, variations);
        }

        if (end.Report is { } report)
        {
            var near = Path.GetRelativePath(terminal.Directory, report);
            _paint.Line(Tone.Plain, "report: " + (near.StartsWith("..", StringComparison.Ordinal) ? report : near));
        }
    }

    /// <summary>
    /// Returns the failures to show in full: the first case of each cause, in the order of the table of causes, and then what broke the
    /// harness.
    /// </summary>
    private List<CaseResult> SelectShown(RunResult run)
    {
        var cases = run.Cases.ToDictionary(static result => result.Id, StringComparer.Ordinal);
        return [.. RunCause.List(run)
            .Select(cause => cases[cause.First])
            .Concat(run.Cases.Where(static result => result.Verdict == Verdict.HarnessError))
            .Take(MaxShown)];
    }

    private void Show(CaseResult result)
    {
        switch (result.Verdict)
        {
            case Verdict.Failed when result.Known is { } expected && verbose:
                WriteWrapped(Tone.Quiet, "KNOWN ", $"{result.Id}  {expected}");
                break;
            case Verdict.Passed or Verdict.NonStrict when result.Flaky:
                WriteWrapped(Tone.Doubtful, "FLAKY ", $"{result.Id}  {result.Reason}");
                break;
            case Verdict.Failed when result.Known is null && verbose:
            case Verdict.HarnessError when verbose:
                WriteWrapped(Tone.Bad, "FAIL ", $"{result.Id}  {FailureGroup.WordsOf(result)}");
                break;
            case Verdict.NonStrict:
                WriteWrapped(Tone.Doubtful, "NON-STRICT ", $"{result.Id}  {result.Reason}");
                break;
            case Verdict.NotApplicable when verbose:
                WriteWrapped(Tone.Quiet, "N/A ", $"{result.Id}  {result.Reason}");
                break;
            case Verdict.DidNotRun when verbose:
                WriteWrapped(Tone.Quiet, "DID NOT RUN ", $"{result.Id}  {result.Reason}");
                break;
            case Verdict.Passed when verbose:
                ShowPass(result);
                break;
        }
    }

    private void ShowPass(CaseResult result)
    {
        WriteWrapped(Tone.Good, "PASS ", $"{result.Id}  {result.DurationMs:0} ms");
        foreach (var finding in result.Findings)
        {
            WriteWrapped(Tone.Quiet, "  ", $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Check}: {finding.Message}");
        }
    }

    private void ShowCauses(RunResult run)
    {
        var lines = CauseTable.GetCauses(run).ToList();
        for (var number = 0; number < lines.Count; number++)
        {
            _paint.Line(number switch { 0 => Tone.Strong, 1 => Tone.Quiet, _ => Tone.Plain }, lines[number]);
        }

        if (lines.Count > 0)
        {
            _paint.Line(Tone.Plain, "");
        }
    }

    private void ShowRules(RunResult run, bool showsDeath)
    {
        var lines = CauseTable.GetRules(run, showsDeath).ToList();
        foreach (var (tone, text) in lines)
        {
            _paint.Line(tone, text);
        }

        if (lines.Count > 0)
        {
            _paint.Line(Tone.Plain, "");
        }
    }

    /// <summary>Shows one screen: the first line in the verdict's colour, each label's text indented behind it.</summary>
    private void WriteScreen(string text, Tone tone)
    {
        const int Label = 12;
        var lines = text.Split('\n');
        _paint.Line(tone, Columns.FormatGroups(lines[0], Terminal.Width));
        foreach (var line in lines.Skip(1))
        {
            // A command that is broken into two lines cannot be copied.
            var whole = line.TrimStart().StartsWith("repro", StringComparison.Ordinal);
            _paint.Line(Tone.Plain, whole || line.Length <= Label ? line : Columns.Hang(line[..Label], line[Label..], Terminal.Width));
        }

        _paint.Line(Tone.Plain, "");
    }

    private void WriteWrapped(Tone tone, string label, string text) =>
        _paint.Line(tone, Columns.Hang(label, PlainText.Create(text), Terminal.Width));
}
