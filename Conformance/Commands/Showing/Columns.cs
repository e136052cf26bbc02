using System.Text;

namespace Conformance.Commands.Showing;

/// <summary>Breaks text into lines that fit.</summary>
internal static class Columns
{
    /// <summary>
    /// Returns the text behind a label, wrapped, later lines indented to the label's width. Breaks at spaces, and inside a word only when
    /// it cannot fit.
    /// </summary>
    public static string Hang(string label, string text, int width)
    {
        var room = Math.Max(20, width - label.Length);
        var indent = new string(' ', label.Length);
        var result = new StringBuilder(label);
        var first = true;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').SelectMany(line => GetLines(line, room)))
        {
            if (!first)
            {
                result.Append('\n').Append(indent);
            }

            result.Append(line);
            first = false;
        }

        return result.ToString();
    }

    /// <summary>
    /// Returns the text behind a label with nothing added and nothing lost: broken behind a comma where there is one, else where the line
    /// is full.
    /// </summary>
    public static string FormatExact(string label, string text, int width)
    {
        var room = Math.Max(20, width - label.Length);
        return label + string.Join('\n' + new string(' ', label.Length), text.Split('\n').SelectMany(line => FindCuts(line, room)));
    }

    /// <summary>Groups of words, parted by two spaces, on as many lines as they need; a group is broken only when it cannot fit.</summary>
    public static string FormatGroups(string text, int width)
    {
        List<string> lines = [];
        foreach (var group in text.Split("  ", StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + 2 + group.Length <= width)
            {
                lines[^1] += "  " + group;
            }
            else
            {
                lines.AddRange(Hang(lines.Count == 0 ? "" : "  ", group, width).Split('\n'));
            }
        }

        return string.Join('\n', lines);
    }

    private static IEnumerable<string> FindCuts(string text, int room)
    {
        var rest = text;
        while (rest.Length > room)
        {
            var comma = rest.LastIndexOf(',', room - 1);
            var cut = comma > room / 2 ? comma + 1 : FindWholeCut(rest, room);
            yield return rest[..cut];
            rest = rest[cut..];
        }

        yield return rest;
    }

    /// <summary>Returns a cut that parts no pair of surrogates.</summary>
    private static int FindWholeCut(string text, int cut) => char.IsHighSurrogate(text[cut - 1]) ? cut - 1 : cut;

    private static IEnumerable<string> GetLines(string text, int room)
    {
        var rest = text.TrimEnd();
        while (rest.Length > room)
        {
            var space = rest.LastIndexOf(' ', room);
            var cut = space > 0 ? space : FindWholeCut(rest, room);
            yield return rest[..cut].TrimEnd();
            rest = rest[cut..].TrimStart(' ');
        }

        yield return rest;
    }
}
