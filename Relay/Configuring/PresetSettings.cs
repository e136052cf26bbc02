using Relay.Policies;
using Relay.Upstreams;

namespace Relay.Configuring;

/// <summary>Applies a preset: its policies, clocks and retries, each as if somebody had written it.</summary>
internal static class PresetSettings
{
    public static UpstreamOptions Apply(UpstreamOptions upstream, string preset) =>
        PolicyPresets.Find(preset)!.Settings.Aggregate(upstream with { Preset = preset }, Apply);

    private static UpstreamOptions Apply(UpstreamOptions upstream, PresetSetting said)
    {
        var setting = SettingTable.All.First(setting => setting.Name == said.Name);
        return setting.SetOwn!(upstream, CommandLine.Said(setting, said.Name, said.Value, static _ => null).Input);
    }
}
