using Scenarios.Model;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Nodes;

/// <summary>Reads an event or a comment, alone or with its count, where something waits for it.</summary>
internal static class EventCountReader
{
    public static EventCount? Read(YamlNode node, string what, NodeReader nodes)
    {
        if (node is not YamlMap)
        {
            return ReadType(node, what, nodes) is { } alone ? new EventCount(alone, 1) : null;
        }

        if (nodes.ReadFields(node, FormatKeys.EventCount) is not { } fields)
        {
            return null;
        }

        var type = fields["event"] is { } name ? ReadType(name, what, nodes) : null;
        var count = fields["count"] is { } number ? nodes.ReadInteger(number, "count", min: 1) : 1;
        return type is null || count is null ? null : new EventCount(type, count.Value);
    }

    private static string? ReadType(YamlNode node, string what, NodeReader nodes)
    {
        if (nodes.ReadText(node, what) is not { } written)
        {
            return null;
        }

        if (written == EventWords.Comment)
        {
            return written;
        }

        var name = EventWords.Shorten(written);
        if (EventWords.Find(name) is { } word)
        {
            return word.Type;
        }

        nodes.Report(node.Place, "unknown-event", $"'{written}' is not an event; {WordSuggestion.Suggest(name, EventWords.Awaitable)}");
        return null;
    }
}
