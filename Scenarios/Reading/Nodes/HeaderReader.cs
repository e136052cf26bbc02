using System.Text.RegularExpressions;
using Scenarios.Yaml;

namespace Scenarios.Reading.Nodes;

/// <summary>Reads headers: a mapping of names to text, or to a list of texts for a header that is sent several times.</summary>
internal static partial class HeaderReader
{
    public static IReadOnlyList<KeyValuePair<string, string>> Read(YamlNode? node, NodeReader nodes)
    {
        if (node is null)
        {
            return [];
        }

        if (node is not YamlMap map)
        {
            nodes.ReportKind(node, "headers", "a mapping");
            return [];
        }

        List<KeyValuePair<string, string>> headers = [];
        foreach (var (key, value) in map.Entries)
        {
            if (!Token().IsMatch(key.Value))
            {
                nodes.Report(key.Place, "bad-header", $"'{key.Value}' is not a valid header name");
            }

            foreach (var single in value is YamlList list ? list.Items : [value])
            {
                ReadValue(key.Value, single, headers, nodes);
            }
        }

        return headers;
    }

    private static void ReadValue(string name, YamlNode node, List<KeyValuePair<string, string>> headers, NodeReader nodes)
    {
        if (nodes.ReadLooseText(node, name) is not { } text)
        {
            return;
        }

        if (text.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            nodes.Report(node.Place, "bad-header", $"the value of {name} contains a line break, which a header value cannot contain");
        }

        headers.Add(new KeyValuePair<string, string>(name, text));
    }

    [GeneratedRegex(@"\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();
}
