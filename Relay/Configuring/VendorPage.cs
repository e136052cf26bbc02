using System.Text;
using Relay.Upstreams;

namespace Relay.Configuring;

/// <summary>The vendors that are known by name, as Markdown: a part of <c>docs/configuration.md</c>, and what <c>--print-vendors</c> prints.</summary>
internal static class VendorPage
{
    private const string Opening =
        """
        ## Vendors

        `vendor: NAME` in an upstream, or `--vendor NAME` for the only one, makes what is known of a vendor the defaults: its base URL and the rows below. What is said anywhere wins; a list
        that is said replaces the vendor's. At the top it is about the upstream without a name; the others say their own. `Relay --print-vendors` prints this part.

        A key is found in the vendor's usual variable only if none is said, and goes to the vendor's own addresses only; with another `base_url`, say `api_key_env`.

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
        page.Append($"\n### {vendor.Name}\n\n{vendor.Summary}\n\n`{vendor.Address}`{(vendor.BaseUrl is null ? ", to be said" : "")}; {key}.\n\n| setting | default | here | why |\n| --- | --- | --- | --- |\n");
        foreach (var need in vendor.Needs)
        {
            var usual = SettingTable.All.First(setting => setting.Name == need.Setting).Default;
            page.Append($"| `{need.Setting}` | {(usual.Length == 0 ? "" : $"`{usual}`")} | `{need.Value}` | {need.Reason} |\n");
        }
    }
}
