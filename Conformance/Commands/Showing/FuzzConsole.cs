using System.Globalization;
using Conformance.Fuzzing;
using Conformance.Reporting.Texts;

namespace Conformance.Commands.Showing;

/// <summary>Shows a run of generated cases on the console.</summary>
internal sealed class FuzzConsole(Terminal terminal, FuzzSettings settings) : IFuzzWatcher
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private TimeSpan _shown;

    /// <summary>Announces the cases of the run.</summary>
    public void Begin(IReadOnlyList<string> notes)
    {
        foreach (var note in notes)
        {
            terminal.Out.WriteLine(note);
        }

        terminal.Out.WriteLine(FormatLine($"seed {settings.Seed}, {settings.Jobs} cases in parallel"));
    }

    /// <inheritdoc/>
    public void ReportPlay(long cases, long plays, int failures, TimeSpan elapsed)
    {
        if (elapsed - _shown >= BetweenLines)
        {
            _shown = elapsed;
            terminal.Out.WriteLine(
                FormatLine($"{Math.Floor(elapsed.TotalSeconds)} s: {cases} cases, {plays} plays, {failures} different failures"));
        }
    }

    /// <inheritdoc/>
    public void ReportFailures(IReadOnlyList<FuzzFailure> failures)
    {
        var first = failures[0];
        var checks = string.Join(", ", failures.Select(static failure => failure.Finding.Check).Distinct());
        terminal.Out.WriteLine(FormatLine($"case {first.Number} of seed {settings.Seed} fails: {checks}"));
        terminal.Out.WriteLine("  " + PlainText.Create(first.Finding.Message));
        terminal.Out.WriteLine("  " + FormatPath(first.File));
    }

    /// <summary>Shows the result of the run.</summary>
    public void ShowEnd(FuzzEnd end, bool isCancelled)
    {
        if (end.Problem is { } problem)
        {
            FaultText.Write(terminal, problem, end.Output);
        }

        var when = isCancelled ? " when it was cancelled" : "";
        terminal.Out.WriteLine(FormatLine($"{end.Cases} cases, {end.Plays} plays, {end.Failures.Count} different failures{when}"));
        if (end.Unsteady > 0)
        {
            terminal.Out.WriteLine(FormatLine($"{end.Unsteady} cases failed once but not when repeated; they are not counted"));
        }

        var width = end.Failures.Select(static failure => failure.Finding.Check.Length).DefaultIfEmpty().Max();
        foreach (var failure in end.Failures.OrderByDescending(static failure => failure.Times))
        {
            terminal.Out.WriteLine(FormatLine($"{failure.Times,6}  {failure.Finding.Check.PadRight(width)}  {FormatPath(failure.File)}"));
        }

        if (end.Failures.Count > 0)
        {
            terminal.Out.WriteLine(
                FormatLine($"to reduce one: relayconf shrink {FormatPath(end.Failures[0].File)} --check {end.Failures[0].Finding.Check}"));
        }
    }

    private string FormatPath(string file) =>
        Path.GetRelativePath(terminal.Directory, file) is var near && near.StartsWith("..", StringComparison.Ordinal) ? file : near;

    private static string FormatLine(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
