using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Heads;

/// <summary>Finds the open places of a scaffold.</summary>
internal static class PlaceholderFinder
{
    public static void Report(YamlNode node, NodeReader nodes)
    {
        switch (node)
        {
            case YamlMap map:
                foreach (var entry in map.Entries)
                {
                    Report(entry.Value, nodes);
                }

                break;
            case YamlList list:
                foreach (var value in list.Items)
                {
                    Report(value, nodes);
                }

                break;
            case YamlScalar scalar when scalar.Value.StartsWith(TextPatterns.Placeholder, StringComparison.Ordinal):
                nodes.Report(scalar.Place, "todo", $"placeholder, fill in: {scalar.Value[TextPatterns.Placeholder.Length..].Trim()}");
                break;
        }
    }
}
