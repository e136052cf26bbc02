using Relay.Options;
using Relay.Upstreams;

namespace Relay.Configuring;

/// <summary>
/// Applies the settings of a vendor below those of the user: a vendor changes the defaults, and any written setting overrides it.
/// </summary>
internal sealed class UpstreamLayers(IReadOnlyList<Assignment> top, Func<string, string?> environment)
{
    /// <summary>
    /// Returns the top-level settings above those of the vendor that is named there. That vendor's settings apply only to the upstream
    /// without a name.
    /// </summary>
    public RelayOptions BuildTop()
    {
        var start = new RelayOptions { Shared = CreateDefaults(top) };
        var options = top.Aggregate(start, static (sofar, said) => said.Setting.Set(sofar, said.Input));
        return options with { Shared = WithKey(options.Shared) };
    }

    /// <summary>Returns the settings of a named upstream: its vendor's, above them the top-level ones, above them its own.</summary>
    public UpstreamOptions Build(NamedUpstream upstream)
    {
        var own = Assignment.InOrder(upstream.Assignments).ToList();
        var said = top.Where(static assignment => assignment.Setting.Scope == SettingScope.Shared).Concat(own);
        return WithKey(said.Aggregate(
            CreateDefaults(own) with { Name = upstream.Name.Value },
            static (sofar, assignment) => assignment.Setting.SetOwn!(sofar, assignment.Input)));
    }

    private static UpstreamOptions CreateDefaults(IReadOnlyList<Assignment> said) =>
        said.LastOrDefault(static assignment => assignment.Setting.Name == "vendor") is { } named
            && VendorPresets.Find(VendorKinds.Vendor.Read(named.Input)) is { } vendor
            ? vendor.Needs.Aggregate(
                new UpstreamOptions { BaseUrl = vendor.BaseUrl },
                static (sofar, need) => PresetSettings.Apply(sofar, need.Setting, need.Value))
            : new UpstreamOptions();

    // Without another configuration the key is sent only to the vendor's own addresses, or to an address that only this machine can have.
    private UpstreamOptions WithKey(UpstreamOptions upstream) =>
        upstream is { ApiKey: null, BaseUrl: { } url }
        && VendorPresets.Find(upstream.Vendor) is { KeyVariable: { } variable } vendor
        && (vendor.Owns(url) || url == vendor.BaseUrl)
        && !upstream.Headers.Any(static header => HeaderRules.IsCredential(header.Key))
        && environment(variable)?.Trim() is { Length: > 0 } key
            ? upstream with
            {
                ApiKey = SettingKinds.PlainKey(
                    new SettingInput(new ConfigText(key, IsPlain: true, ConfigPlace.None), variable, environment), key),
                ApiKeyVariable = variable,
            }
            : upstream;
}
