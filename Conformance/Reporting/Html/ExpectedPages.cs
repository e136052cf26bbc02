using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>Places a case's expectation beside the received values, also without a golden stream. Pure.</summary>
internal static class ExpectedPages
{
    private const string Joined = ".deltas";

    /// <param name="turn">What was received.</param>
    /// <param name="expect">What the scenario expects, as it is written.</param>
    /// <param name="isRight">Whether the outcome is right. Then no row counts as a difference.</param>
    public static ExpectedPage Create(TurnEvidence turn, ExpectExcerpt? expect, bool isRight)
    {
        var events = turn.Golden is null && expect is not null ? ReadEvents(expect.Events, turn.Events) : [];
        var isShown = turn.Golden is not null || turn.Expected.Count > 0 || events.Count > 0;

        return new ExpectedPage(
            turn.Expected.Count + turn.Outcome.Count == 0 ? [] : CreateOutcome(turn, isRight),
            events,
            isShown || expect is null || expect.Lines.Count == 0 ? null : new SourceLines(expect.Line, expect.Lines));
    }

    private static IReadOnlyList<DiffRow> CreateOutcome(TurnEvidence turn, bool isRight)
    {
        var rows = GoldenDiff.CreateRows(turn.Expected, turn.Outcome, GetKey);
        return isRight ? [.. rows.Select(static row => row.Kind == "gap" ? row : Calm(row))] : rows;
    }

    // The expectation may omit members, or have patterns for them.
    private static DiffRow Calm(DiffRow row) =>
        row with { Kind = "same", LeftText = Calm(row.LeftText), RightText = Calm(row.RightText) };

    private static List<DiffPiece>? Calm(IReadOnlyList<DiffPiece>? pieces) =>
        pieces?.Select(static piece => piece with { Changed = null }).ToList();

    /// <summary>Returns a fact's name: the text before two spaces.</summary>
    private static string GetKey(string line) => line.Split("  ")[0];

    private static List<ExpectedEvent> ReadEvents(IReadOnlyList<ExpectExcerpt.Entry> entries, IReadOnlyList<EventEvidence> received)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        var runs = JoinRuns(received, entries.Where(entry => entry.Type.EndsWith(Joined, StringComparison.Ordinal))
            .Select(entry => GetName(entry.Type))
            .ToHashSet(StringComparer.Ordinal));
        var rows = new List<ExpectedEvent>();
        foreach (var (left, right) in EventAlignment.OfKeys(
            [.. entries.Select(entry => GetName(entry.Type))], [.. runs.Select(run => run.Type)]))
        {
            var entry = left is { } line ? entries[line] : null;
            var run = right is { } index ? runs[index] : default;
            rows.Add(new ExpectedEvent(
                (entry, right) switch { (null, _) => "added", (_, null) => "removed", _ => "same" },
                entry?.Line,
                entry?.Text,
                right is null ? null : run.First,
                right is null ? null : run.Type,
                right is null ? 1 : run.Count));
            if (rows.Count == PageLimits.DiffRows)
            {
                rows.Add(new ExpectedEvent(
                    "gap", Line: null, Text: null, Math.Max(entries.Count, runs.Count) - PageLimits.DiffRows, Type: null));
                break;
            }
        }

        return rows;
    }

    /// <summary>Returns the received events. Those that the list joins count as one, and the marker at the end is not an event.</summary>
    private static List<(int First, string Type, int Count)> JoinRuns(IReadOnlyList<EventEvidence> received, HashSet<string> joined)
    {
        var runs = new List<(int First, string Type, int Count)>();
        foreach (var next in received.Where(next => next.Type != "[DONE]"))
        {
            if (runs.Count > 0 && runs[^1].Type == next.Type && joined.Contains(next.Type))
            {
                runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
            }
            else
            {
                runs.Add((next.Index, next.Type, 1));
            }
        }

        return runs;
    }

    private static string GetName(string type)
    {
        var single = type.EndsWith(Joined, StringComparison.Ordinal) ? type[..^1] : type;

        return single == "error" || single.StartsWith("response.", StringComparison.Ordinal)
            || single.Contains(':', StringComparison.Ordinal) ? single : "response." + single;
    }
}
