using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Expecting.Answers;
using Conformance.Expecting.Patterns;
using Conformance.Reading;
using Conformance.Results;
using Scenarios.Model;

namespace Conformance.Expecting;

/// <summary>Holds a stream against an event list: complete in order and type, partial in fields; <c>deltas</c> joins neighbours.</summary>
/// <param name="matcher">Compares fields and stores the bound names.</param>
internal sealed class EventListMatcher(PatternMatcher matcher)
{
    private static readonly string[] PlaceMembers = ["item_id", "output_index", "content_index", "summary_index"];
    private static readonly string[] MainMembers = ["delta", "text", "refusal", "arguments", "input"];

    /// <summary>The first divergence, or <see langword="null"/> when the stream is as listed.</summary>
    public Finding? Compare(IReadOnlyList<ExpectedEvent> expected, IReadOnlyList<WireEvent> stream)
    {
        var received = stream.Where(one => !one.IsDoneMarker).ToList();
        var next = 0;

        foreach (var wanted in expected)
        {
            if (next >= received.Count)
            {
                return Order(wanted, null, "The stream ended before an expected event.");
            }

            var first = received[next];
            if (!string.Equals(first.Type, wanted.Type, StringComparison.Ordinal))
            {
                return Order(wanted, first, $"Expected {Name(wanted)}, received {Shown(first.Type)}.");
            }

            var count = wanted.Joined ? Neighbours(received, next) : 1;
            if (CompareFields(wanted, received.GetRange(next, count)) is { } finding)
            {
                return finding;
            }

            next += count;
        }

        return next < received.Count
            ? new Finding
            {
                Check = "event-order",
                Severity = Severity.Error,
                Message = $"Received {Shown(received[next].Type)} after the last expected event.",
                Event = received[next].Index,
                Offset = received[next].Offset,
                Expected = "the end of the stream",
                Received = Show(received[next]),
            }
            : null;
    }

    private Finding? CompareFields(ExpectedEvent wanted, List<WireEvent> events)
    {
        if (wanted.Pattern is not { } pattern)
        {
            return null;
        }

        var subject = Subject(wanted, events);
        var mismatch = pattern.ValueKind == JsonValueKind.String
            ? matcher.Compare(pattern, MainMember(subject, out var name), name)
            : matcher.Compare(pattern, subject);

        return mismatch is null
            ? null
            : new Finding
            {
                Check = "event-field",
                Severity = Severity.Error,
                Message = $"{Name(wanted)} differs from the expected event{(mismatch.Path.Length == 0 ? "" : " at " + mismatch.Path)}.",
                Event = events[0].Index,
                Offset = events[0].Offset,
                Expected = $"{Name(wanted)}  {mismatch.Path} = {mismatch.Expected}",
                Received = $"{Name(wanted)}  {mismatch.Path} = {mismatch.Received}",
            };
    }

    /// <summary>
    /// The subject of the pattern: the <c>response</c> of lifecycle events, the event itself, or the event with the deltas of its
    /// neighbours joined.
    /// </summary>
    private static JsonElement? Subject(ExpectedEvent wanted, List<WireEvent> events)
    {
        var json = events[0].Json;
        if (json is not { ValueKind: JsonValueKind.Object } members)
        {
            return json;
        }

        if (LifecycleEvents.Contains(wanted.Type))
        {
            return members.TryGetProperty("response", out var response) ? WithCause(wanted, response) : null;
        }

        if (!wanted.Joined)
        {
            return members;
        }

        var joined = JsonObject.Create(members)!;
        joined["delta"] = string.Concat(events.Select(one => Delta(one.Json)));
        return JsonSerializer.SerializeToElement(joined, JsonFormat.Relaxed);
    }

    /// <summary><c>cause</c> in a pattern of <c>failed</c> stands for what the error means, whatever its code.</summary>
    private static JsonElement WithCause(ExpectedEvent wanted, JsonElement response)
    {
        if (wanted.Pattern is not { ValueKind: JsonValueKind.Object } pattern || !pattern.TryGetProperty("cause", out _)
            || response.ValueKind != JsonValueKind.Object)
        {
            return response;
        }

        var copy = JsonObject.Create(response)!;
        copy["cause"] = FinalView.ReadCause(status: null, Member(response, "error"));
        return JsonSerializer.SerializeToElement(copy, JsonFormat.Relaxed);
    }

    private static int Neighbours(List<WireEvent> events, int start)
    {
        var first = events[start];
        var count = 1;
        while (start + count < events.Count
            && string.Equals(events[start + count].Type, first.Type, StringComparison.Ordinal)
            && PlaceMembers.All(member => SameMember(first.Json, events[start + count].Json, member)))
        {
            count++;
        }

        return count;
    }

    private static bool SameMember(JsonElement? left, JsonElement? right, string name) =>
        Member(left, name) is { } one ? Member(right, name) is { } other && one.Same(other) : Member(right, name) is null;

    private static JsonElement? MainMember(JsonElement? subject, out string name)
    {
        foreach (var candidate in MainMembers)
        {
            if (Member(subject, candidate) is { } value)
            {
                name = candidate;
                return value;
            }
        }

        name = MainMembers[0];
        return null;
    }

    private static string Delta(JsonElement? json) =>
        Member(json, "delta") is { ValueKind: JsonValueKind.String } delta ? JsonFormat.ReadString(delta) : "";

    private static JsonElement? Member(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var value) ? value : null;

    private static Finding Order(ExpectedEvent wanted, WireEvent? received, string message) => new()
    {
        Check = "event-order",
        Severity = Severity.Error,
        Message = message,
        Event = received?.Index,
        Offset = received?.Offset,
        Expected = wanted.Pattern is { } pattern ? $"{Name(wanted)}  {JsonFormat.FormatShort(pattern)}" : Name(wanted),
        Received = received is null ? "the end of the stream" : Show(received),
    };

    private static string Name(ExpectedEvent wanted) => Shown(wanted.Type) + (wanted.Joined ? "s" : "");

    private static string Shown(string type) =>
        type.Length == 0 ? "an event without a type" : type.Replace("response.", "", StringComparison.Ordinal);

    private static string Show(WireEvent received) => $"{Shown(received.Type)}  {JsonFormat.FormatShort(received.Data)}";
}
