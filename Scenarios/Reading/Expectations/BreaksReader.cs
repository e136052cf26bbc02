using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Expectations;

/// <summary>Reads the rules that a set-up is known to break. A relay without a set-up must break none.</summary>
/// <param name="nodes">Reads nodes.</param>
/// <param name="rules">The rules there are; <see langword="null"/> to take any.</param>
/// <param name="isSetUp">Whether the case sets the relay up.</param>
internal sealed class BreaksReader(NodeReader nodes, IReadOnlyDictionary<string, string>? rules, bool isSetUp)
{
    public IReadOnlyList<DeclaredBreak> Read(YamlNode node)
    {
        if (!isSetUp)
        {
            nodes.Report(node.Place, "misplaced-breaks", "breaks is only allowed in a case with 'relay'; remove it, or add 'relay'");
        }

        if (node is YamlList { Items.Count: 0 })
        {
            nodes.Report(node.Place, "empty-list", "breaks is empty; remove it");
        }

        List<DeclaredBreak> breaks = [];
        foreach (var entry in nodes.ReadList(node, "breaks"))
        {
            if (nodes.ReadText(entry, "a rule") is { } rule)
            {
                Check(rule, entry.Place, breaks);
                breaks.Add(new DeclaredBreak(rule, entry.Place));
            }
        }

        return breaks;
    }

    private void Check(string rule, SourcePlace place, List<DeclaredBreak> before)
    {
        if (rules is not null && !rules.ContainsKey(rule))
        {
            nodes.Report(place, "unknown-rule", $"'{rule}' is not a rule that is always on; {WordSuggestion.Suggest(rule, rules.Keys)}");
        }
        else if (before.Exists(other => other.Rule == rule))
        {
            nodes.Report(place, "duplicate-value", $"'{rule}' is already in the list; remove one");
        }
    }
}
