using Scenarios.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Scenarios.Yaml;

/// <summary>Builds the node tree of one file from the parser's events, and reports errors of the YAML itself.</summary>
internal sealed class YamlTree
{
    // Deeper than any case needs, and shallow enough for recursion and for JSON's own limit of 64.
    private const int MaxDepth = 50;

    // An alias inside an alias inside an alias grows without bound; this many nodes is far beyond a case written by hand.
    private const int MaxNodes = 200_000;

    private readonly string _file;
    private readonly ProblemLog _problems;
    private readonly Parser _parser;
    private readonly Dictionary<string, (YamlNode Node, int Weight)> _anchors = new(StringComparer.Ordinal);
    private int _weight;

    private YamlTree(string file, string text, ProblemLog problems)
    {
        _file = file;
        _problems = problems;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>Reads the one document of a file; returns <see langword="null"/> if the file has none that can be used.</summary>
    public static YamlNode? Read(string file, string text, ProblemLog problems)
    {
        var hasTabs = TabFinder.Report(file, text, problems);
        var tree = new YamlTree(file, text, problems);
        try
        {
            return tree.ReadDocument();
        }
        catch (YamlException broken)
        {
            // A tab is nearly always the cause of the parser's next error, and is already reported.
            if (!hasTabs)
            {
                problems.Add(tree.PlaceOf(broken.Start), "yaml-syntax", YamlSyntax.Explain(broken.Message));
            }
        }
        catch (StopReadingException stop)
        {
            problems.Add(stop.Place, stop.Code, stop.Message);
        }
        catch (InvalidOperationException)
        {
            // The scanner throws this bare when a flow collection is never closed.
            problems.Add(tree.PlaceOf(tree._parser.Current?.Start ?? Mark.Empty), "yaml-syntax", YamlSyntax.NeverClosed);
        }

        return null;
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            _problems.Add(new SourcePlace(_file, 1, 1), "empty-file", "the file is empty; `relayconf new` writes a scaffold");
            return null;
        }

        var root = ReadNode(depth: 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            _problems.Add(PlaceOf(second.Start), "many-documents", "a second document starts here; one file is one case");
        }

        return root;
    }

    private YamlNode ReadNode(int depth)
    {
        var start = PlaceOf(_parser.Current!.Start);
        if (depth > MaxDepth)
        {
            throw new StopReadingException(
                start,
                "too-deep",
                $"more than {MaxDepth} levels inside each other; nothing on the wire needs that");
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Resolve(alias, start);
        }

        var before = _weight;
        CountNodes(1, start);
        var opening = _parser.Consume<NodeEvent>();
        ReportTag(opening);
        YamlNode node = opening switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart list => ReadList(list, depth),
            MappingStart map => ReadMap(map, depth),
            _ => throw new InvalidOperationException(opening.ToString()),
        };
        if (!opening.Anchor.IsEmpty)
        {
            _anchors[opening.Anchor.Value] = (node, _weight - before);
        }

        return node;
    }

    private YamlNode Resolve(AnchorAlias alias, SourcePlace place)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var anchor))
        {
            throw new StopReadingException(
                place,
                "unknown-anchor",
                $"'*{alias.Value.Value}' names no anchor above it; write '&{alias.Value.Value}' before the value it repeats");
        }

        CountNodes(anchor.Weight, place);
        return anchor.Node;
    }

    private void CountNodes(int nodes, SourcePlace place)
    {
        _weight += nodes;
        if (_weight > MaxNodes)
        {
            throw new StopReadingException(
                place,
                "too-large",
                $"more than {MaxNodes} values, aliases written out; use a `repeat` step for many chunks");
        }
    }

    private YamlScalar ReadScalar(Scalar scalar)
    {
        var place = PlaceOf(scalar.Start);
        if (!IsWellFormed(scalar.Value))
        {
            _problems.Add(place, "half-surrogate", "half of a surrogate pair is not valid text; send its bytes with a `bytes` step");
        }

        return new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty, place, PlaceOf(scalar.End));
    }

    private YamlList ReadList(SequenceStart start, int depth)
    {
        List<YamlNode> items = [];
        while (!_parser.Accept<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        var end = _parser.Consume<SequenceEnd>();
        return new YamlList(items, PlaceOf(start.Start), EndOf(start.Style == SequenceStyle.Flow, end, items.LastOrDefault()));
    }

    private YamlMap ReadMap(MappingStart start, int depth)
    {
        // The parser reports no place for the only pair of `[key: value]`, but it does for the first key.
        var isBare = start.Start.Index == 0 && _parser.Current is not MappingEnd;
        var place = PlaceOf(isBare ? _parser.Current!.Start : start.Start);
        List<YamlEntry> entries = [];
        Dictionary<string, YamlScalar> seen = new(StringComparer.Ordinal);
        while (!_parser.Accept<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            if (IsUsable(key, seen, out var name))
            {
                entries.Add(new YamlEntry(name, value));
            }
        }

        var end = _parser.Consume<MappingEnd>();
        return new YamlMap(entries, place, EndOf(start.Style == MappingStyle.Flow && !isBare, end, entries.LastOrDefault()?.Value));
    }

    private bool IsUsable(YamlNode key, Dictionary<string, YamlScalar> seen, out YamlScalar name)
    {
        name = key as YamlScalar ?? new YamlScalar("", IsPlain: false, key.Place, key.End);
        if (key is not YamlScalar)
        {
            _problems.Add(key.Place, "wrong-kind", "a key must be text");
            return false;
        }

        if (name is { Value: "<<", IsPlain: true })
        {
            _problems.Add(
                key.Place,
                "merge-key",
                "merge keys are not part of the format; write the fields out, a reader must see the whole case");
            return false;
        }

        if (seen.TryAdd(name.Value, name))
        {
            return true;
        }

        _problems.Add(
            key.Place,
            "duplicate-key",
            $"'{name.Value}' stands already in line {seen[name.Value].Place.Line}; keep one of the two");
        return false;
    }

    private void ReportTag(NodeEvent node)
    {
        if (!node.Tag.IsEmpty)
        {
            _problems.Add(
                PlaceOf(node.Start),
                "yaml-tag",
                "YAML tags are not part of the format; quote what is text, leave the rest plain");
        }
    }

    // The parser's end of a flow collection is the place of its bracket, that of a block collection the next line's token.
    private SourcePlace EndOf(bool isFlow, ParsingEvent end, YamlNode? last)
    {
        var place = PlaceOf(end.Start);
        return isFlow ? place with { Column = place.Column + 1 } : last?.End ?? place;
    }

    private SourcePlace PlaceOf(Mark mark) => new(_file, Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
