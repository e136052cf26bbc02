using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Heads;

/// <summary>Reads <c>vary</c> and holds each variation to cases that it can be made from.</summary>
internal static class VariationReader
{
    /// <summary>Returns the words; <see langword="null"/> when the case names none, an empty list when it wants none.</summary>
    public static IReadOnlyList<string>? Read(YamlNode? node, IReadOnlyList<Turn> turns, NodeReader nodes)
    {
        if (node is null)
        {
            return null;
        }

        List<string> words = [];
        foreach (var entry in nodes.ReadList(node, "vary"))
        {
            if (nodes.ReadWord(entry, "vary", FormatWords.Variations) is not { } word)
            {
                continue;
            }

            if (words.Contains(word))
            {
                nodes.Report(entry.Place, "duplicate-value", $"'{word}' is already in the list; remove one");
            }
            else if (turns.Count > 0 && VariationFit.FindObstacle(turns, word) is { } reason)
            {
                nodes.Report(entry.Place, "cannot-vary", $"'{word}' cannot be applied to this case: {reason}");
            }

            words.Add(word);
        }

        return words;
    }
}
