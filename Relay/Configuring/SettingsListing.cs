using System.Buffers;
using System.Text.Json;
using Relay.Options;
using Relay.Policies;
using Relay.Presets;

namespace Relay.Configuring;

/// <summary>
/// Writes the configuration of this relay for people and scripts: policies, settings, upstreams, models. Keys and addresses are shown only
/// as set or unset.
/// </summary>
internal static class SettingsListing
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n" };

    /// <summary>Returns the listing as one JSON object.</summary>
    public static ReadOnlyMemory<byte> Write(RelayOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            WritePolicies(json, options.Policies);
            WriteSettings(json, options);
            WriteUpstreams(json, options);
            WriteModels(json, options.Models);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WritePolicies(Utf8JsonWriter json, RelayPolicies policies)
    {
        json.WriteStartArray("policies");
        foreach (var (policy, (_, value)) in PolicyCatalog.All.Zip(PolicyCatalog.Values(policies)))
        {
            json.WriteStartObject();
            json.WriteString("name", policy.Name);
            json.WriteString("value", value);
            json.WriteString("default", policy.Default);
            json.WriteStartArray("values");
            foreach (var known in policy.Values)
            {
                json.WriteStartObject();
                json.WriteString("name", known.Name);
                json.WriteString("summary", known.Summary);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("summary", policy.Summary);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSettings(Utf8JsonWriter json, RelayOptions options)
    {
        var defaults = new RelayOptions();
        json.WriteStartArray("settings");
        foreach (var setting in SettingTable.Settings.Where(static setting => setting.IsForTop))
        {
            json.WriteStartObject();
            json.WriteString("name", setting.Name);
            json.WritePropertyName("value");
            setting.Write(json, options);
            json.WritePropertyName("default");
            setting.Write(json, defaults);
            json.WriteString("summary", setting.Summary);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Values that all upstreams share are written above.
    private static void WriteUpstreams(Utf8JsonWriter json, RelayOptions options)
    {
        json.WriteStartArray("upstreams");
        foreach (var upstream in options.Upstreams)
        {
            json.WriteStartObject();
            json.WriteString("name", upstream.Name);
            foreach (var setting in SettingTable.All
                .Where(setting => setting.WriteOwn is not null && IsItsOwn(setting, upstream, options.Shared)))
            {
                json.WritePropertyName(setting.Name);
                setting.WriteOwn!(json, upstream);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static bool IsItsOwn(Setting setting, UpstreamOptions upstream, UpstreamOptions shared) =>
        Setting.Shown(json => setting.WriteOwn!(json, upstream))
            != Setting.Shown(json => setting.WriteOwn!(json, shared.Named(upstream.Name)));

    private static void WriteModels(Utf8JsonWriter json, IReadOnlyList<ModelRoute> models)
    {
        json.WriteStartArray("models");
        foreach (var route in models)
        {
            json.WriteStartObject();
            json.WriteString("name", route.Name);
            json.WriteString("upstream", route.Upstream);
            json.WriteString("model", route.Model);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
