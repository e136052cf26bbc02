namespace Relay.Policies;

/// <summary>Sets of policies that belong together, by name.</summary>
public static class PolicyPresets
{
    private static readonly (string Name, Func<RelayPolicies, RelayPolicies> Apply)[] Presets =
    [
        ("openai", static policies => policies),
        ("codex", static policies => policies with { HostedTools = HostedTools.Drop, UnknownItem = UnknownItem.Drop }),
    ];

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
