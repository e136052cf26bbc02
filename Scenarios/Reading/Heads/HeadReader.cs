using System.Text.RegularExpressions;
using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;

namespace Scenarios.Reading.Heads;

/// <summary>Reads the description of a case: id, title, level and the words from the closed lists.</summary>
internal sealed partial class HeadReader(NodeReader nodes, Fields fields)
{
    public void CheckSchema()
    {
        if (fields["schema"] is { } node && nodes.ReadText(node, "schema") is { } schema && schema != FormatWords.Schema)
        {
            nodes.Report(node.Place, "unknown-schema", $"'{schema}' is not the version this reader knows; write {FormatWords.Schema}");
        }
    }

    public string ReadId(string expected)
    {
        if (fields["id"] is not { } node || nodes.ReadText(node, "id") is not { } id)
        {
            return expected;
        }

        if (!CaseId.IsValid(id))
        {
            nodes.Report(
                node.Place,
                "bad-id",
                $"'{id}' is not a valid id; write lower-case words joined by hyphens, with at least one folder: tools/name-split");
        }
        else if (id != expected)
        {
            nodes.Report(node.Place, "id-mismatch", $"'{id}' is not where the file stands; write '{expected}', or move the file");
        }

        return id;
    }

    public string ReadTitle()
    {
        if (fields["title"] is not { } node || nodes.ReadText(node, "title") is not { } title)
        {
            return "";
        }

        if (title.Length is 0 or >= TextPatterns.TitleLimit)
        {
            nodes.Report(node.Place, "bad-title", $"the title has {title.Length} characters; write 1 to {TextPatterns.TitleLimit - 1}");
        }

        if (EmptyWords().Match(title) is { Success: true } empty)
        {
            nodes.Report(node.Place, "bad-title", $"the title contains '{empty.Value}'; state what happens as a fact");
        }

        return title;
    }

    public string? ReadWhy() => fields["why"] is { } node ? nodes.ReadText(node, "why") : null;

    public Level ReadLevel() => (fields["level"] is { } node ? nodes.ReadWord(node, "level", FormatWords.Levels) : null) switch
    {
        "should" => Level.Should,
        "may" => Level.May,
        "info" => Level.Info,
        _ => Level.Must,
    };

    /// <summary>Reads a list of words.</summary>
    /// <param name="key">The key of the list.</param>
    /// <param name="kind">The kind of word, for messages.</param>
    /// <param name="code">The code of the problem that a word is unknown.</param>
    /// <param name="known">The words there are; <see langword="null"/> to take any.</param>
    public IReadOnlyList<string> ReadWords(string key, string kind, string code, IEnumerable<string>? known)
    {
        if (fields[key] is not { } list)
        {
            return [];
        }

        List<string> words = [];
        foreach (var node in nodes.ReadList(list, key))
        {
            if (nodes.ReadText(node, kind) is not { } word)
            {
                continue;
            }

            if (known is not null && !known.Contains(word))
            {
                nodes.Report(node.Place, code, $"'{word}' is not a {kind} in the vocabulary; {WordSuggestion.Suggest(word, known)}");
            }
            else if (words.Contains(word))
            {
                nodes.Report(node.Place, "duplicate-value", $"'{word}' is already in the list; remove one");
            }

            words.Add(word);
        }

        return words;
    }

    [GeneratedRegex(
        @"\b(should|test that)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex EmptyWords();
}
