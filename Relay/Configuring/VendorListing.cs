using System.Text;
using Relay.Upstreams;

namespace Relay.Configuring;

/// <summary>Writes the text of <c>--print-vendors</c>: each vendor known by name, its address, its key and its settings.</summary>
internal static class VendorListing
{
    public static string Create()
    {
        var listing = new StringBuilder();
        foreach (var vendor in VendorPresets.All)
        {
            var key = vendor.KeyVariable is null ? "no key" : $"key in {vendor.KeyVariable}";
            var address = vendor.BaseUrl is null ? $"{vendor.Address}, must be set" : vendor.Address;
            listing.Append($"{vendor.Name}: {vendor.Summary}\n  {address}; {key}\n");
            foreach (var need in vendor.Needs)
            {
                listing.Append($"  {need.Setting}={need.Value}  {need.Reason}\n");
            }

            listing.Append('\n');
        }

        return listing.ToString().TrimEnd();
    }
}
