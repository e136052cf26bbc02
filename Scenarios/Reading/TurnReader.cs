using Scenarios.Model;
using Scenarios.Reading.Clients;
using Scenarios.Reading.Expectations;
using Scenarios.Reading.Nodes;
using Scenarios.Reading.Upstreams;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading;

/// <summary>Reads the turns of a case: the one that its top level spells out, or those of <c>turns</c>.</summary>
internal sealed class TurnReader(NodeReader nodes, Vocabulary vocabulary, SourceText source)
{
    private static readonly string[] Parts = ["client", "upstream", "expect"];

    private readonly PatternReader _patterns = new(nodes);
    private bool _isSetUp;

    public IReadOnlyList<Turn> Read(Fields fields)
    {
        _isSetUp = fields.Has("relay");
        if (fields["turns"] is not { } turns)
        {
            return ReadSingleTurn(fields) is { } only ? [only] : [];
        }

        foreach (var part in Parts.Where(fields.Has))
        {
            nodes.Report(fields.PlaceOf(part), "said-twice", $"a case with turns has '{part}' in each turn; move it there");
        }

        if (turns is YamlList { Items.Count: 0 })
        {
            nodes.Report(turns.Place, "empty-list", "turns is empty; remove it for a case with one turn");
        }

        return [.. nodes.ReadList(turns, "turns").Select(ReadTurn).OfType<Turn>()];
    }

    private Turn? ReadSingleTurn(Fields fields)
    {
        foreach (var part in FormatKeys.Turn.Keys.Where(key => key.Required && !fields.Has(key.Name)))
        {
            nodes.Report(fields.Place, "missing-key", $"the case requires '{part.Name}': {part.Description}");
        }

        return Read(fields, fields.Place);
    }

    private Turn? ReadTurn(YamlNode node) =>
        nodes.ReadFields(node, FormatKeys.Turn) is { } fields ? Read(fields, node.Place) : null;

    private Turn? Read(Fields fields, SourcePlace place)
    {
        var bound = _patterns.Names.ToHashSet(StringComparer.Ordinal);
        var client = fields["client"] is { } asks ? new ClientReader(nodes, vocabulary).Read(asks, bound) : null;
        var upstream = fields["upstream"] is { } answers ? new UpstreamReader(nodes, source, vocabulary).Read(answers) : [];
        var expect = fields["expect"] is { } expected
            ? new ExpectationReader(
                nodes,
                _patterns,
                new BreaksReader(nodes, vocabulary.IsOpen ? null : vocabulary.Rules, _isSetUp)).Read(expected,
                needsOutcome: client?.HangUpAfter is null,
                upstream)
            : null;
        if (!fields.Has("upstream") && client is not { Http: not null } && expect is not { Upstream.Requests.Max: 0 })
        {
            nodes.Report(
                place,
                "missing-key",
                "'upstream' is missing; if the upstream must not be called, write expect: {upstream: {requests: 0}}");
        }

        if (client is not null)
        {
            GateCheck.Check(client, upstream, fields.PlaceOf("client"), nodes);
        }

        return client is null || expect is null ? null : new Turn(client, upstream, expect, place);
    }
}
