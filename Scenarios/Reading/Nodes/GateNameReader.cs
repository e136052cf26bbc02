using System.Text.RegularExpressions;
using Scenarios.Yaml;

namespace Scenarios.Reading.Nodes;

/// <summary>Reads the names of gates.</summary>
internal static partial class GateNameReader
{
    public static string? Read(YamlNode node, NodeReader nodes)
    {
        if (nodes.ReadLooseText(node, "a gate") is not { } name)
        {
            return null;
        }

        if (Shape().IsMatch(name))
        {
            return name;
        }

        nodes.Report(node.Place, "bad-name", $"'{name}' is not a valid gate name; write a-z, 0-9, - and _, at most 40 characters");
        return null;
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,39}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shape();
}
