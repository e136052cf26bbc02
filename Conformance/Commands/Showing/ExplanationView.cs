using System.Text.RegularExpressions;
using Conformance.Checking;

namespace Conformance.Commands.Showing;

/// <summary>The page of a check as text on a terminal.</summary>
internal static partial class ExplanationView
{
    private const string Indent = "  ";
    private const string Mark = "> ";

    private static readonly IEqualityComparer<string> WithoutNumbers = EqualityComparer<string>.Create(
        (left, right) => SequenceNumber().Replace(left ?? "", "") == SequenceNumber().Replace(right ?? "", ""),
        line => SequenceNumber().Replace(line, "").GetHashCode(StringComparison.Ordinal));

    public static void Show(CheckEntry check, Terminal terminal)
    {
        var paint = new Paint(terminal.Out, terminal.HasColor);
        var page = check.Explanation;
        paint.Line(Tone.Strong, string.Join("  ", new[]
        {
            check.Id,
            check.Number,
            CheckListView.FormatWord(check.Severity),
            CheckListView.FormatWord(check.Kind),
        }.OfType<string>()));
        paint.Line(Tone.Plain, Columns.Hang("", check.Title, Terminal.Width));
        WriteSection(paint, "What", page.What);
        WriteSection(paint, "Why", page.Why);
        WriteSection(paint, "Source", page.Source);
        WriteSection(paint, "Good", page.Good.Text);
        // An event that comes earlier because another is missing has another number and is the same event.
        var isShifted = GetLines(page.Good).Count != GetLines(page.Bad).Count;
        WriteSection(
            paint, "Bad", page.Bad.Text, line => GetLines(page.Good).Contains(line, isShifted ? WithoutNumbers : StringComparer.Ordinal));
        ShowMissing(paint, page);
        WriteSection(paint, page.NamesVendors ? "Vendors" : "Clients", page.Clients);
    }

    /// <summary>Shows the missing lines if the fault of a bad answer is that something is missing.</summary>
    private static void ShowMissing(Paint paint, CheckExplanation page)
    {
        var missing = GetLines(page.Good)
            .Except(GetLines(page.Bad), StringComparer.Ordinal)
            .Where(line => line.StartsWith("event: ", StringComparison.Ordinal))
            .ToList();
        if (missing.Count > 0)
        {
            paint.Line(
                Tone.Bad,
                Columns.Hang(Indent, $"Missing: {string.Join(", ", missing.Select(line => line["event: ".Length..]))}", Terminal.Width));
        }
    }

    private static List<string> GetLines(CheckExample example) => [.. example.Blocks.SelectMany(block => block.Text.Split('\n'))];

    /// <summary>Shows a section. Lines of its blocks that are not known are marked.</summary>
    private static void WriteSection(Paint paint, string name, string markdown, Predicate<string>? isKnown = null)
    {
        paint.Line(Tone.Plain, "");
        paint.Line(Tone.Strong, name);
        var isFenced = false;
        foreach (var line in SplitLines(markdown))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isFenced = !isFenced;
                continue;
            }

            var isNew = isFenced && isKnown?.Invoke(line) == false;
            paint.Line(isNew ? Tone.Bad : isFenced ? Tone.Quiet : Tone.Plain, isFenced
                ? Columns.FormatExact(isNew ? Mark : Indent, line, Terminal.Width).TrimEnd()
                : FormatText(line));
        }
    }

    /// <summary>Returns the lines without the blank lines at the end of blocks, which have no meaning on a terminal.</summary>
    private static IEnumerable<string> SplitLines(string markdown)
    {
        var lines = markdown.Split('\n');
        return lines.Where((line, index) => line.Length > 0
            || !(index + 1 < lines.Length && lines[index + 1].StartsWith("```", StringComparison.Ordinal)));
    }

    private static string FormatText(string line)
    {
        var text = line.Replace("**", "", StringComparison.Ordinal);
        return text.StartsWith(
            "also: ", StringComparison.Ordinal) ? Columns.Hang(Indent, $"Named by {text["also: ".Length..]}, too.", Terminal.Width)
            : text.StartsWith("- ", StringComparison.Ordinal) ? Columns.Hang(Indent + "- ", text[2..], Terminal.Width).Replace("\n" + Indent
                + "- ", "\n" + Indent + Indent, StringComparison.Ordinal)
            : text.Length == 0 ? ""
            : Columns.Hang(Indent, text, Terminal.Width);
    }

    [GeneratedRegex(@"""sequence_number"":\d+,?", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SequenceNumber();
}
