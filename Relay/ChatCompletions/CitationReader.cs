using System.Buffers;
using System.Text.Json;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>
/// Reads the sources of an answer from all members in which vendors send them, as annotations of the Responses API (Q61).
/// </summary>
internal static class CitationReader
{
    /// <summary>Returns the annotations as compact JSON, in order.</summary>
    public static List<byte[]> Read(JsonSlice citations, ReadOnlySpan<byte> payload)
    {
        if (!citations.IsArray)
        {
            return [];
        }

        using var document = JsonText.Parse(citations.In(payload));
        return [.. document.RootElement.EnumerateArray().Select(ReadAnnotation).OfType<byte[]>()];
    }

    private static byte[]? ReadAnnotation(JsonElement citation) => citation.ValueKind switch
    {
        JsonValueKind.String => WriteUrlCitation(default, citation.GetString()!),
        JsonValueKind.Object when GetCitation(citation) is { } inner && GetText(inner, "url") is { } url => WriteUrlCitation(inner, url),
        JsonValueKind.Object when GetText(citation, "type") is not null => JsonText.Compact(citation).ToArray(),
        _ => null,
    };

    /// <summary>Returns the members of a URL citation, which are nested under the name of its type or beside the type.</summary>
    private static JsonElement? GetCitation(JsonElement citation)
    {
        if (citation.TryGetProperty("url_citation", out var nested) && nested.ValueKind is JsonValueKind.Object)
        {
            return nested;
        }

        return GetText(citation, "type") is null or "url_citation" ? citation : null;
    }

    private static byte[] WriteUrlCitation(JsonElement citation, string url)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "url_citation"u8);
            writer.WriteNumber("start_index"u8, GetPosition(citation, "start_index"));
            writer.WriteNumber("end_index"u8, GetPosition(citation, "end_index"));
            writer.WriteString("url"u8, url);
            writer.WriteString("title"u8, GetText(citation, "title") ?? "");
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string? GetText(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object
            && parent.TryGetProperty(name, out var value)
            && value.ValueKind is JsonValueKind.String
                ? value.GetString()
                : null;

    private static int GetPosition(JsonElement citation, string name) =>
        citation.ValueKind is JsonValueKind.Object
            && citation.TryGetProperty(name, out var value)
            && value.ValueKind is JsonValueKind.Number
            && value.TryGetInt32(out var position)
            ? Math.Max(0, position)
            : 0;
}
