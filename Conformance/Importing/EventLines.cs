using System.Text;
using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Importing;

/// <summary>Events that were saved as JSON, framed as the stream that carried them.</summary>
/// <param name="Framed">The stream.</param>
/// <param name="Numbers">For each event the line it stands on, or its number in the array, from 1.</param>
internal sealed record EventLines(ReadOnlyMemory<byte> Framed, IReadOnlyList<int> Numbers)
{
    /// <summary>Frames an array of events; returns <see langword="null"/> if one of its elements is not an event.</summary>
    public static EventLines? OfArray(JsonElement array)
    {
        var elements = array.Elements();
        return elements.Count > 0 && elements.All(SavedFile.IsEvent)
            ? Frame(elements.Select((element, index) => (index + 1, element.GetRawText().ReplaceLineEndings(" "))))
            : null;
    }

    /// <summary>
    /// Frames lines of events; returns <see langword="null"/> if the first of them is not an event. Later lines are not changed, so that
    /// the rules can report them.
    /// </summary>
    public static EventLines? OfLines(ReadOnlyMemory<byte> file, int start)
    {
        var lines = Encoding.UTF8.GetString(file.Span[start..])
            .Split('\n')
            .Select((line, index) => (Number: index + 1, Text: line.Trim()))
            .Where(line => line.Text.Length > 0);
        return IsEvent(lines.First().Text) ? Frame(lines) : null;
    }

    private static EventLines Frame(IEnumerable<(int Number, string Text)> events)
    {
        using var framed = new MemoryStream();
        List<int> numbers = [];
        foreach (var (number, text) in events)
        {
            numbers.Add(number);
            framed.Write(Encoding.UTF8.GetBytes(ReadName(text) is { } name ? $"event: {name}\ndata: {text}\n\n" : $"data: {text}\n\n"));
        }

        return new EventLines(framed.ToArray(), numbers);
    }

    private static bool IsEvent(string line) => SavedFile.IsEvent(SavedJson.Parse(line));

    private static string? ReadName(string line) =>
        SavedJson.Parse(line).Member("type").Text() is { Length: > 0 } type && !type.AsSpan().ContainsAny('\n', '\r') ? type : null;
}
