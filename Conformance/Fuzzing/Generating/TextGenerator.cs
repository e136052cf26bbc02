using System.Text;

namespace Conformance.Fuzzing.Generating;

/// <summary>Makes texts with the characters that relays break on, and cuts them into pieces.</summary>
internal sealed class TextGenerator(FuzzRandom random)
{
    private static readonly string[] Words =
    [
        "Hello", " world", "a", " ", "\n", "\n\n", "\t", "\r\n", "é", "ß", "你好", "😀", "👩‍👩‍👧", "\u200b", "\ufeff", "\u2028", "\u0000",
        "\u0007", "\u007f", "\"", "\\", "\\n", "\\u0041", "/", "{", "}", "[", "]", ":", ",",
        "data: x", "\n\ndata: [DONE]\n\n", "[DONE]", "event: error", ": comment", "id: 7", "null", "true", "0", "-1.5e3", "<b>", "&amp;",
        "<", ">", "</", "```json\n", "{\"a\":1}", " $name", "{{i}}", "'", "%", "#", " - ", "*", "ﬁ", "Ω",
        "\U0001F468\u200D\U0001F4BB", "e\u0301", "\u202e", "\uffff", "\ue000",
    ];

    private static readonly string[] Tags =
    [
        "<think>", "</think>", "<thi", "nk>", "<think", "</thi", "<tool_call>", "</tool_call>", "<function=get_weather>", "<|im_end|>",
        "<thinking>",
    ];

    /// <summary>Returns a text of a few words; it may be empty.</summary>
    public string CreateText(int mostWords = 6) => JoinPieces(random.NextBelow(mostWords + 1));

    /// <summary>Returns a text of at least one word.</summary>
    public string CreateWords(int mostWords = 4) => JoinPieces(random.NextBetween(1, mostWords));

    /// <summary>Returns a piece of the markup that models write into their text.</summary>
    public string Markup() => random.Pick(Tags);

    /// <summary>Returns a text without characters that are special anywhere.</summary>
    public string CreatePlain() => random.Pick("Hello", "How is Oslo", "Tell me more", "Read the file", "Ja, bitte", "What is 1 + 1");

    /// <summary>Cuts a text into at most the given number of pieces, never inside a character; pieces may be empty.</summary>
    public IReadOnlyList<string> Cut(string text, int mostPieces)
    {
        var runes = text.EnumerateRunes().ToList();
        List<string> pieces = [];
        var start = 0;
        for (var left = random.NextBetween(1, mostPieces); left > 1; left--)
        {
            var end = start + random.NextBelow(runes.Count - start + 1);
            pieces.Add(CreatePart(runes, start, end));
            start = end;
        }

        pieces.Add(CreatePart(runes, start, runes.Count));
        return pieces;
    }

    private string JoinPieces(int count)
    {
        var text = new StringBuilder();
        for (; count > 0; count--)
        {
            text.Append(random.Pick(Words));
        }

        return text.ToString();
    }

    private static string CreatePart(List<Rune> runes, int start, int end) =>
        string.Concat(runes[start..end].Select(static rune => rune.ToString()));
}
