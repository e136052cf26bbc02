using System.Text.Json;
using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Expectations;

/// <summary>Reads what must come out of the relay in one turn.</summary>
internal sealed class ExpectationReader(NodeReader nodes, PatternReader patterns, BreaksReader breaks)
{
    private readonly OutcomeReader _outcomes = new(nodes, patterns);

    /// <summary>Reads one <c>expect</c>. A client that hangs up may leave nothing to compare; any other needs an outcome.</summary>
    public Expectation? Read(YamlNode node, bool needsOutcome, IReadOnlyList<Exchange> upstream)
    {
        if (nodes.ReadFields(node, FormatKeys.Expect) is not { } fields)
        {
            return null;
        }

        return new Expectation
        {
            Requests = ReadRequests(fields["request"]),
            RequestHeaders = fields["request_headers"] is { } headers ? ReadRequestHeaders(headers) : null,
            Outcomes = ReadOutcomes(fields, needsOutcome),
            Order = fields["order"] is { } order ? _outcomes.ReadEvents(order) : [],
            Timing = TimingReader.Read(fields["timing"], upstream, nodes),
            Upstream = fields["upstream"] is { } seen ? ReadUpstream(seen) : null,
            Breaks = fields["breaks"] is { } rules ? breaks.Read(rules) : [],
        };
    }

    private List<JsonElement> ReadRequests(YamlNode? node) => node switch
    {
        null => [],
        YamlList list => [.. list.Items.Select(request => patterns.ReadObject(request, "request")).OfType<JsonElement>()],
        _ => patterns.ReadObject(node, "request") is { } request ? [request] : [],
    };

    private JsonElement? ReadRequestHeaders(YamlNode node)
    {
        if (node is not YamlMap map)
        {
            nodes.ReportKind(node, "request_headers", "a mapping");
            return null;
        }

        foreach (var key in map.Entries.Select(entry => entry.Key).Where(key => key.Value.Any(char.IsAsciiLetterUpper)))
        {
            nodes.Report(key.Place, "bad-header", $"'{key.Value}' must be lower case: '{key.Value.ToLowerInvariant()}'");
        }

        return patterns.Read(node);
    }

    private List<Outcome> ReadOutcomes(Fields fields, bool needsOutcome)
    {
        List<Outcome> outcomes = [];
        if (_outcomes.Read(fields, Grade.Passed, because: null) is { } first)
        {
            outcomes.Add(first);
        }
        else if (needsOutcome || fields.Has("or"))
        {
            nodes.Report(fields.Place, "no-expectation", "expect has no outcome; add events, final or http");
        }

        if (fields["or"] is { } alternatives)
        {
            outcomes.AddRange(nodes.ReadList(alternatives, "or").Select(ReadAlternative).OfType<Outcome>());
        }

        return outcomes;
    }

    private Outcome? ReadAlternative(YamlNode node)
    {
        if (nodes.ReadFields(node, FormatKeys.Alternative) is not { } fields)
        {
            return null;
        }

        var grade = fields["grade"] is { } word
            ? nodes.ReadWord(word, "grade", FormatWords.Grades) switch
            {
                "info" => Grade.Info,
                "equal" => Grade.Passed,
                _ => Grade.NonStrict,
            }
            : Grade.NonStrict;
        var because = fields["because"] is { } reason ? nodes.ReadText(reason, "because") : null;
        var outcome = _outcomes.Read(fields, grade, because);
        if (outcome is null)
        {
            nodes.Report(fields.Place, "no-expectation", "the alternative has no outcome; add events, final or http");
        }

        return outcome;
    }

    private UpstreamExpectation? ReadUpstream(YamlNode node)
    {
        if (nodes.ReadFields(node, FormatKeys.Upstream) is not { } fields)
        {
            return null;
        }

        var gap = fields["gap"] is { } between ? nodes.ReadFields(between, FormatKeys.Gap) : null;
        return new UpstreamExpectation(
            fields["requests"] is { } requests ? ReadCount(requests) : null,
            fields["aborted"] is { } aborted ? nodes.ReadBoolean(aborted, "aborted") : null,
            gap?["min"] is { } least ? nodes.ReadDuration(least, "min") : null,
            fields.Place);
    }

    private RequestCount? ReadCount(YamlNode node)
    {
        if (node is not YamlMap)
        {
            return nodes.ReadInteger(node, "requests", min: 0) is { } exactly ? new RequestCount(exactly, exactly) : null;
        }

        if (nodes.ReadFields(node, FormatKeys.Count) is not { } fields || fields["min"] is not { } least || fields["max"] is not { } most)
        {
            return null;
        }

        return nodes.ReadInteger(least, "min", min: 0) is { } min && nodes.ReadInteger(most, "max", min) is { } max
            ? new RequestCount(min, max)
            : null;
    }
}
