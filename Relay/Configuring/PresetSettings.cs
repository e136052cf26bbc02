using Relay.Options;
using Relay.Presets;

namespace Relay.Configuring;

/// <summary>
/// Applies the settings of a preset or a vendor: policies, timeouts and retries, as if they were written in the configuration.
/// </summary>
internal static class PresetSettings
{
    public static UpstreamOptions Apply(UpstreamOptions upstream, string preset) =>
        PolicyPresets.Find(preset)!.Settings.Aggregate(
            upstream with { Preset = preset }, static (sofar, said) => Apply(sofar, said.Name, said.Value));

    public static UpstreamOptions Apply(UpstreamOptions upstream, string name, string value)
    {
        var setting = SettingTable.All.First(setting => setting.Name == name);
        return setting.SetOwn!(upstream, CommandLine.Assign(setting, name, value, static _ => null).Input);
    }
}
