using System.Buffers;
using System.Text.Json;
using Relay.Json;

namespace Relay.ResponsesWire;

/// <summary>Adds a warning to the metadata that a response repeats.</summary>
internal static class NotedRequest
{
    /// <summary>The name of the warning among the metadata.</summary>
    public const string Name = "relay_warnings";

    // OpenAI's limit for a value.
    private const int LongestValue = 512;

    /// <summary>Returns the request with the warning.</summary>
    public static JsonElement Create(JsonElement request, string warning)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            if (request.ValueKind is JsonValueKind.Object)
            {
                foreach (var member in request.EnumerateObject().Where(static member => !member.NameEquals("metadata"u8)))
                {
                    member.WriteTo(json);
                }
            }

            WriteMetadata(json, request, warning);
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan, VendorJsonOptions.Document);
    }

    private static void WriteMetadata(Utf8JsonWriter json, JsonElement request, string warning)
    {
        json.WriteStartObject("metadata"u8);
        if (request.ValueKind is JsonValueKind.Object
            && request.TryGetProperty("metadata"u8, out var metadata)
            && metadata.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in metadata.EnumerateObject().Where(static member => !member.NameEquals(Name)))
            {
                member.WriteTo(json);
            }
        }

        json.WriteString(Name, warning.Length > LongestValue ? warning[..LongestValue] : warning);
        json.WriteEndObject();
    }
}
