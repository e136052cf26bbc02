namespace Relay.Policies;

/// <summary>Sets of policies that belong together, by name.</summary>
public static class PolicyPresets
{
    private static readonly (string Name, Func<RelayPolicies, RelayPolicies> Apply)[] Presets =
    [
        ("openai", static policies => policies),
        ("codex", Codex),
        ("open-responses", OpenResponses),
    ];

    /// <summary>
    /// For the Codex CLI. It declares tools that only OpenAI runs and sends items of its own, which must not stop a turn; drops a message with a refusal
    /// part whole (V27); and takes <c>response.incomplete</c> for a broken stream and asks five times more, where a limit would cut each answer again. A
    /// content filter stays incomplete: a filtered answer that looked whole would hide the reason.
    /// </summary>
    private static RelayPolicies Codex(RelayPolicies policies) => policies with
    {
        HostedTools = HostedTools.Drop,
        UnknownItem = UnknownItem.Drop,
        OnLength = OnLength.Completed,
        RefusalOut = RefusalOut.Text,
    };

    /// <summary>For clients of the Open Responses specification: its event names, <c>[DONE]</c> at the end, errors nested, reasoning as raw text.</summary>
    private static RelayPolicies OpenResponses(RelayPolicies policies) => policies with
    {
        DoneMarker = DoneMarker.On,
        ErrorEvent = ErrorEvent.Nested,
        EventDialect = EventDialect.OpenResponses,
        ReasoningOut = ReasoningOut.Text,
    };

    /// <summary>Every preset's name; the first changes nothing.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Presets.Select(static preset => preset.Name)];

    /// <summary>Applies a preset to policies, of which those it does not speak of stay; <see langword="null"/> when there is no such preset.</summary>
    public static RelayPolicies? Apply(string name, RelayPolicies policies)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(policies);

        return Array.Find(Presets, preset => preset.Name == name).Apply?.Invoke(policies);
    }
}
