using System.Buffers;
using System.Text.Json;
using Relay.Json;

namespace Relay.Sealing;

/// <summary>
/// Converts <see cref="VendorReasoning"/> to JSON and back. Absent members mean no value, so that members can be added later.
/// </summary>
internal static class VendorReasoningJson
{
    private static readonly (ReasoningLocation Field, string Name)[] Fields =
    [
        (ReasoningLocation.ReasoningContent, "reasoning_content"),
        (ReasoningLocation.Reasoning, "reasoning"),
        (ReasoningLocation.Details, "reasoning_details"),
        (ReasoningLocation.ReasoningText, "reasoning_text"),
        (ReasoningLocation.Parts, "content"),
        (ReasoningLocation.Blocks, "thinking_blocks"),
    ];

    /// <summary>Writes reasoning.</summary>
    /// <param name="text">The text as a JSON string; empty if there is none.</param>
    /// <param name="field">The member in which the vendor sent it.</param>
    /// <param name="details">The elements of <c>reasoning_details</c>, as JSON objects.</param>
    /// <param name="calls">The members of calls, as JSON objects by call id.</param>
    /// <param name="opaque">The value of <c>reasoning_opaque</c>; <see langword="null"/> if there is none.</param>
    /// <param name="blocks">The elements of <c>thinking_blocks</c>, as JSON objects; none if omitted.</param>
    public static ReadOnlySpan<byte> Write(
        ReadOnlySpan<byte> text,
        ReasoningLocation field,
        IEnumerable<byte[]> details,
        IEnumerable<KeyValuePair<string, byte[]>> calls,
        string? opaque = null,
        IEnumerable<byte[]>? blocks = null)
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 256);
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            WriteText(json, text, field);
            WriteList(json, "details"u8, details);
            WriteList(json, "blocks"u8, blocks ?? []);
            WriteCalls(json, calls);
            if (opaque is not null)
            {
                json.WriteString("opaque"u8, opaque);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    /// <summary>Reads reasoning; <see langword="null"/> if another program encrypted other content with the same key.</summary>
    public static VendorReasoning? Read(Memory<byte> json)
    {
        try
        {
            LoneSurrogates.Mend(json.Span);
            var thought = JsonDocument.Parse(json, VendorJsonOptions.Document).RootElement;
            return thought.ValueKind is not JsonValueKind.Object ? null : new VendorReasoning
            {
                Text = GetText(thought, "text"),
                Field = Array.Find(Fields, field => field.Name == GetText(thought, "field")).Field,
                Details = ReadList(thought, "details"),
                Blocks = ReadList(thought, "blocks"),
                Calls = ReadCalls(thought),
                Opaque = GetText(thought, "opaque"),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> text, ReasoningLocation field)
    {
        if (text.IsEmpty)
        {
            return;
        }

        json.WritePropertyName("text"u8);
        json.WriteRawValue(text, skipInputValidation: true);
        if (Array.Find(Fields, known => known.Field == field).Name is { } name)
        {
            json.WriteString("field"u8, name);
        }
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<byte[]> elements)
    {
        json.WriteStartArray(name);
        foreach (var element in elements)
        {
            json.WriteRawValue(element, skipInputValidation: true);
        }

        json.WriteEndArray();
    }

    private static void WriteCalls(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, byte[]>> calls)
    {
        json.WriteStartObject("calls"u8);
        foreach (var (id, fields) in calls)
        {
            json.WritePropertyName(id);
            json.WriteRawValue(fields, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    private static string GetText(JsonElement thought, string name) =>
        thought.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString()! : "";

    private static List<JsonElement> ReadList(JsonElement thought, string name) =>
        thought.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    private static Dictionary<string, JsonElement> ReadCalls(JsonElement thought)
    {
        var calls = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (thought.TryGetProperty("calls", out var members) && members.ValueKind is JsonValueKind.Object)
        {
            foreach (var call in members.EnumerateObject().Where(static call => call.Value.ValueKind is JsonValueKind.Object))
            {
                calls[call.Name] = call.Value;
            }
        }

        return calls;
    }
}
