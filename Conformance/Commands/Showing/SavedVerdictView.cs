using System.Globalization;
using Conformance.Checking;
using Conformance.Importing;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Commands.Showing;

/// <summary>Shows the findings in saved answers, check by check, as text.</summary>
internal sealed class SavedVerdictView(Terminal terminal, bool everything)
{
    private const int MostPlaces = 5;

    private readonly Paint _paint = new(terminal.Out, terminal.HasColor);

    public void Show(IReadOnlyList<SavedVerdict> verdicts)
    {
        foreach (var verdict in verdicts)
        {
            Show(verdict);
        }
    }

    private void Show(SavedVerdict verdict)
    {
        _paint.Line(Tone.Strong, Columns.Hang("", $"{RemoveMarkup(verdict.Answer.Name)}: {FormatForm(verdict)}", Terminal.Width));
        foreach (var check in verdict.Findings.GroupBy(finding => finding.Check, StringComparer.Ordinal))
        {
            ShowCheck(verdict.Answer, check.Key, [.. check]);
        }

        ShowClients(verdict.Clients);
        ShowCount(verdict.Findings);
    }

    private void ShowCheck(SavedAnswer answer, string id, List<Finding> findings)
    {
        var check = CheckIndex.Find(id);
        var severity = findings.Min(finding => finding.Severity);
        _paint.Line(Tone.Plain, "");
        _paint.Line(ToneOf(severity), string.Join("  ", new[] { id, check?.Number, CheckListView.FormatWord(severity) }.OfType<string>()));
        _paint.Line(Tone.Quiet, Columns.Hang("  ", check?.Title ?? "", Terminal.Width));
        foreach (var finding in everything ? findings : findings.Take(MostPlaces))
        {
            _paint.Line(Tone.Plain, Columns.Hang("  ", FormatPlace(answer, finding), Terminal.Width));
            ShowPair("message", finding.Message
                + (finding.Times > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({finding.Times} times)") : ""));
            ShowPair("expected", finding.Expected);
            ShowPair("received", finding.Received);
        }

        if (!everything && findings.Count > MostPlaces)
        {
            _paint.Line(
                Tone.Plain,
                string.Create(CultureInfo.InvariantCulture, $"  and {findings.Count - MostPlaces} more (--verbose shows them)"));
        }
    }

    private void ShowPair(string name, string? value)
    {
        if (value is not null)
        {
            var label = $"    {name,-8}  ";
            var text = RemoveMarkup(value);
            // JSON is cut behind a comma: a space in it may be part of a value.
            _paint.Line(Tone.Plain, text is ['{' or '[' or '"', ..]
                ? Columns.FormatExact(label, text, Terminal.Width)
                : Columns.Hang(label, text, Terminal.Width));
        }
    }

    private void ShowClients(IReadOnlyList<ClientCell> clients)
    {
        if (clients.Count == 0)
        {
            return;
        }

        _paint.Line(Tone.Plain, "");
        _paint.Line(Tone.Strong, "Clients (works: receives everything in the answer, including a failure)");
        foreach (var cell in clients)
        {
            _paint.Line(
                cell.Impact switch { "breaks" => Tone.Bad, "loses" => Tone.Doubtful, _ => Tone.Plain },
                Columns.Hang($"  {cell.Client,-13}  {cell.Impact,-6}  ", RemoveMarkup(cell.Says), Terminal.Width).TrimEnd());
        }
    }

    private void ShowCount(IReadOnlyList<Finding> findings)
    {
        var parts = findings.GroupBy(finding => finding.Severity)
            .OrderBy(group => group.Key)
            .Select(group => FormatPlural(group.Count(), FormatNoun(group.Key)))
            .ToList();
        _paint.Line(Tone.Plain, "");
        _paint.Line(
            findings.Count == 0 ? Tone.Good : ToneOf(findings.Min(finding => finding.Severity)),
            findings.Count == 0 ? "no findings" : Columns.Hang(
                "", $"{string.Join(", ", parts)}. To explain a check: relayconf explain {findings[0].Check}", Terminal.Width));
    }

    private static string FormatForm(SavedVerdict verdict)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{verdict.Answer.Answer.Body.Length:#,0} bytes");
        var count = FormatPlural(verdict.Wire?.Events.Count ?? 0, "event");
        return verdict.Answer.Form switch
        {
            SavedForm.Stream => $"a stream of {count}, {size}",
            SavedForm.Events => $"{count} as JSON",
            _ => string.Create(CultureInfo.InvariantCulture, $"a body with status {verdict.Answer.Answer.Status}, {size}"),
        };
    }

    private static string FormatPlace(SavedAnswer answer, Finding finding)
    {
        List<string> parts = [];
        if (finding.Event is { } index)
        {
            parts.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"event {index}{(string.IsNullOrEmpty(finding.EventType) ? "" : $" ({RemoveMarkup(finding.EventType)})")}"));
        }

        if (finding.Member is { Length: > 0 } member)
        {
            parts.Add(RemoveMarkup(member));
        }

        if (answer.ByteOf(finding) is { } at)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"byte {at}"));
        }

        if (answer.LineOf(finding) is { } line)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"line {line}"));
        }

        return parts.Count == 0 ? "the whole answer" : string.Join(", ", parts);
    }

    private static Tone ToneOf(Severity severity) => severity switch
    {
        Severity.Error => Tone.Bad,
        Severity.Warning => Tone.Doubtful,
        _ => Tone.Plain,
    };

    private static string FormatNoun(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "finding for some clients only",
    };

    private static string FormatPlural(int count, string noun)
    {
        if (count == 1)
        {
            return $"1 {noun}";
        }

        var nouns = noun.Contains(' ', StringComparison.Ordinal)
            ? noun.Replace("finding", "findings", StringComparison.Ordinal)
            : noun + "s";
        return string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {nouns}");
    }

    /// <summary>Returns a stream may hold what steers a terminal, and keys.</summary>
    private static string RemoveMarkup(string text) => Secrets.Mask(PlainText.Create(text));
}
