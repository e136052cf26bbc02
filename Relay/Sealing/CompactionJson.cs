using System.Buffers;
using System.Text.Json;
using Relay.Json;

namespace Relay.Sealing;

/// <summary>Converts the content of a compaction item to JSON and back: the summary of the conversation before it.</summary>
internal static class CompactionJson
{
    // Reasoning that was encrypted with the same key has no such member.
    private static ReadOnlySpan<byte> Member => "compaction"u8;

    /// <summary>Writes a summary.</summary>
    public static ReadOnlySpan<byte> Write(string summary)
    {
        var buffer = new ArrayBufferWriter<byte>(summary.Length + 64);
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString(Member, summary);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    /// <summary>Reads a summary; <see langword="null"/> if the content is not one.</summary>
    public static string? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, VendorJsonOptions.Document);
            return document.RootElement is { ValueKind: JsonValueKind.Object } content
                && content.TryGetProperty(Member, out var summary)
                && summary.ValueKind is JsonValueKind.String
                    ? summary.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
