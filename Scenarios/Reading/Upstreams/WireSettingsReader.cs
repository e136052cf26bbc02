using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Upstreams;

/// <summary>Reads the presentation of bytes: <c>wire</c>, and the modifiers of a step that override it.</summary>
internal static class WireSettingsReader
{
    private static readonly (string Word, ContentCoding Coding)[] Codings =
        [("gzip", ContentCoding.Gzip), ("br", ContentCoding.Brotli), ("deflate", ContentCoding.Deflate)];

    public static Wire Read(YamlNode? node, NodeReader nodes)
    {
        if (node is null || nodes.ReadFields(node, FormatKeys.Wire) is not { } fields)
        {
            return new Wire();
        }

        return new Wire
        {
            Newline = ReadNewline(fields["newline"], nodes) ?? Newline.Lf,
            Bom = fields["bom"] is { } bom && nodes.ReadBoolean(bom, "bom") == true,
            Space = fields["space"] is not { } space || nodes.ReadBoolean(space, "space") != false,
            Split = ReadSplit(fields["split"], nodes),
            Coding = ReadCoding(fields, nodes),
            Settle = ReadSettle(fields["settle"], nodes),
            Silent = fields["connection"] is { } connection
                && nodes.ReadWord(connection, "connection", FormatWords.Connections) is not null,
        };
    }

    public static Newline? ReadNewline(YamlNode? node, NodeReader nodes) =>
        (node is null ? null : nodes.ReadWord(node, "newline", FormatWords.Newlines)) switch
        {
            "lf" => Newline.Lf,
            "crlf" => Newline.Crlf,
            "cr" => Newline.Cr,
            _ => null,
        };

    public static Split? ReadSplit(YamlNode? node, NodeReader nodes) => node switch
    {
        null => null,
        YamlScalar { Value: "chars" } => new Split { Chars = true },
        YamlScalar scalar when ScalarKinds.Classify(scalar) == ScalarKind.Number => ReadEvery(scalar, nodes),
        YamlMap when nodes.ReadFields(node, FormatKeys.SplitEvery)?["every"] is { } every => ReadEvery(every, nodes),
        YamlMap => null,
        YamlList list => ReadOffsets(list, nodes),
        _ => ReportSplit(node, nodes),
    };

    private static ContentCoding? ReadCoding(Fields fields, NodeReader nodes)
    {
        ContentCoding? coding = null;
        foreach (var (word, named) in Codings)
        {
            if (fields[word] is not { } node || nodes.ReadBoolean(node, word) != true)
            {
                continue;
            }

            if (coding is not null)
            {
                nodes.Report(node.Place, "said-twice", $"'{word}' cannot be combined with another compression; remove one");
            }

            coding = named;
        }

        return coding;
    }

    private static Split? ReadEvery(YamlNode node, NodeReader nodes) =>
        nodes.ReadInteger(node, "split", min: 1) is { } every ? new Split { Every = every } : null;

    private static Split? ReadOffsets(YamlList list, NodeReader nodes)
    {
        List<int> offsets = [];
        foreach (var node in list.Items)
        {
            if (nodes.ReadInteger(node, "an offset of split", min: 1) is not { } offset)
            {
                continue;
            }

            if (offsets.Count > 0 && offset <= offsets[^1])
            {
                nodes.Report(node.Place, "out-of-range", $"the offsets of split must be ascending, but {offset} follows {offsets[^1]}");
            }

            offsets.Add(offset);
        }

        if (list.Items.Count == 0)
        {
            nodes.Report(list.Place, "empty-list", "split is empty; remove it to send one write");
        }

        return new Split { At = offsets };
    }

    private static Split? ReportSplit(YamlNode node, NodeReader nodes)
    {
        nodes.ReportKind(node, "split", "a number of bytes, a list of offsets, {every: n} or chars");
        return null;
    }

    private static Settle? ReadSettle(YamlNode? node, NodeReader nodes)
    {
        switch (node)
        {
            case null:
                return null;
            case YamlScalar { Value: "read" }:
                return Settle.Read;
            case YamlScalar { Value: "sent" }:
                return Settle.Sent;
            case YamlScalar scalar when DurationText.TryParse(scalar.Value, out var pause):
                return Settle.For(pause);
            default:
                nodes.Report(
                    node.Place,
                    "bad-duration",
                    $"settle: expected {string.Join(", ", FormatWords.Settles.Names)}, or a time such as 1ms, at most one hour");
                return null;
        }
    }
}
