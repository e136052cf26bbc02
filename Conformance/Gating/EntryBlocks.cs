using Scenarios.Model;

namespace Conformance.Gating;

/// <summary>The lines of a list's file by the entry they belong to. A comment straight above an entry belongs to it. Pure.</summary>
internal sealed class EntryBlocks
{
    private readonly IReadOnlyList<KnownEntry> _entries;
    private readonly int[] _starts;

    private EntryBlocks(
        IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> entries, IReadOnlyList<KnownEntry> known, int[] starts)
    {
        Head = head;
        Entries = entries;
        _entries = known;
        _starts = starts;
    }

    /// <summary>The lines before the first entry.</summary>
    public IReadOnlyList<string> Head { get; }

    /// <summary>The lines of each entry.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Entries { get; }

    /// <summary>Splits a file into entries. A file in which entries share a line or are not in block style is rewritten.</summary>
    public static EntryBlocks Read(string text, IReadOnlyList<KnownEntry> entries)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var dashes = entries.Select(entry => DashOf(lines, entry.Place.Line - 1)).ToArray();
        if (text.Trim().Length == 0 || Array.Exists(dashes, static dash => dash < 0) || dashes.Distinct().Count() != dashes.Length)
        {
            return Anew(text.Trim().Length == 0 || entries.Count > 0 ? [] : lines, entries);
        }

        if (entries.Count == 0)
        {
            // An empty list in flow style cannot stand before entries.
            return new EntryBlocks([.. lines.Where(static line => line.Trim() is not "[]")], [], entries, []);
        }

        var starts = dashes.Select(dash => StartOf(lines, dash)).ToArray();
        var cut = starts.Select((start, index) => (IReadOnlyList<string>)lines[start..(index + 1 < starts.Length
            ? starts[index + 1]
            : lines.Length)]).ToList();
        return new EntryBlocks(lines[..starts[0]], cut, entries, starts);
    }

    /// <summary>The entry's lines with another subject.</summary>
    public IReadOnlyList<string> WithSubject(int index, string id, bool withComment)
    {
        var (start, end) = _entries[index].Subject;
        var lines = Entries[index].ToArray();
        var line = start.Line - 1 - _starts[index];
        lines[line] = lines[line][..(start.Column - 1)] + id + lines[line][(end.Column - 1)..];
        return withComment ? lines : [.. lines.SkipWhile(static text => text.TrimStart() is ['#', ..])];
    }

    private static EntryBlocks Anew(IReadOnlyList<string> head, IReadOnlyList<KnownEntry> entries)
    {
        List<KnownEntry> placed = [];
        List<IReadOnlyList<string>> blocks = [];
        foreach (var entry in entries)
        {
            var key = entry.Rule is null ? "case" : "rule";
            var subject = entry.Rule ?? Quote(entry.Case!.Text);
            List<string> block = [$"- {key}: {subject}"];
            AddIf(block, "check", entry.Check);
            block.Add($"  reason: {Quote(entry.Reason)}");
            AddIf(block, "link", entry.Link);
            AddIf(block, "since", entry.Since?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            blocks.Add(block);
            var start = new SourcePlace(entry.Place.File, 1, $"- {key}: ".Length + 1);
            placed.Add(entry with { Subject = (start, start with { Column = start.Column + subject.Length }) });
        }

        return new EntryBlocks(head, blocks, placed, new int[entries.Count]);
    }

    private static void AddIf(List<string> block, string key, string? value)
    {
        if (value is not null)
        {
            block.Add($"  {key}: {value}");
        }
    }

    private static string Quote(string text) => "'" + text.ReplaceLineEndings(" ").Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>The line of the entry's dash; -1 when there is none.</summary>
    private static int DashOf(string[] lines, int line)
    {
        for (var at = Math.Min(line, lines.Length - 1); at >= 0; at--)
        {
            switch (lines[at].TrimStart())
            {
                case ['-', ..]:
                    return at;
                case "" or ['#', ..] when at != line:
                    continue;
                default:
                    if (at != line)
                    {
                        return -1;
                    }

                    continue;
            }
        }

        return -1;
    }

    /// <summary>The first line of the comment straight above an entry, unless that comment is the file's own at its top.</summary>
    private static int StartOf(string[] lines, int dash)
    {
        var start = dash;
        while (start > 0 && lines[start - 1].TrimStart() is ['#', ..])
        {
            start--;
        }

        // A comment that starts the file is about the file when it names the schema.
        return start == 0 && lines[0].Contains("yaml-language-server", StringComparison.Ordinal) ? Math.Min(1, dash) : start;
    }
}
