using Relay.Options;
using Relay.Upstreams;

namespace Relay.Configuring;

/// <summary>Lays what is known of a vendor beneath what people say: a vendor changes the defaults, and whatever is said anywhere wins.</summary>
internal sealed class UpstreamLayers(IReadOnlyList<Assignment> top, Func<string, string?> environment)
{
    /// <summary>What stands at the top, over the vendor that is named there; that vendor's needs are of the upstream without a name only.</summary>
    public RelayOptions BuildTop()
    {
        var start = new RelayOptions { Shared = Start(top) };
        var options = top.Aggregate(start, static (sofar, said) => said.Setting.Set(sofar, said.Input));
        return options with { Shared = WithKey(options.Shared) };
    }

    /// <summary>An upstream that has a name: its vendor, over it what stands at the top for all, over that its own.</summary>
    public UpstreamOptions Build(NamedUpstream upstream)
    {
        var own = Assignment.InOrder(upstream.Assignments).ToList();
        var said = top.Where(static assignment => assignment.Setting.Scope == SettingScope.Shared).Concat(own);
        return WithKey(said.Aggregate(Start(own) with { Name = upstream.Name.Value }, static (sofar, assignment) => assignment.Setting.SetOwn!(sofar, assignment.Input)));
    }

    private static UpstreamOptions Start(IReadOnlyList<Assignment> said) =>
        said.LastOrDefault(static assignment => assignment.Setting.Name == "vendor") is { } named && VendorPresets.Find(VendorKinds.Vendor.Read(named.Input)) is { } vendor
            ? vendor.Needs.Aggregate(new UpstreamOptions { BaseUrl = vendor.BaseUrl }, static (sofar, need) => PresetSettings.Apply(sofar, need.Setting, need.Value))
            : new UpstreamOptions();

    // Nobody said that the key goes elsewhere: it goes to the vendor's own addresses, or where no one else can be.
    private UpstreamOptions WithKey(UpstreamOptions upstream) =>
        upstream is { ApiKey: null, BaseUrl: { } url }
        && VendorPresets.Find(upstream.Vendor) is { KeyVariable: { } variable } vendor
        && (vendor.Owns(url) || url == vendor.BaseUrl)
        && !upstream.Headers.Any(static header => HeaderRules.IsCredential(header.Key))
        && environment(variable)?.Trim() is { Length: > 0 } key
            ? upstream with { ApiKey = key, ApiKeyVariable = variable }
            : upstream;
}
