using Conformance.Reporting.Texts;
using Conformance.Results;
using Conformance.Running.Relays;

namespace Conformance.Commands.Showing;

/// <summary>Formats the end of a run on the terminal: the causes of wrong outcomes, and the rules that are broken.</summary>
internal static class CauseTable
{
    private const int MostRows = 20;
    private const int CountWidth = 7;

    /// <summary>
    /// Returns the causes of wrong outcomes that are not known failures, the most frequent first; no lines if there are no such causes.
    /// </summary>
    public static IEnumerable<string> GetCauses(RunResult run)
    {
        var rows = RunCause.List(run).Where(cause => cause.Count > 0).ToList();
        if (rows.Count == 0)
        {
            yield break;
        }

        var cases = rows.Sum(row => row.Count);
        yield return $"{FormatPlural(rows.Count, "cause", "causes")} of {FormatPlural(cases, "wrong outcome", "wrong outcomes")}";
        foreach (var line in GetRows([("cases", "check at event (member)", "first case"), .. rows.Take(MostRows)
            .Select(row => ($"{row.Count}", row.Words, row.First))]))
        {
            yield return line;
        }

        if (rows.Count > MostRows)
        {
            yield return $"{"",CountWidth}… and {FormatPlural(rows.Count - MostRows, "cause", "causes")} more in the report";
        }
    }

    /// <summary>Returns the rules that are broken, with how often they held and the first example.</summary>
    /// <param name="run">The run.</param>
    /// <param name="showsDeath">
    /// Whether a failure on the screen has the last lines of a relay that died, so that they are not needed again.
    /// </param>
    public static IEnumerable<(Tone Tone, string Text)> GetRules(RunResult run, bool showsDeath)
    {
        var broken = run.Rules.Where(SummaryText.IsBroken).ToList();
        if (broken.Count == 0)
        {
            yield break;
        }

        yield return (Tone.Strong, $"{FormatPlural(broken.Count, "rule is", "rules are")} broken");
        foreach (var rule in broken)
        {
            var tone = rule.Known is not null ? Tone.Quiet : rule.Fails ? Tone.Bad : Tone.Doubtful;
            var known = rule.Known is { } reason ? $"  known: {reason}" : rule.Fails ? "" : "  does not fail the run";
            yield return (tone, Columns.Hang("  ", $"{rule.Id}  held in {rule.Held} of {rule.Streams} streams{known}", Terminal.Width));
            if (rule.First is { } first)
            {
                var suffix = rule.Id == RelayDeath.Check ? "" : $" First in {first.Case}.";
                var text = PlainText.Create($"{first.Finding.Message}{RuleMembers.DescribeMembers(run, rule)}{suffix}");
                yield return (Tone.Plain, Columns.Hang("      ", text, Terminal.Width));
                var isNewDeath = rule.Id == RelayDeath.Check && !showsDeath;
                foreach (var line in isNewDeath ? RelayDeath.ListShownLines(first.Finding.Received ?? "") : [])
                {
                    yield return (Tone.Plain, Columns.Hang("      | ", PlainText.Create(line), Terminal.Width));
                }
            }
        }
    }

    /// <summary>Returns one line for each row if all rows fit; otherwise the first case of each row has a separate line.</summary>
    private static IEnumerable<string> GetRows(IReadOnlyList<(string Count, string Cause, string Case)> rows)
    {
        var wide = rows.Max(row => row.Cause.Length);
        var fits = CountWidth + wide + 2 + rows.Max(row => row.Case.Length) <= Terminal.Width;
        foreach (var (count, cause, first) in rows)
        {
            var label = count.PadLeft(CountWidth - 2) + "  ";
            if (fits)
            {
                yield return label + cause.PadRight(wide) + "  " + first;
            }
            else
            {
                yield return Columns.Hang(label, cause, Terminal.Width);
                yield return Columns.Hang(new string(' ', CountWidth + 2), first, Terminal.Width);
            }
        }
    }

    private static string FormatPlural(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
