using System.Globalization;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Running.Asking;

/// <summary>Names <c>--timeout</c> in the findings of an answer that it ended.</summary>
internal static class TimeoutWords
{
    /// <summary>Returns the bound as it is named everywhere, such as <c>10 s (--timeout)</c>.</summary>
    public static string FormatBound(TimeSpan timeout) =>
        string.Create(CultureInfo.InvariantCulture, $"{timeout.TotalSeconds:0.###} s (--timeout)");

    /// <summary>Returns the findings, with a note in the first outcome of each turn that timed out.</summary>
    public static IReadOnlyList<Finding> Add(IReadOnlyList<Finding> findings, IReadOnlyList<RecordedTurn> turns, TimeSpan timeout)
    {
        var late = turns.Where(static turn => turn.Answer.End == StreamEnd.TimedOut).ToDictionary(static turn => turn.Index + 1);
        if (late.Count == 0)
        {
            return findings;
        }

        List<Finding> named = [.. findings];
        foreach (var (number, turn) in late)
        {
            var first = named.FindIndex(finding => finding.Turn == number
                && finding is { Kind: FindingKind.Outcome, Severity: Severity.Error });
            if (first >= 0)
            {
                named[first] = named[first] with
                {
                    Received = $"{(named[first].Received is { Length: > 0 } received ? received + "; " : "")}{Missing(turn)} "
                        + $"within {FormatBound(timeout)}",
                };
            }
        }

        return named;
    }

    private static string Missing(RecordedTurn turn) => turn switch
    {
        { Answer.Status: null } => "no answer",
        { Wire: null } => "no end of the body",
        { Wire.Events: var events } when events.Any(IsTerminal) => "the connection was not closed",
        _ => "no terminal event",
    };

    private static bool IsTerminal(WireEvent seen) => seen.Type is "response.completed" or "response.failed" or "response.incomplete";
}
