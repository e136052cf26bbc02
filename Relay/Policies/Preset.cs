namespace Relay.Policies;

/// <summary>A named set of settings that belong together.</summary>
/// <param name="Name">The value of <c>--preset</c>.</param>
/// <param name="Summary">One sentence on its purpose.</param>
/// <param name="Settings">The settings that differ from the defaults.</param>
public sealed record Preset(string Name, string Summary, IReadOnlyList<PresetSetting> Settings)
{
    /// <summary>The name of the preset that changes nothing.</summary>
    public const string Default = "openai";
}

/// <summary>One setting of a preset: a policy, a timeout, a limit.</summary>
/// <param name="Name">The setting's name.</param>
/// <param name="Value">Its value, as in <c>--set NAME=VALUE</c>.</param>
public sealed record PresetSetting(string Name, string Value);
