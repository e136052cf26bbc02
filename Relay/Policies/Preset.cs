namespace Relay.Policies;

/// <summary>Settings that belong together.</summary>
/// <param name="Name">What people write after <c>--preset</c>.</param>
/// <param name="Summary">One sentence on whom it is for.</param>
/// <param name="Settings">What is other than the default.</param>
public sealed record Preset(string Name, string Summary, IReadOnlyList<PresetSetting> Settings)
{
    /// <summary>What its <c>translation</c> does otherwise than the relay's own.</summary>
    public IReadOnlyList<PresetBehaviour> Behaviours { get; init; } = [];
}

/// <summary>One setting of a preset: a policy, a clock, a limit.</summary>
/// <param name="Name">The setting's name.</param>
/// <param name="Value">Its value, as people write it after <c>--set</c>.</param>
/// <param name="Scenario">The case that shows it under the preset; <see langword="null"/> where the policy's own case does, or no case can.</param>
public sealed record PresetSetting(string Name, string Value, string? Scenario = null);

/// <summary>One thing a preset's translation does otherwise than the relay's own.</summary>
/// <param name="Summary">One sentence on what it does.</param>
/// <param name="Scenario">The case that shows it.</param>
/// <param name="Twin">The case that shows what the relay does by default; <see langword="null"/> where the case itself, played under the defaults, is all there is to see.</param>
public sealed record PresetBehaviour(string Summary, string Scenario, string? Twin = null);
