using Relay.Options;

namespace Relay.Upstreams;

/// <summary>Finds upstreams of known vendors for which no key is configured.</summary>
internal static class MissingKeys
{
    /// <summary>Returns the names of the upstreams, each with the variable that its key is expected in.</summary>
    public static IEnumerable<(string Upstream, string Variable)> Find(RelayOptions options)
    {
        var unnamed = options.Upstream is null ? [] : new[] { options.Shared };
        foreach (var upstream in unnamed.Concat(options.Upstreams))
        {
            if (upstream is { ApiKey: null, BaseUrl: { } url }
                && VendorPresets.Find(upstream.Vendor) is { KeyVariable: { } variable } vendor
                && (vendor.Owns(url) || url == vendor.BaseUrl)
                && !upstream.Headers.Any(static header => HeaderRules.IsCredential(header.Key)))
            {
                yield return (upstream.Name, variable);
            }
        }
    }
}
