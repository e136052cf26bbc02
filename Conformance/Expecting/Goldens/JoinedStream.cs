using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Expecting.Answers;
using Conformance.Expecting.Patterns;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Turns;
using MockUpstream.Varying;

namespace Conformance.Expecting.Goldens;

/// <summary>
/// A recorded answer in the form in which two plays of one relay are compared: the deltas of each part joined, identifiers and times
/// replaced by numbered stand-ins, numbers of events and members of a vendor's own left out.
/// </summary>
/// <remarks>
/// A relay may cut text as it reads it, and its own events, such as heart-beats, follow the clock. Everything else must be the same.
/// </remarks>
internal static class JoinedStream
{
    private const string ErrorType = "error";

    private static readonly string[] Numbering = ["sequence_number", "obfuscation"];

    private static readonly string[] Places = ["output_index", "item_id", "content_index", "summary_index"];

    /// <summary>The lines of each turn.</summary>
    public static IReadOnlyList<JoinedLine> Create(IReadOnlyList<RecordedTurn> turns)
    {
        var standIns = new StandIns();
        return [.. turns.SelectMany(turn => Lines(turn, standIns))];
    }

    private static IEnumerable<JoinedLine> Lines(RecordedTurn turn, StandIns standIns)
    {
        standIns.Model = turn.Model;
        var answer = turn.Answer;
        yield return new JoinedLine(
            turn.Index,
            Event: null,
            Type: null,
            string.Create(CultureInfo.InvariantCulture, $"HTTP {answer.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer"}"));
        foreach (var line in turn.Wire is { } wire
            ? Events(turn.Index, wire, standIns)
            : [new JoinedLine(turn.Index, Event: null, Type: null, Body(answer, standIns))])
        {
            yield return line;
        }

        if (answer.End != StreamEnd.Closed)
        {
            yield return new JoinedLine(
                turn.Index, Event: null, Type: null, $"the answer ends: {answer.End.ToString().ToLowerInvariant()}");
        }

        yield return new JoinedLine(
            turn.Index,
            Event: null,
            Type: null,
            string.Create(CultureInfo.InvariantCulture, $"requests to the upstream: {turn.Upstream.Exchanges.Count}"));
    }

    private static IEnumerable<JoinedLine> Events(int turn, WireStream wire, StandIns standIns) => Joined(wire).Select(joined =>
        new JoinedLine(turn, joined.First.Index, joined.First.Type, joined.First.Json is { ValueKind: JsonValueKind.Object } json
            ? Text(standIns.Replace(JsonSerializer.SerializeToElement(joined.Whole(json), JsonFormat.Relaxed)))
            : Text(JsonValue.Create(joined.First.Data))));

    /// <summary>The events in order; a delta is added to the first delta of its part.</summary>
    private static List<JoinedEvent> Joined(WireStream wire)
    {
        List<JoinedEvent> events = [];
        Dictionary<string, JoinedEvent> parts = new(StringComparer.Ordinal);
        foreach (var seen in wire.Events)
        {
            if (Part(seen) is { } part && seen.Json!.Value.Member("delta").Text() is { } delta) // An event without JSON has no part.
            {
                if (!parts.TryGetValue(part, out var first))
                {
                    events.Add(parts[part] = first = new JoinedEvent(seen));
                }

                first.Delta.Append(delta);
            }
            else if (seen.Json is null || seen.Type is ErrorType || seen.Type.StartsWith("response.", StringComparison.Ordinal))
            {
                events.Add(new JoinedEvent(seen));
            }
        }

        return events;
    }

    private static string? Part(WireEvent seen) =>
        seen.Json is { ValueKind: JsonValueKind.Object } json && seen.Type.EndsWith(".delta", StringComparison.Ordinal)
            ? string.Join(
                '|', Places.Select(member => json.TryGetProperty(member, out var value) ? value.GetRawText() : "").Prepend(seen.Type))
            : null;

    private static string Body(RecordedStream answer, StandIns standIns)
    {
        if (HttpView.TryParseBody(answer) is not { } body)
        {
            return Text(JsonValue.Create(Encoding.UTF8.GetString(answer.Body.Span)));
        }

        var node = JsonFormat.CreateNode(body);
        RemoveUnknown(node);
        return Text(standIns.Replace(JsonSerializer.SerializeToElement(node, JsonFormat.Relaxed)));
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(JsonFormat.Relaxed) ?? "null";

    /// <summary>A relay may hand on what it does not know.</summary>
    private static void RemoveUnknown(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                members.Remove(VariationCatalog.UnknownMember);
                foreach (var member in members)
                {
                    RemoveUnknown(member.Value);
                }

                break;
            case JsonArray elements:
                foreach (var element in elements)
                {
                    RemoveUnknown(element);
                }

                break;
        }
    }

    /// <summary>An event, or the deltas of one part.</summary>
    private sealed class JoinedEvent(WireEvent first)
    {
        public WireEvent First => first;

        public StringBuilder Delta { get; } = new();

        public JsonNode? Whole(JsonElement json)
        {
            var node = JsonObject.Create(json)!; // The caller asked for an object.
            foreach (var member in Numbering)
            {
                node.Remove(member);
            }

            if (first.Type.EndsWith(".delta", StringComparison.Ordinal) && Delta.Length > 0)
            {
                node["delta"] = Delta.ToString();
                // Log probabilities stand with the slices they belong to; the finished part has them all.
                node.Remove("logprobs");
            }

            RemoveUnknown(node);
            return node;
        }
    }
}

/// <summary>One line of a joined stream.</summary>
/// <param name="Turn">The turn, from 0.</param>
/// <param name="Event">
/// The index of the event, or of the first of the deltas; <see langword="null"/> for a line about the answer itself.
/// </param>
/// <param name="Type">The event's type.</param>
/// <param name="Text">The text that is compared.</param>
internal sealed record JoinedLine(int Turn, int? Event, string? Type, string Text);
