using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Upstreams;

/// <summary>Reads the upstream's answers.</summary>
internal sealed class UpstreamReader(NodeReader nodes, SourceText source, Vocabulary vocabulary)
{
    /// <summary>Returns one answer, or a list of answers to successive requests.</summary>
    public IReadOnlyList<Exchange> Read(YamlNode node) => node switch
    {
        YamlList list => [.. list.Items.Select(ReadExchange).OfType<Exchange>()],
        _ => ReadExchange(node) is { } exchange ? [exchange] : [],
    };

    private Exchange? ReadExchange(YamlNode node)
    {
        if (nodes.ReadFields(node, FormatKeys.Exchange) is not { } fields)
        {
            return null;
        }

        var exchange = new Exchange
        {
            Place = node.Place,
            Status = fields["status"] is { } status ? nodes.ReadInteger(status, "status", min: 200, max: 599) ?? 200 : 200,
            Headers = HeaderReader.Read(fields["headers"], nodes),
            Body = fields["body"] is { } body ? nodes.ReadJson(body) : null,
            Steps = fields["steps"] is { } steps ? new StepListReader(nodes, source).Read(steps) : [],
            Wire = WireSettingsReader.Read(fields["wire"], nodes),
            Pace = PaceReader.Read(fields["pace"], nodes),
            Info = ReadInfo(fields["info"]),
            Trailers = HeaderReader.Read(fields["trailers"], nodes),
            As = ReadVendor(fields["as"]),
        };
        new ExchangeKeyCheck(nodes, fields).Check(exchange);
        return exchange;
    }

    private StrictVendor? ReadVendor(YamlNode? node)
    {
        if (node is null || nodes.ReadText(node, "as") is not { } name)
        {
            return null;
        }

        if (!vocabulary.Strict.TryGetValue(name, out var vendor))
        {
            nodes.Report(
                node.Place,
                "unknown-vendor",
                $"'{name}' is not a strict vendor (vocabulary/strict); {WordSuggestion.Suggest(name, vocabulary.Strict.Keys)}");
        }

        return vendor;
    }

    /// <summary>Returns one informational status, or several. 101 is not one of them: it ends HTTP.</summary>
    private IReadOnlyList<int> ReadInfo(YamlNode? node) => node switch
    {
        null => [],
        YamlList list => [.. list.Items.SelectMany(ReadInfo)],
        _ when nodes.ReadInteger(node, "info", min: 100, max: 199) is { } status && status != 101 => [status],
        YamlScalar { Value: "101" } => ReportSwitching(node),
        _ => [],
    };

    private int[] ReportSwitching(YamlNode node)
    {
        nodes.Report(node.Place, "out-of-range", "status 101 switches protocols and ends HTTP; use a tcp step for these bytes");
        return [];
    }
}
