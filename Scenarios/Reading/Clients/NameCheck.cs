using System.Text.RegularExpressions;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Clients;

/// <summary>Holds the names that a client uses to those that earlier turns bind.</summary>
internal sealed partial class NameCheck(NodeReader nodes, IReadOnlySet<string> bound)
{
    /// <summary>Reports every value below a node that is a name and is not bound.</summary>
    public void CheckValues(YamlNode node)
    {
        switch (node)
        {
            case YamlMap map:
                foreach (var entry in map.Entries)
                {
                    CheckValues(entry.Value);
                }

                break;
            case YamlList list:
                foreach (var entry in list.Items)
                {
                    CheckValues(entry);
                }

                break;
            case YamlScalar scalar when NameShape().IsMatch(scalar.Value):
                Check(scalar.Value, scalar);
                break;
        }
    }

    /// <summary>Reports every name inside a text that is not bound.</summary>
    public void CheckInside(YamlNode node, string text)
    {
        foreach (var name in Names().EnumerateMatches(text))
        {
            Check(text.Substring(name.Index, name.Length), node);
        }
    }

    private void Check(string name, YamlNode node)
    {
        if (!bound.Contains(name))
        {
            nodes.Report(
                node.Place,
                "unbound-name",
                $"'{name}' is not bound by an earlier turn; use it in a pattern in the expect of an earlier turn");
        }
    }

    [GeneratedRegex($@"\A{TextPatterns.BoundName}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NameShape();

    [GeneratedRegex(TextPatterns.BoundName, RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Names();
}
