using System.Text.Json.Nodes;

namespace Conformance.Fuzzing;

/// <summary>
/// The events of an answer in a form in which two plays of one case are alike: deltas joined, numbers of the sequence left out.
/// </summary>
internal static class JoinedEvents
{
    private static readonly string[] OfOnePlay = ["sequence_number", "obfuscation"];

    /// <summary>Returns the events, a line each.</summary>
    /// <param name="received">The answer as the golden's form has it: identifiers and times replaced.</param>
    public static IReadOnlyList<string> Join(IReadOnlyList<string> received)
    {
        List<JsonObject> joined = [];
        foreach (var next in received.Select(static line => JsonNode.Parse(line)).OfType<JsonObject>())
        {
            foreach (var member in OfOnePlay)
            {
                next.Remove(member);
            }

            if (joined.Count > 0 && GoesOn(joined[^1], next))
            {
                joined[^1]["delta"] = GetText(joined[^1], "delta") + GetText(next, "delta");
            }
            else
            {
                joined.Add(next);
            }
        }

        return [.. joined.Select(static one => one.ToJsonString())];
    }

    private static bool GoesOn(JsonObject before, JsonObject next) =>
        GetText(next, "type") is { } type && type.EndsWith(".delta", StringComparison.Ordinal)
        && GetText(before, "type") == type && GetText(before, "item_id") == GetText(next, "item_id") && next["delta"] is JsonValue;

    private static string? GetText(JsonObject json, string member) =>
        json[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
