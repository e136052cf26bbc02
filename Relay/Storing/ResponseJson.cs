using System.Buffers;
using System.Text.Json;
using Relay.Json;

namespace Relay.Storing;

/// <summary>Reads and changes stored response objects.</summary>
internal static class ResponseJson
{
    public static JsonElement Parse(ReadOnlyMemory<byte> json) =>
        json.Length > LargeJson.Least
            ? LargeJson.Parse(json, VendorJsonOptions.Document)
            : JsonElement.Parse(json.Span, VendorJsonOptions.Document);

    /// <summary>
    /// Returns the status and the ids of the output items, without parsing what may be a large text. Presets that reproduce older systems
    /// may omit the status in completed responses.
    /// </summary>
    public static (string Status, IReadOnlyList<string> Ids) ReadStatusAndIds(ReadOnlySpan<byte> response)
    {
        var status = ResponseStatus.Completed;
        var ids = new List<string>();
        var json = new Utf8JsonReader(response, VendorJsonOptions.Reader);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isStatus, isOutput) = (json.ValueTextEquals("status"u8), json.ValueTextEquals("output"u8));
            json.Read();
            if (isStatus && json.TokenType == JsonTokenType.String)
            {
                status = json.GetString()!;
            }
            else if (isOutput && json.TokenType == JsonTokenType.StartArray)
            {
                ReadItemIds(ref json, ids);
            }
            else
            {
                json.Skip();
            }
        }

        return (status, ids);
    }

    private static void ReadItemIds(ref Utf8JsonReader json, List<string> ids)
    {
        var depth = json.CurrentDepth;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.CurrentDepth == depth + 2 && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("id"u8))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.String)
                {
                    ids.Add(json.GetString()!);
                }
            }
        }
    }

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
    public static string? ErrorCode(JsonElement response) => ErrorText(response, "code");

    /// <summary>Returns the message of the error; <see langword="null"/> if there is none.</summary>
    public static string? ErrorMessage(JsonElement response) => ErrorText(response, "message");

    private static string? ErrorText(JsonElement response, string member) =>
        response.TryGetProperty("error"u8, out var error)
            && error.ValueKind == JsonValueKind.Object
            && error.TryGetProperty(member, out var text)
            && text.ValueKind == JsonValueKind.String
                ? text.GetString()
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
