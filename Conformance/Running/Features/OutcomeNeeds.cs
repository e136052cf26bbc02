using System.Text.Json;
using Scenarios.Model;

namespace Conformance.Running.Features;

/// <summary>The features without which the outcome of a turn cannot be what its case is about.</summary>
internal static class OutcomeNeeds
{
    // The fields in which vendors take reasoning back.
    private static readonly string[] ReasoningFields = ["reasoning_content", "reasoning_details", "reasoning", "thinking"];

    public static IEnumerable<string> ListFeatures(Turn turn, Scenario scenario)
    {
        // A relay that hides reasoning is judged by everything else; only where reasoning is the subject nothing would be left.
        if (scenario.Tags.Contains("reasoning", StringComparer.Ordinal) && turn.Expect.Outcomes is [var best, ..] && ShowsReasoning(best))
        {
            yield return RelayFeatures.Reasoning;
        }

        if (turn.Expect.Requests.Any(static request => request.ValueKind == JsonValueKind.Object
            && request.TryGetProperty("messages", out var messages)
            && HasReasoning(messages)))
        {
            yield return RelayFeatures.ReasoningInput;
        }
    }

    private static bool ShowsReasoning(Outcome outcome) =>
        (outcome.Events ?? []).Any(static expected => expected.Type.StartsWith("response.reasoning", StringComparison.Ordinal)
            || (expected.Pattern is { } pattern && HasReasoningItem(pattern)))
        || (outcome.Final is { } final && (SaysSomething(final, "reasoning") || HasReasoningItem(final)));

    private static bool SaysSomething(JsonElement pattern, string name) =>
        pattern.ValueKind == JsonValueKind.Object && pattern.TryGetProperty(name, out var value) && IsThere(value);

    private static bool IsThere(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.String => value.GetString() is not ("" or "$absent"),
        _ => true,
    };

    /// <summary>Whether a pattern has an item of type <c>reasoning</c> at any depth.</summary>
    private static bool HasReasoningItem(JsonElement pattern) => pattern.ValueKind switch
    {
        JsonValueKind.Object =>
            (pattern.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("reasoning"))
                || pattern.EnumerateObject().Any(static member => HasReasoningItem(member.Value)),
        JsonValueKind.Array => pattern.EnumerateArray().Any(HasReasoningItem),
        _ => false,
    };

    private static bool HasReasoning(JsonElement pattern) => pattern.ValueKind switch
    {
        JsonValueKind.Object => pattern.EnumerateObject().Any(static member => (ReasoningFields.Contains(
            member.Name, StringComparer.Ordinal) && IsThere(member.Value)) || HasReasoning(member.Value)),
        JsonValueKind.Array => pattern.EnumerateArray().Any(HasReasoning),
        _ => false,
    };
}
