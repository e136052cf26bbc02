using Scenarios.Model;

namespace Conformance.Commands.Showing;

/// <summary>An expectation in the words of the format.</summary>
internal static class ExpectationView
{
    public static void Show(Expectation expect, TextWriter output)
    {
        foreach (var outcome in expect.Outcomes)
        {
            WriteOutcome(outcome, output);
        }

        foreach (var request in expect.Requests)
        {
            WriteLine(output, "  request: ", ConsoleJson.FormatFlow(request));
        }

        if (expect.RequestHeaders is { } headers)
        {
            WriteLine(output, "  request headers: ", ConsoleJson.FormatFlow(headers));
        }

        foreach (var bound in expect.Timing)
        {
            WriteLine(
                output,
                "  in time: ",
                $"{FormatSubject(bound.Subject)} at most {bound.Max.TotalMilliseconds:0.###} ms after step {bound.Step}");
        }

        if (expect.Upstream is { } upstream)
        {
            WriteLine(output, "  upstream: ", FormatUpstream(upstream));
        }

        if (expect.Breaks.Count > 0)
        {
            WriteLine(output, "  known to break: ", string.Join(", ", expect.Breaks.Select(declared => declared.Rule)));
        }
    }

    private static void WriteOutcome(Outcome outcome, TextWriter output)
    {
        if (outcome.Because is { } because)
        {
            WriteLine(output, "  or ", $"({(outcome.Grade == Grade.NonStrict ? "non-strict" : "info")}: {because})");
        }

        foreach (var expected in outcome.Events ?? [])
        {
            WriteLine(output, "  - ", EventText.Format(expected));
        }

        if (outcome.Final is { } final)
        {
            WriteLine(output, "  final: ", ConsoleJson.FormatFlow(final));
        }

        if (outcome.Http is { } http)
        {
            WriteLine(output, "  http: ", ConsoleJson.FormatFlow(http));
        }
    }

    private static string FormatSubject(TimingSubject subject) => subject switch
    {
        TimingSubject.TerminalAfter => "the terminal event",
        TimingSubject.ClientClosedAfter => "the end of the client's connection",
        TimingSubject.UpstreamReleasedAfter => "the close of the upstream connection",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string FormatUpstream(UpstreamExpectation expected)
    {
        List<string> words = [];
        if (expected.Requests is { } requests)
        {
            words.Add(requests.Min != requests.Max
                ? $"{requests.Min} to {requests.Max} requests"
                : requests.Min == 1 ? "1 request" : $"{requests.Min} requests");
        }

        if (expected.Aborted is { } aborted)
        {
            words.Add(aborted ? "the relay closes the upstream connection early" : "the relay reads the upstream to the end");
        }

        if (expected.MinimumGap is { } gap)
        {
            words.Add($"at least {gap.TotalMilliseconds:0.###} ms between requests");
        }

        return string.Join(", ", words);
    }

    private static void WriteLine(TextWriter output, string label, string text) =>
        output.WriteLine(Columns.Hang(label, text, Terminal.Width));
}
