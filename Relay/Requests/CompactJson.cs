using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Relay.Requests;

/// <summary>JSON without blanks, text as text.</summary>
internal static class CompactJson
{
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonElement value)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Options))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
