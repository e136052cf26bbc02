using Scenarios.Model;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading;

/// <summary>Reads the upstream's answers.</summary>
internal sealed class UpstreamReader(NodeReader nodes, SourceText source, Vocabulary vocabulary)
{
    /// <summary>One answer, or a list of answers to successive requests.</summary>
    public IReadOnlyList<Exchange> Read(YamlNode node) => node switch
    {
        YamlList list => [.. list.Items.Select(ReadExchange).OfType<Exchange>()],
        _ => ReadExchange(node) is { } exchange ? [exchange] : [],
    };

    private Exchange? ReadExchange(YamlNode node)
    {
        if (nodes.Fields(node, FormatKeys.Exchange) is not { } fields)
        {
            return null;
        }

        RefuseOddShapes(fields);
        return new Exchange
        {
            Place = node.Place,
            Status = fields["status"] is { } status ? nodes.Integer(status, "status", min: 200, max: 599) ?? 200 : 200,
            Headers = HeaderReader.Read(fields["headers"], nodes),
            Body = fields["body"] is { } body ? nodes.Json(body) : null,
            Steps = fields["steps"] is { } steps ? new StepListReader(nodes, source).Read(steps) : [],
            Wire = WireReader.Read(fields["wire"], nodes),
            As = ReadVendor(fields["as"]),
        };
    }

    private StrictVendor? ReadVendor(YamlNode? node)
    {
        if (node is null || nodes.Text(node, "as") is not { } name)
        {
            return null;
        }

        if (!vocabulary.Strict.TryGetValue(name, out var vendor))
        {
            nodes.Report(node.Place, "unknown-vendor", $"'{name}' is no strict vendor (vocabulary/strict); {Nearest.Hint(name, vocabulary.Strict.Keys)}");
        }

        return vendor;
    }

    private void RefuseOddShapes(Fields fields)
    {
        if (fields.Has("steps") && fields.Has("body"))
        {
            nodes.Report(fields.PlaceOf("body"), "said-twice", "an answer has steps or a body, not both; keep one");
        }

        if (!fields.Has("steps") && !fields.Has("body") && !fields.Has("status") && !fields.Has("headers"))
        {
            nodes.Report(fields.Place, "missing-key", "the answer says nothing; write steps, a body, or status: 200 for an empty one");
        }

        if (fields.Has("wire") && !fields.Has("steps"))
        {
            nodes.Report(fields.PlaceOf("wire"), "no-modifier", "wire presents the bytes of steps, and there are none");
        }
    }
}
