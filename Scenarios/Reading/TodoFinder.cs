using Scenarios.Yaml;

namespace Scenarios.Reading;

/// <summary>Finds the open places of a scaffold.</summary>
internal static class TodoFinder
{
    public const string Mark = "TODO:";

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
            case YamlScalar scalar when scalar.Value.StartsWith(Mark, StringComparison.Ordinal):
                nodes.Report(scalar.Place, "todo", $"placeholder, fill in: {scalar.Value[Mark.Length..].Trim()}");
                break;
        }
    }
}
