using Conformance.Checking;

namespace Conformance.Commands.Showing;

/// <summary>The page of a check as text on a terminal.</summary>
internal static class ExplanationView
{
    private const string Indent = "  ";

    public static void Show(CheckEntry check, Terminal terminal)
    {
        var paint = new Paint(terminal.Out, terminal.HasColor);
        var page = check.Explanation;
        paint.Line(Tone.Strong, string.Join("  ", new[] { check.Id, check.Number, CheckListView.Word(check.Severity), CheckListView.Word(check.Kind) }.OfType<string>()));
        paint.Line(Tone.Plain, Columns.Hang("", check.Title, Terminal.Width));
        Section(paint, "What", page.What);
        Section(paint, "Why", page.Why);
        Section(paint, "Source", page.Source);
        Section(paint, "Good", page.Good.Text);
        Section(paint, "Bad", page.Bad.Text);
        Section(paint, "Clients", page.Clients);
    }

    private static void Section(Paint paint, string name, string markdown)
    {
        paint.Line(Tone.Plain, "");
        paint.Line(Tone.Strong, name);
        var isFenced = false;
        foreach (var line in Unfolded(markdown))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isFenced = !isFenced;
                continue;
            }

            paint.Line(isFenced ? Tone.Quiet : Tone.Plain, isFenced ? Columns.Exact(Indent, line, Terminal.Width) : Text(line));
        }
    }

    /// <summary>Without the blank lines at the end of blocks, which say nothing on a terminal.</summary>
    private static IEnumerable<string> Unfolded(string markdown)
    {
        var lines = markdown.Split('\n');
        return lines.Where((line, index) => line.Length > 0 || !(index + 1 < lines.Length && lines[index + 1].StartsWith("```", StringComparison.Ordinal)));
    }

    private static string Text(string line)
    {
        var text = line.Replace("**", "", StringComparison.Ordinal);
        return text.StartsWith("also: ", StringComparison.Ordinal) ? Columns.Hang(Indent, $"Named by {text["also: ".Length..]}, too.", Terminal.Width)
            : text.StartsWith("- ", StringComparison.Ordinal) ? Columns.Hang(Indent + "- ", text[2..], Terminal.Width).Replace("\n" + Indent + "- ", "\n" + Indent + Indent, StringComparison.Ordinal)
            : text.Length == 0 ? ""
            : Columns.Hang(Indent, text, Terminal.Width);
    }
}
