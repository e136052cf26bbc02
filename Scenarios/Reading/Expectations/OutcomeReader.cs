using System.Text.Json;
using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Expectations;

/// <summary>Reads one outcome: an event list, a final response, an HTTP answer.</summary>
internal sealed class OutcomeReader(NodeReader nodes, PatternReader patterns)
{
    private static readonly string[] TextMembers = ["text", "reasoning", "refusal"];

    /// <summary>Returns the outcome that the fields name, or <see langword="null"/> when they name none.</summary>
    public Outcome? Read(Fields fields, Grade grade, string? because)
    {
        if (!fields.Has("events") && !fields.Has("final") && !fields.Has("http"))
        {
            return null;
        }

        return new Outcome
        {
            Grade = grade,
            Because = because,
            Events = fields["events"] is { } events ? ReadEvents(events) : null,
            Final = fields["final"] is { } final ? ReadFinal(final) : null,
            Http = fields["http"] is { } http ? ReadHttp(http) : null,
            Place = fields.Place,
        };
    }

    /// <summary>Returns a list of events, as <c>events</c> and <c>order</c> have it.</summary>
    public List<ExpectedEvent> ReadEvents(YamlNode node)
    {
        if (node is YamlList { Items.Count: 0 })
        {
            nodes.Report(
                node.Place,
                "empty-list",
                "events is empty, but every stream has events; remove it, and use http if no stream may start");
        }

        return [.. nodes.ReadList(node, "events").Select(ReadEvent).OfType<ExpectedEvent>()];
    }

    private ExpectedEvent? ReadEvent(YamlNode node)
    {
        switch (node)
        {
            case YamlScalar bare:
                return ReadNamedEvent(bare, bare.Place, value: null);
            case YamlMap { Entries: [var entry] } map:
                return ReadNamedEvent(entry.Key, map.Place, entry.Value);
            case YamlMap { Entries: [_, var second, ..] }:
                nodes.Report(
                    second.Key.Place,
                    "two-events",
                    $"'{second.Key.Value}' is a second event in one entry; write one event per entry, with its fields in {{ }}");
                return null;
            default:
                nodes.ReportKind(node, "an entry of events", "the name of an event, alone or as the only key of a mapping");
                return null;
        }
    }

    private ExpectedEvent? ReadNamedEvent(YamlScalar name, SourcePlace place, YamlNode? value)
    {
        if (EventWords.Find(EventWords.ToSingular(name.Value)) is { } word)
        {
            return new ExpectedEvent(
                word.Type,
                EventWords.IsJoined(name.Value),
                value is null ? null : ReadPattern(word, name.Value, value),
                place);
        }

        var shorter = EventWords.Shorten(name.Value);
        var hint = shorter != name.Value && EventWords.Find(shorter) is not null
            ? $"remove the prefix: '{shorter}'"
            : WordSuggestion.Suggest(shorter, EventWords.Expectable);
        nodes.Report(name.Place, "unknown-event", $"'{name.Value}' is not an event; {hint}");
        return null;
    }

    private JsonElement? ReadPattern(EventWord word, string name, YamlNode value)
    {
        if (value is YamlMap map)
        {
            CheckCause(word.Type == "response.failed" ? map.Entries.FirstOrDefault(entry => entry.Key.Value == "cause")?.Value : null);
            return patterns.Read(value);
        }

        if (word.MainMember is not null)
        {
            return patterns.ReadText(value, name);
        }

        nodes.ReportKind(value, name, "a mapping");
        return null;
    }

    private JsonElement? ReadFinal(YamlNode node)
    {
        if (nodes.ReadFields(node, FormatKeys.Final) is not { } fields)
        {
            return null;
        }

        if (fields["status"] is YamlScalar status && !status.Value.StartsWith('$'))
        {
            nodes.ReadWord(status, "status", FormatWords.FinalStatuses);
        }

        CheckCause(fields["cause"]);
        foreach (var member in TextMembers)
        {
            if (fields[member] is { } text)
            {
                patterns.ReadText(text, member);
            }
        }

        return patterns.Read(node);
    }

    private JsonElement? ReadHttp(YamlNode node)
    {
        if (nodes.ReadFields(node, FormatKeys.Http) is not { } fields)
        {
            return null;
        }

        CheckCause(fields["cause"]);
        return patterns.Read(node);
    }

    private void CheckCause(YamlNode? cause)
    {
        if (cause is not null)
        {
            nodes.ReadWord(cause, "cause", FormatWords.Causes);
        }
    }
}
