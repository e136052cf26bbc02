namespace Conformance.Reporting.Html;

/// <summary>
/// Finds a turn's <c>expect</c> in a scenario's text: line by line, because the text is all that a report has of the scenario.
/// </summary>
/// <param name="Line">The number of its first line, from 1.</param>
/// <param name="Lines">Its lines, without the indentation that all share.</param>
/// <param name="Events">The entries of its list of events; empty when it has none, or has it on one line.</param>
internal sealed record ExpectExcerpt(int Line, IReadOnlyList<string> Lines, IReadOnlyList<ExpectExcerpt.Entry> Events)
{
    private const string Key = "expect:";

    /// <summary>Returns the expectation of a turn (from 0); <see langword="null"/> when the text has none.</summary>
    public static ExpectExcerpt? TryCreate(string source, int turn)
    {
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        var starts = Enumerable.Range(0, lines.Length).Where(index => IsKey(lines[index], Key)).ToList();
        if (starts.Count <= turn)
        {
            return null;
        }

        var start = starts[turn];
        var end = FindEnd(lines, start, Indent(lines[start]));

        return new ExpectExcerpt(start + 1, Shift(lines[start..end]), ReadEntries(lines, start, end));
    }

    private static List<Entry> ReadEntries(string[] lines, int start, int end)
    {
        var list = Enumerable.Range(start, end - start).FirstOrDefault(index => IsKey(lines[index], "events:"), -1);
        if (list < 0)
        {
            return [];
        }

        var entries = new List<Entry>();
        var indent = -1;
        for (var index = list + 1; index < FindEnd(lines, list, Indent(lines[list]) - 1) && index < end; index++)
        {
            var text = lines[index].Trim();
            if (text.StartsWith("- ", StringComparison.Ordinal) && (indent < 0 || Indent(lines[index]) == indent))
            {
                indent = Indent(lines[index]);
                entries.Add(new Entry(index + 1, ReadType(text[2..]), text[2..]));
            }
            else if (entries.Count > 0 && indent >= 0 && Indent(lines[index]) > indent && text.Length > 0)
            {
                entries[^1] = entries[^1] with { Text = $"{entries[^1].Text}\n{text}" };
            }
            else if (indent >= 0 && text.Length > 0 && text[0] != '#')
            {
                break;
            }
        }

        return entries;
    }

    private static string ReadType(string entry)
    {
        var name = entry.Split(": ", 2)[0].Split(" #", 2)[0].Trim();

        return name.TrimEnd(':').Trim('"', '\'');
    }

    /// <summary>Returns the first line behind a block: one that is not empty and not deeper than its key.</summary>
    private static int FindEnd(string[] lines, int start, int indent)
    {
        var end = start + 1;
        while (end < lines.Length && (lines[end].Trim().Length == 0 || Indent(lines[end]) > indent))
        {
            end++;
        }

        while (end > start + 1 && lines[end - 1].Trim().Length == 0)
        {
            end--;
        }

        return end;
    }

    private static bool IsKey(string line, string key)
    {
        var text = line.TrimStart(' ', '-');

        return text.StartsWith(key, StringComparison.Ordinal) && (text.Length == key.Length || text[key.Length] is ' ');
    }

    /// <summary>Returns the column of the first character that is neither a space nor a list's dash.</summary>
    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;

    private static string[] Shift(string[] lines)
    {
        var least = lines.Where(line => line.Trim().Length > 0).Min(Indent);

        return [.. lines.Select(line => line.Length > least ? line[least..].TrimEnd() : line.Trim())];
    }

    /// <summary>One entry of the list of events.</summary>
    /// <param name="Line">Its line in the scenario.</param>
    /// <param name="Type">The event's type as written, such as <c>output_text.deltas</c>.</param>
    /// <param name="Text">The entry as written.</param>
    internal sealed record Entry(int Line, string Type, string Text);
}
