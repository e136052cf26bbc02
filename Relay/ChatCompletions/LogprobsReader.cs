using System.Buffers;
using System.Text.Json;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>Converts a choice's logprobs to those of the Responses API (Q62).</summary>
internal static class LogprobsReader
{
    /// <summary>Returns the elements of <c>content</c>, separated by commas, without brackets; empty if there are none.</summary>
    public static byte[] Read(JsonSlice logprobs, ReadOnlySpan<byte> payload)
    {
        if (!logprobs.IsObject)
        {
            return [];
        }

        using var document = JsonText.Parse(logprobs.In(payload));
        if (!document.RootElement.TryGetProperty("content", out var content) || content.ValueKind is not JsonValueKind.Array)
        {
            return [];
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            WriteTokens(writer, content, withTop: true);
        }

        return buffer.WrittenSpan[1..^1].ToArray();
    }

    private static void WriteTokens(Utf8JsonWriter writer, JsonElement tokens, bool withTop)
    {
        writer.WriteStartArray();
        foreach (var token in tokens.EnumerateArray().Where(element => element.ValueKind is JsonValueKind.Object))
        {
            writer.WriteStartObject();
            writer.WriteString("token"u8, token.TryGetProperty("token", out var text)
                && text.ValueKind is JsonValueKind.String
                    ? text.GetString()
                    : "");
            writer.WriteNumber("logprob"u8, token.TryGetProperty("logprob", out var logprob)
                && logprob.ValueKind is JsonValueKind.Number
                    ? ToFinite(logprob.GetDouble())
                    : 0);
            writer.WritePropertyName("bytes"u8);
            WriteArray(writer, token, "bytes");
            if (withTop)
            {
                writer.WritePropertyName("top_logprobs"u8);
                WriteTop(writer, token);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static double ToFinite(double number) => double.IsFinite(number) ? number : 0;

    private static void WriteTop(Utf8JsonWriter writer, JsonElement token)
    {
        if (token.TryGetProperty("top_logprobs", out var top) && top.ValueKind is JsonValueKind.Array)
        {
            WriteTokens(writer, top, withTop: false);
        }
        else
        {
            writer.WriteStartArray();
            writer.WriteEndArray();
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, JsonElement parent, string name)
    {
        if (parent.TryGetProperty(name, out var array) && array.ValueKind is JsonValueKind.Array)
        {
            array.WriteTo(writer);
        }
        else
        {
            writer.WriteStartArray();
            writer.WriteEndArray();
        }
    }
}
