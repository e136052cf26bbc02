using System.Globalization;
using Conformance.Fuzzing;
using Conformance.Fuzzing.Requesting;
using Conformance.Reporting.Texts;

namespace Conformance.Commands.Showing;

/// <summary>Shows a run of generated cases and requests on the console.</summary>
internal sealed class FuzzConsole(Terminal terminal, FuzzSettings settings) : IFuzzWatcher, IRequestWatcher
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private TimeSpan _shown;
    private TimeSpan _shownRequests;

    /// <summary>The clock.</summary>
    public TimeProvider Time => terminal.Time;

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

    /// <inheritdoc/>
    public void ReportRequests(long requests, int failures, TimeSpan elapsed)
    {
        if (elapsed - _shownRequests >= BetweenLines)
        {
            _shownRequests = elapsed;
            terminal.Out.WriteLine(
                FormatLine($"{Math.Floor(elapsed.TotalSeconds)} s: {requests} requests, {failures} different failures"));
        }
    }

    /// <inheritdoc/>
    public void ReportFailure(RequestFailure failure)
    {
        terminal.Out.WriteLine(FormatLine($"request {failure.Number} of seed {settings.Seed} fails: {failure.Fault.Kind}"));
        terminal.Out.WriteLine("  " + PlainText.Create($"{failure.Endpoint}: {failure.Fault.Message}"));
        terminal.Out.WriteLine("  " + FormatPath(failure.File));
    }

    /// <summary>Shows the result of the requests.</summary>
    public void ShowEnd(RequestEnd end, bool isCancelled)
    {
        if ((end.Problem ?? end.Dead) is { } problem)
        {
            FaultText.Write(terminal, problem, end.Output);
        }

        var when = isCancelled ? " when it was cancelled" : "";
        terminal.Out.WriteLine(FormatLine($"{end.Requests} requests, {end.Failures.Count} different failures{when}"));
        if (end.Unsteady > 0)
        {
            terminal.Out.WriteLine(FormatLine($"not counted, because they did not occur again: {end.Unsteady}"));
        }

        var failures = end.Failures.OrderByDescending(static failure => failure.Times).ToList();
        var (kinds, endpoints) = (Widest(static failure => failure.Fault.Kind), Widest(static failure => failure.Endpoint));
        foreach (var failure in failures)
        {
            var fault = $"{failure.Fault.Kind.PadRight(kinds)}  {failure.Endpoint.PadRight(endpoints)}";
            terminal.Out.WriteLine(FormatLine($"{failure.Times,6}  {fault}  {FormatPath(failure.File)}"));
        }

        if (failures.Count > 0)
        {
            terminal.Out.WriteLine("to send one again, add the options that name the relay to:");
            terminal.Out.WriteLine(FormatLine(
                $"relayconf fuzz --seed {settings.Seed} --first {failures[0].Number} --max-cases 0 --requests 1"));
        }

        int Widest(Func<RequestFailure, string> text) => failures.Select(failure => text(failure).Length).DefaultIfEmpty().Max();
    }

    /// <summary>Shows the result of the cases.</summary>
    public void ShowEnd(FuzzEnd end, bool isCancelled)
    {
        if ((end.Problem ?? end.Dead) is { } problem)
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
