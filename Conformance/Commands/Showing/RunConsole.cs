using Conformance.Results;
using Conformance.Running;

namespace Conformance.Commands.Showing;

/// <summary>A run on the terminal: what is not as it should be, as it comes, and a summary.</summary>
internal sealed class RunConsole(Terminal terminal, string relay, Func<CaseResult, string, string> failureText, bool verbose) : IRunWatcher
{
    private readonly Paint _paint = new(terminal.Out, terminal.HasColor);
    private readonly ProgressLine _progress = new(terminal.Out, terminal.HasColor);
    private int _failed;

    /// <summary>A word before the run.</summary>
    public void Hint(string text) => _paint.Line(Tone.Strong, text);

    /// <inheritdoc/>
    public void Finished(CaseResult result, int done, int selected)
    {
        _failed += result.Verdict == Verdict.Failed ? 1 : 0;
        if (result.Verdict is Verdict.Failed or Verdict.HarnessError or Verdict.NonStrict || verbose)
        {
            _progress.Clear();
            Tell(result);
        }

        _progress.Show($"{done}/{selected}  {_failed} failed  {result.Id}");
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
        _progress.Clear();
        Wrapped(Tone.Doubtful, "note: ", text);
    }

    /// <summary>The summary; and why the run stopped, if it did.</summary>
    public void End(SessionEnd end)
    {
        _progress.Clear();
        if (end.Unready is { } unready)
        {
            FaultText.Write(terminal, end.Result.End?.Problem ?? unready.Problem, unready.Output);
        }

        var summary = SummaryText.Of(end.Result);
        _paint.Line(summary.Tone, summary.Text);
        if (end.Report is { } report)
        {
            var near = Path.GetRelativePath(terminal.Directory, report);
            _paint.Line(Tone.Plain, "report: " + (near.StartsWith("..", StringComparison.Ordinal) ? report : near));
        }
    }

    private void Tell(CaseResult result)
    {
        switch (result.Verdict)
        {
            case Verdict.Failed or Verdict.HarnessError:
                Screen(failureText(result, relay), result.Verdict == Verdict.Failed && !Levels.IsRed(result.Level) ? Tone.Doubtful : Tone.Bad);
                break;
            case Verdict.NonStrict:
                Wrapped(Tone.Doubtful, "NON-STRICT ", $"{result.Id}  {result.Reason}");
                break;
            case Verdict.DidNotRun:
                Wrapped(Tone.Quiet, "DID NOT RUN ", $"{result.Id}  {result.Reason}");
                break;
            case Verdict.NotApplicable:
                Wrapped(Tone.Quiet, "N/A ", $"{result.Id}  {result.Reason}");
                break;
            default:
                Wrapped(Tone.Good, "PASS ", $"{result.Id}  {result.DurationMs:0} ms");
                foreach (var finding in result.Findings)
                {
                    Wrapped(Tone.Quiet, "  ", $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Check}: {finding.Message}");
                }

                break;
        }
    }

    /// <summary>One screen: the first line in the verdict's colour, each label's text hanging behind it.</summary>
    private void Screen(string text, Tone tone)
    {
        const int Label = 12;
        var lines = text.Split('\n');
        _paint.Line(tone, Columns.Groups(lines[0], Terminal.Width));
        foreach (var line in lines.Skip(1))
        {
            // A command that is broken into two lines cannot be copied.
            var whole = line.TrimStart().StartsWith("repro", StringComparison.Ordinal);
            _paint.Line(Tone.Plain, whole || line.Length <= Label ? line : Columns.Hang(line[..Label], line[Label..], Terminal.Width));
        }

        _paint.Line(Tone.Plain, "");
    }

    private void Wrapped(Tone tone, string label, string text) => _paint.Line(tone, Columns.Hang(label, text, Terminal.Width));
}
