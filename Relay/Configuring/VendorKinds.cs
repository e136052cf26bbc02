using Relay.Upstreams;

namespace Relay.Configuring;

/// <summary>Contains the kinds of settings for an upstream's vendor and its authentication.</summary>
internal static class VendorKinds
{
    /// <summary>The name of a vendor.</summary>
    public static SettingKind<string?> Vendor { get; } = new(
        string.Join(", ", VendorPresets.Names),
        static input =>
            input.Text("a vendor name") is var name
                && VendorPresets.Find(name) is null
                    ? throw input.Unknown("vendor", name, VendorPresets.Names)
                    : name,
        static (json, value) => json.WriteStringValue(value));

    /// <summary>The header that contains the key.</summary>
    public static SettingKind<string> KeyHeader { get; } = new(
        "header name", ReadKeyHeader, static (json, value) => json.WriteStringValue(value));

    private static string ReadKeyHeader(SettingInput input)
    {
        const string expected = "a header name, such as api-key";
        var name = input.Text(expected);
        return StructuredKinds.IsHeaderName(name) && !HeaderRules.IsOfConnection(name)
            ? SettingKinds.Name(input, name)
            : throw input.Wrong(expected);
    }
}
