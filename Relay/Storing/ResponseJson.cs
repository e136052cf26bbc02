using System.Buffers;
using System.Text.Json;
using Relay.Json;

namespace Relay.Storing;

/// <summary>Reads and changes stored response objects.</summary>
internal static class ResponseJson
{
    public static JsonElement Parse(ReadOnlyMemory<byte> json) =>
        json.Length > LargeJson.Least
            ? LargeJson.Parse(json.Span, VendorJsonOptions.Document)
            : JsonElement.Parse(json.Span, VendorJsonOptions.Document);

    /// <summary>Returns the status; presets that reproduce older systems may omit it in completed responses.</summary>
    public static string Status(JsonElement response) =>
        response.TryGetProperty("status"u8, out var status)
            && status.ValueKind == JsonValueKind.String
                ? status.GetString()!
                : ResponseStatus.Completed;

    public static IEnumerable<JsonElement> Output(JsonElement response) =>
        response.TryGetProperty("output"u8, out var output) ? output.EnumerateArray() : default(JsonElement.ArrayEnumerator);

    /// <summary>Returns the id of an item; <see langword="null"/> if it has none.</summary>
    public static string? IdOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
            && item.TryGetProperty("id"u8, out var id)
            && id.ValueKind == JsonValueKind.String
                ? id.GetString()
                : null;

    /// <summary>Returns the code of the error; <see langword="null"/> if there is none.</summary>
    public static string? ErrorCode(JsonElement response) =>
        response.TryGetProperty("error"u8, out var error)
            && error.ValueKind == JsonValueKind.Object
            && error.TryGetProperty("code"u8, out var code)
            && code.ValueKind == JsonValueKind.String
                ? code.GetString()
                : null;

    /// <summary>Returns the object with another status and, if given, an error.</summary>
    public static ReadOnlyMemory<byte> WithStatus(
        ReadOnlyMemory<byte> response, string status, string? errorCode = null, string? errorMessage = null)
    {
        var changed = new ArrayBufferWriter<byte>(response.Length + 128);
        using (var json = new Utf8JsonWriter(changed, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            foreach (var member in Parse(response).EnumerateObject())
            {
                Write(json, member, status, errorCode, errorMessage);
            }

            json.WriteEndObject();
        }

        return changed.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, JsonProperty member, string status, string? errorCode, string? errorMessage)
    {
        if (member.NameEquals("status"u8))
        {
            json.WriteString("status"u8, status);
        }
        else if (member.NameEquals("error"u8) && errorCode is not null)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, errorCode);
            json.WriteString("message"u8, errorMessage);
            json.WriteEndObject();
        }
        else
        {
            member.WriteTo(json);
        }
    }
}
