using System.Text.Json;
using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Heads;

/// <summary>Reads <c>relay</c>: the settings that the relay under test must have for this case.</summary>
internal static class RelaySetupReader
{
    /// <summary>Returns the set-up, or <see langword="null"/> when the case has none or it does not read.</summary>
    public static RelaySetup? Read(YamlNode? node, NodeReader nodes)
    {
        if (node is null || nodes.ReadFields(node, FormatKeys.Relay) is not { } relay)
        {
            return null;
        }

        if (node is YamlMap { Entries.Count: 0 })
        {
            nodes.Report(node.Place, "missing-key", "relay is empty; add preset, set or config, or remove it");
        }

        var preset = relay["preset"] is { } name ? nodes.ReadText(name, "preset") : null;
        return new RelaySetup(preset, ReadSet(relay["set"], nodes), node.Place) { Config = ReadConfig(relay["config"], nodes) };
    }

    private static JsonElement? ReadConfig(YamlNode? node, NodeReader nodes)
    {
        if (node is null or YamlMap)
        {
            return node is null ? null : nodes.ReadJson(node);
        }

        nodes.ReportKind(node, "config", "a mapping");
        return null;
    }

    private static List<KeyValuePair<string, string>> ReadSet(YamlNode? node, NodeReader nodes)
    {
        List<KeyValuePair<string, string>> set = [];
        if (node is not YamlMap map)
        {
            if (node is not null)
            {
                nodes.ReportKind(node, "set", "a mapping");
            }

            return set;
        }

        foreach (var (key, value) in map.Entries)
        {
            if (nodes.ReadLooseText(value, key.Value) is { } text)
            {
                set.Add(new KeyValuePair<string, string>(key.Value, text));
            }
        }

        return set;
    }
}
