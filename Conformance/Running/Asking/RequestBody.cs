using System.Text.Json;

namespace Conformance.Running.Asking;

/// <summary>Makes the body that goes over the wire of the one a scenario gives.</summary>
internal static class RequestBody
{
    /// <summary>The body with the model in front, and with another <c>stream</c> where one is asked for.</summary>
    public static JsonElement Build(JsonElement body, string model, bool? stream)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            foreach (var member in body.EnumerateObject())
            {
                if (!member.NameEquals("model") && !(stream is not null && member.NameEquals("stream")))
                {
                    member.WriteTo(json);
                }
            }

            if (stream is { } value)
            {
                json.WriteBoolean("stream", value);
            }

            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        return document.RootElement.Clone();
    }

    /// <summary>The body's bytes; a body that is text goes as it is.</summary>
    public static byte[] GetBytes(JsonElement body) =>
        System.Text.Encoding.UTF8.GetBytes(body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText());
}
