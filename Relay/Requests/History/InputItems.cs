using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Relay.Json;
using Relay.Requests.Checking;

namespace Relay.Requests.History;

/// <summary>
/// Writes the input of a request as items to be stored: with ids, text as content parts, and references replaced by the items they refer
/// to.
/// </summary>
/// <remarks>Ids are derived from the response's random id and the position, so they are unique without an id source.</remarks>
internal static class InputItems
{
    /// <summary>Writes the items as a JSON array.</summary>
    /// <param name="request">The request.</param>
    /// <param name="responseId">The id of the response.</param>
    /// <param name="resolve">Returns the items that an item stands for.</param>
    public static ReadOnlyMemory<byte> Write(JsonElement request, string responseId, Func<JsonElement, IReadOnlyList<JsonElement>> resolve)
    {
        var items = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(items, RelaxedJson.WriterOptions))
        {
            json.WriteStartArray();
            if (RequestCheck.TryGet(request, "input", out var input))
            {
                WriteInput(json, input, responseId[(responseId.IndexOf('_', StringComparison.Ordinal) + 1)..], resolve);
            }

            json.WriteEndArray();
        }

        return items.WrittenSpan.ToArray();
    }

    private static void WriteInput(
        Utf8JsonWriter json, JsonElement input, string seed, Func<JsonElement, IReadOnlyList<JsonElement>> resolve)
    {
        if (input.ValueKind == JsonValueKind.String)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, CreateId("message", seed, 0));
            json.WriteString("type"u8, "message"u8);
            json.WriteString("status"u8, "completed"u8);
            json.WriteString("role"u8, "user"u8);
            WriteText(json, input, "user");
            json.WriteEndObject();
            return;
        }

        var place = 0;
        foreach (var item in input.EnumerateArray())
        {
            foreach (var resolved in resolve(item).Where(static resolved => resolved.ValueKind == JsonValueKind.Object))
            {
                WriteItem(json, resolved, seed, place);
            }

            place++;
        }
    }

    private static void WriteItem(Utf8JsonWriter json, JsonElement item, string seed, int place)
    {
        var type = GetText(item, "type") ?? "message";
        json.WriteStartObject();
        json.WriteString("id"u8, GetText(item, "id") is { Length: > 0 } id ? id : CreateId(type, seed, place));
        json.WriteString("type"u8, type);
        foreach (var member in item.EnumerateObject().Where(static member => !member.NameEquals("id"u8) && !member.NameEquals("type"u8)))
        {
            if (type == "message" && member.NameEquals("content"u8) && member.Value.ValueKind == JsonValueKind.String)
            {
                WriteText(json, member.Value, GetText(item, "role"));
            }
            else
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    // Typed clients read a list of parts, also where the client sent a string.
    private static void WriteText(Utf8JsonWriter json, JsonElement text, string? role)
    {
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, role == "assistant" ? "output_text"u8 : "input_text"u8);
        json.WritePropertyName("text"u8);
        text.WriteTo(json);
        if (role == "assistant")
        {
            json.WriteStartArray("annotations"u8);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string CreateId(string type, string seed, int place)
    {
        var prefix = type switch
        {
            "message" => "msg_",
            "reasoning" => "rs_",
            "function_call" => "fc_",
            "function_call_output" => "fco_",
            "custom_tool_call" => "ctc_",
            "custom_tool_call_output" => "ctco_",
            _ => "item_",
        };
        return prefix + seed + place.ToString("x4", CultureInfo.InvariantCulture);
    }

    private static string? GetText(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
