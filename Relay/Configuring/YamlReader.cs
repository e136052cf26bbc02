using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Relay.Configuring;

/// <summary>
/// Parses YAML into nodes with their places. No other class uses the YAML package, so it is loaded only if there is YAML to read.
/// </summary>
internal sealed class YamlReader
{
    // Deeper than any configuration, and shallow enough for recursion.
    private const int MaxDepth = 32;

    private readonly string _file;
    private readonly Parser _parser;

    private YamlReader(string file, string text)
    {
        _file = file;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>Parses the single document; an empty one is an empty mapping.</summary>
    /// <param name="file">The name of the source in messages.</param>
    /// <param name="text">The YAML text.</param>
    public static ConfigNode Read(string file, string text)
    {
        RejectTabs(file, text);
        var reader = new YamlReader(file, text);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException broken)
        {
            throw new ConfigurationException(reader.GetPlace(broken.Start), $"The file is not valid YAML: {ToSentence(broken.Message)}");
        }
        catch (InvalidOperationException)
        {
            // The scanner throws this exception if a flow collection is never closed.
            throw new ConfigurationException(
                reader.GetPlace(reader._parser.Current?.Start ?? Mark.Empty), "The file is not valid YAML: a [ or { is not closed.");
        }
    }

    // YAML forbids tabs as indentation, and its parser then reports a misleading problem.
    private static void RejectTabs(string file, string text)
    {
        var line = 0;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            line++;
            if (content.TrimStart(' ').StartsWith('\t'))
            {
                throw new ConfigurationException(
                    new ConfigPlace(file, line, content.IndexOf('\t') + 1), "Tabs are not allowed; indent with spaces.");
            }
        }
    }

    private static string ToSentence(string parserMessage) =>
        $"{char.ToLowerInvariant(parserMessage[0])}{parserMessage[1..].TrimEnd('.').ReplaceLineEndings(" ")}.";

    private ConfigNode ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return new ConfigMap([], new ConfigPlace(_file, 1, 1));
        }

        var root = ReadNode(depth: 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            throw new ConfigurationException(
                GetPlace(second.Start), "A second YAML document starts here; a configuration is a single document.");
        }

        return root;
    }

    private ConfigNode ReadNode(int depth)
    {
        var place = GetPlace(_parser.Current!.Start);
        if (depth > MaxDepth)
        {
            throw new ConfigurationException(place, $"Values are nested more than {MaxDepth} levels deep.");
        }

        if (_parser.Accept<AnchorAlias>(out _))
        {
            throw new ConfigurationException(place, "Aliases are not supported; repeat the value.");
        }

        var node = _parser.Consume<NodeEvent>();
        if (!node.Tag.IsEmpty)
        {
            throw new ConfigurationException(place, "YAML tags are not supported; remove the tag, and quote the value if it is text.");
        }

        return node switch
        {
            Scalar scalar => new ConfigText(scalar.Value, scalar.Style == ScalarStyle.Plain, place),
            SequenceStart => ReadList(place, depth),
            MappingStart => ReadMap(place, depth),
            _ => throw new InvalidOperationException(node.ToString()),
        };
    }

    private ConfigList ReadList(ConfigPlace place, int depth)
    {
        List<ConfigNode> values = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            values.Add(ReadNode(depth + 1));
        }

        return new ConfigList(values, place);
    }

    private ConfigMap ReadMap(ConfigPlace place, int depth)
    {
        List<ConfigEntry> entries = [];
        Dictionary<string, ConfigPlace> seen = new(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var node = ReadNode(depth + 1);
            if (node is not ConfigText key)
            {
                throw new ConfigurationException(node.Place, "A key must be text.");
            }

            if (!seen.TryAdd(key.Value, key.Place))
            {
                throw new ConfigurationException(
                    key.Place, $"{ShownValue.Quote(key.Value)} is already set in line {seen[key.Value].Line}; remove one of the two.");
            }

            entries.Add(new ConfigEntry(key, ReadNode(depth + 1)));
        }

        return new ConfigMap(entries, place);
    }

    private ConfigPlace GetPlace(Mark mark) => new(_file, Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));
}
