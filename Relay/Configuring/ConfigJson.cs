using System.Text.Json;
using System.Text.RegularExpressions;

namespace Relay.Configuring;

/// <summary>Writes nodes as JSON by YAML 1.2's core schema. The spelling of numbers is kept.</summary>
internal static partial class ConfigJson
{
    public static void Write(Utf8JsonWriter json, ConfigNode node)
    {
        switch (node)
        {
            case ConfigMap map:
                json.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    json.WritePropertyName(entry.Key.Value);
                    Write(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case ConfigList list:
                json.WriteStartArray();
                foreach (var value in list.Values)
                {
                    Write(json, value);
                }

                json.WriteEndArray();
                break;
            case ConfigText text:
                WriteText(json, text);
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter json, ConfigText text)
    {
        switch (text)
        {
            case { IsPlain: true, Value: "" or "~" or "null" or "Null" or "NULL" }:
                json.WriteNullValue();
                break;
            case { IsPlain: true, Value: "true" or "True" or "TRUE" or "false" or "False" or "FALSE" }:
                json.WriteBooleanValue(text.Value[0] is 't' or 'T');
                break;
            case { IsPlain: true } when JsonNumber().IsMatch(text.Value):
                json.WriteRawValue(text.Value);
                break;
            default:
                json.WriteStringValue(text.Value);
                break;
        }
    }

    [GeneratedRegex(
        @"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex JsonNumber();
}
