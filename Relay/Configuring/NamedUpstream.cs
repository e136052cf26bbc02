using Relay.Options;
using Relay.Secrets;
using Relay.Upstreams;

namespace Relay.Configuring;

/// <summary>Represents a named upstream of a configuration file.</summary>
/// <param name="Name">The name and its place.</param>
/// <param name="Assignments">The settings of this upstream.</param>
internal sealed record NamedUpstream(ConfigText Name, IReadOnlyList<Assignment> Assignments)
{
    /// <summary>Creates the options of the upstream from all its settings.</summary>
    public UpstreamOptions Build(UpstreamLayers layers)
    {
        if (Name.Value.Length == 0 || Name.Value.AsSpan().IndexOfAny('/', '*', ' ') >= 0)
        {
            throw new ConfigurationException(
                Name.Place,
                $"{ShownValue.Quote(Name.Value)} is not a valid upstream name: "
                + "clients request models as name/model, so it must not contain /, * or a blank.");
        }

        if (SecretShape.IsKey(Name.Value))
        {
            throw new ConfigurationException(Name.Place, "upstreams: expected a name, received a value that looks like a key.");
        }

        var upstream = layers.Build(this);
        return upstream.BaseUrl is null
            ? throw new ConfigurationException(Name.Place, $"Upstream '{Name.Value}' has no base_url{DescribeExample(upstream)}.")
            : upstream;
    }

    private static string DescribeExample(UpstreamOptions upstream) =>
        VendorPresets.Find(upstream.Vendor) is { } vendor ? $", such as {vendor.Address}" : "";
}
