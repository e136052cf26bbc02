namespace Conformance.Running.Asking;

/// <summary>The events by which a held script goes on, for relays that may choose another of the equally right forms.</summary>
internal static class HoldLiberties
{
    private static readonly string[] ReasoningDeltas = [
        "response.reasoning_summary_text.delta", "response.reasoning_text.delta", "response.reasoning.delta",
    ];

    /// <summary>Returns whether an event of this type carries a piece of reasoning.</summary>
    public static bool IsReasoning(string type) => ReasoningDeltas.Contains(type, StringComparer.Ordinal);

    /// <summary>Returns the events that one event of the relay stands for, including the event itself.</summary>
    public static IEnumerable<string> ListMeanings(string type) => type switch
    {
        _ when ReasoningDeltas.Contains(type, StringComparer.Ordinal) => ReasoningDeltas,
        // A relay may omit `in_progress`, because `created` announces the response already.
        "response.created" => ["response.created", "response.in_progress"],
        _ => [type],
    };
}
