using System.Text;
using Relay.Configuring;
using Relay.Upstreams;

namespace Relay.Tests.Configuring;

/// <summary>Writes the section of docs/configuration.md about the vendors known by name.</summary>
internal static class VendorPage
{
    private const string Opening =
        """
        ## Vendors

        `vendor: NAME` in an upstream, or `--vendor NAME` for the only one, selects a known vendor: its base URL and the values below become the defaults. Settings given explicitly override them; a list
        given explicitly replaces the vendor's. At the top level, it applies to the unnamed upstream only; named upstreams set their own. `Relay --print-vendors` prints the same list.

        The key is read from the vendor's usual variable only if none is configured, and is sent only to the vendor's own addresses. With another `base_url`, set `api_key_env`.

        """;

    public static string Create()
    {
        var page = new StringBuilder(Opening);
        foreach (var vendor in VendorPresets.All)
        {
            Write(page, vendor);
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void Write(StringBuilder page, VendorPreset vendor)
    {
        var key = vendor.KeyVariable is null ? "no key" : $"key in `{vendor.KeyVariable}`";
        page.Append(
            $"\n### {vendor.Name}\n\n{vendor.Summary}\n\n`{vendor.Address}`{(vendor.BaseUrl is null ? ", must be set" : "")}; {key}.\n\n");
        page.Append("| Setting | Default | Vendor value | Reason |\n| --- | --- | --- | --- |\n");
        foreach (var need in vendor.Needs)
        {
            var usual = SettingTable.All.First(setting => setting.Name == need.Setting).Default;
            page.Append($"| `{need.Setting}` | {(usual.Length == 0 ? "" : $"`{usual}`")} | `{need.Value}` | {need.Reason} |\n");
        }
    }
}
