using System.Buffers;
using System.Text.Json;
using Relay.Policies;

namespace Relay;

/// <summary>What this relay is set to, for people and for their scripts: every policy, clock, retry and limit.</summary>
internal static class SettingsListing
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n" };

    /// <summary>The listing as one JSON object.</summary>
    public static ReadOnlyMemory<byte> Write(RelayOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(8 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            WritePolicies(json, options.Policies);
            WriteSettings(json, options);
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
        var defaults = new RelayOptions { Upstream = options.Upstream };
        json.WriteStartArray("settings");
        foreach (var name in RelayLimits.Names)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("value", RelayLimits.Value(options, name));
            json.WriteNumber("default", RelayLimits.Value(defaults, name));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
