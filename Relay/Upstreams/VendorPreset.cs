namespace Relay.Upstreams;

/// <summary>What is known of one vendor: data, to which nothing in the code looks by name.</summary>
internal sealed class VendorPreset(
    string name, string summary, string address, string? keyVariable, string[] hosts, params VendorNeed[] needs)
{
    /// <summary>The word that stands for an account's own part of an address.</summary>
    private const string Account = "NAME";

    public string Name => name;

    /// <summary>One sentence on who that is, and on what it sends that others do not.</summary>
    public string Summary => summary;

    /// <summary>Its base URL, or what one looks like.</summary>
    public string Address => address;

    /// <summary>The environment variable its key is commonly in.</summary>
    public string? KeyVariable => keyVariable;

    /// <summary>What it needs otherwise than by default.</summary>
    public IReadOnlyList<VendorNeed> Needs => needs;

    /// <summary>Its base URL; <see langword="null"/> where every account has one of its own.</summary>
    public Uri? BaseUrl { get; } = address.Contains(Account, StringComparison.Ordinal) ? null : new Uri(address);

    /// <summary>Whether an address is the vendor's, so that a key nobody named for it may go there.</summary>
    public bool Owns(Uri url) =>
        url.Scheme == Uri.UriSchemeHttps
            && hosts.Any(host => url.IdnHost == host || url.IdnHost.EndsWith("." + host, StringComparison.OrdinalIgnoreCase));
}
