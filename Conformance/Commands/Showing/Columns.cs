using System.Text;

namespace Conformance.Commands.Showing;

/// <summary>Breaks text into lines that fit.</summary>
internal static class Columns
{
    /// <summary>The text behind a label, wrapped, later lines indented to the label's width. Breaks at spaces, and inside a word only when it cannot fit.</summary>
    public static string Hang(string label, string text, int width)
    {
        var room = Math.Max(20, width - label.Length);
        var indent = new string(' ', label.Length);
        var result = new StringBuilder(label);
        var first = true;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').SelectMany(line => Lines(line, room)))
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

    private static IEnumerable<string> Lines(string text, int room)
    {
        var rest = text.TrimEnd();
        while (rest.Length > room)
        {
            var space = rest.LastIndexOf(' ', room);
            var cut = space > 0 ? space : room - (char.IsHighSurrogate(rest[room - 1]) ? 1 : 0);
            yield return rest[..cut].TrimEnd();
            rest = rest[cut..].TrimStart(' ');
        }

        yield return rest;
    }
}
