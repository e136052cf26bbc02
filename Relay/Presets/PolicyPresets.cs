using Relay.Policies;

namespace Relay.Presets;

/// <summary>Sets of policies and other settings that belong together, by name.</summary>
public static class PolicyPresets
{
    /// <summary>Every preset; the first changes nothing.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new(Preset.Default, "The defaults.", []),
        Codex,
        OpenResponses,
        .. ProfileMap.All.SelectMany(static profile => profile.Presets),
    ];

    /// <summary>Every preset's name; the first changes nothing.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static preset => preset.Name)];

    /// <summary>Returns the preset of that name; <see langword="null"/> when there is none.</summary>
    public static Preset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);

    /// <summary>Returns the policies with those of a preset applied; <see langword="null"/> when there is no such preset.</summary>
    public static RelayPolicies? Apply(string name, RelayPolicies policies)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(policies);

        return Find(name)?.Settings.Where(static setting => PolicyCatalog.Knows(setting.Name)).Aggregate(policies, Set);
    }

    private static RelayPolicies Set(RelayPolicies policies, PresetSetting setting) =>
        PolicyCatalog.TrySet(policies, setting.Name, setting.Value, out var result, out var problem)
            ? result
            : throw new InvalidOperationException(problem);

    /// <remarks>
    /// The Codex CLI drops a message with a refusal part (V27). Everything else that it needs is the default. A truncated answer stays
    /// <c>incomplete</c>: Codex 0.171 ends the turn there, and reporting it as completed would hide the loss.
    /// </remarks>
    private static Preset Codex => new("codex", "For the Codex CLI, which works with the defaults but does not show refusals.",
    [
        new("refusal_out", "text"),
    ]);

    /// <remarks>Ending a stream with the marker is part of it too, and the default.</remarks>
    private static Preset OpenResponses => new(
        "open-responses",
        "For clients of the Open Responses specification: its event names, errors nested, reasoning as raw text.",
    [
        new("error_event", "nested"),
        new("event_dialect", "open-responses"),
        new("reasoning_out", "text"),
    ]);
}
