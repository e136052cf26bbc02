using System.Globalization;
using System.Text;
using Conformance.Reporting.Suites;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting;

/// <summary>A run as annotations of a GitHub workflow: lines that the runner takes from the standard output. Pure.</summary>
/// <remarks>GitHub shows ten annotations of each type for each step. If there are more, the tenth states how many are omitted.</remarks>
public static class GitHubReport
{
    private const int MaxOfType = 10;
    private const int MaxMessage = 1000;

    /// <summary>Returns the lines; empty when there is nothing to annotate.</summary>
    public static string Create(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var suites = TestSuites.Create(run);
        var tests = Enumerable.Reverse(suites).SelectMany(static suite => suite.Tests).ToList();
        var errors = tests.Where(static test => test.State is TestState.Failed or TestState.Error).OrderBy(GetWeight).ToList();
        var warnings = tests.Where(static test => test is { State: TestState.Passed, Flaky: true }).ToList();
        var known = tests.Where(static test => test is { State: TestState.Skipped, RawStatus: "known" }).ToList();
        var lines = new StringBuilder();
        Write(lines, "error", errors, run.Info);
        Write(lines, "warning", warnings, run.Info);
        if (run.End is null or { Partial: true })
        {
            WriteLine(lines, "warning", FormatProperties(run.Info.Relay + ": partial run", file: null, line: null), run.End?.Problem
                ?? "The run was cut off.");
        }

        if (known.Count > 0)
        {
            var names = string.Join(", ", known.Take(MaxOfType).Select(static test => test.Name));
            var more = known.Count > MaxOfType ? $" and {FormatNumber(known.Count - MaxOfType)} more" : "";
            WriteLine(
                lines,
                "notice",
                FormatProperties($"{run.Info.Relay}: known failures", run.Info.KnownFile, line: null),
                $"{Count(known.Count, "known failure does", "known failures do")} not fail this run: {names}{more}");
        }

        return lines.ToString();
    }

    /// <summary>Returns the order of an annotation: the gate first, then rules, then cases, the strongest level first.</summary>
    private static int GetWeight(TestEntry test) => test.Group switch
    {
        "gate" => 0,
        "rules" => 1,
        _ => 2 + Math.Max(0, Array.IndexOf(
            ["must", "should", "may", "info"], test.Properties.FirstOrDefault(static property => property.Key == "level").Value)),
    };

    private static void Write(StringBuilder lines, string type, List<TestEntry> tests, RunInfo info)
    {
        // The partial run takes one of the warnings.
        var room = type == "warning" ? MaxOfType - 1 : MaxOfType;
        var shown = tests.Count > room ? room - 1 : tests.Count;
        foreach (var test in tests.Take(shown))
        {
            WriteLine(lines, type, FormatProperties($"{info.Relay}: {test.Name} ({test.Type})", test.File, test.File is null
                ? null
                : test.Line ?? 1), test.Message);
        }

        if (tests.Count > shown)
        {
            WriteLine(
                lines,
                type,
                FormatProperties($"{info.Relay}: more", file: null, line: null),
                $"{FormatNumber(tests.Count - shown)} more, which exceed GitHub's limit; see the report, or summary.md.");
        }
    }

    private static string FormatProperties(string title, string? file, int? line)
    {
        List<string> properties = [];
        if (file is not null)
        {
            properties.Add("file=" + EscapeProperty(file));
        }

        if (line is { } number)
        {
            properties.Add("line=" + FormatNumber(number));
        }

        properties.Add("title=" + EscapeProperty(title));
        return string.Join(',', properties);
    }

    private static void WriteLine(StringBuilder lines, string type, string properties, string message) =>
        lines.Append("::").Append(type).Append(' ').Append(properties).Append("::").Append(EscapeData(message)).Append('\n');

    private static string EscapeData(string text)
    {
        var line = PlainText.OneLine(text);
        return (line.Length > MaxMessage ? line[..MaxMessage] + "…" : line).Replace("%", "%25", StringComparison.Ordinal);
    }

    private static string EscapeProperty(string text) =>
        EscapeData(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string Count(int count, string one, string many) => $"{FormatNumber(count)} {(count == 1 ? one : many)}";

    private static string FormatNumber(int number) => number.ToString(CultureInfo.InvariantCulture);
}
