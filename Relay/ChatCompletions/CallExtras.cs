using System.Buffers;
using System.Text.Json;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>Reads the members that a vendor adds to a tool call, such as Gemini's <c>extra_content</c> (Q30).</summary>
internal static class CallExtras
{
    private static readonly string[] CallMembers = ["index", "id", "type", "function"];
    private static readonly string[] FunctionMembers = ["name", "arguments"];

    /// <summary>
    /// Returns the members as one JSON object, those of the function under <c>function</c>; empty if all of them are null.
    /// </summary>
    public static byte[] Read(JsonSlice call, ReadOnlySpan<byte> payload)
    {
        using var document = JsonText.Parse(call.In(payload));
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, RelaxedJson.WriterOptions))
        {
            writer.WriteStartObject();
            WriteOthers(writer, document.RootElement, CallMembers);
            if (document.RootElement.TryGetProperty("function"u8, out var function)
                && function.ValueKind is JsonValueKind.Object
                && GetOthers(function, FunctionMembers).Any())
            {
                writer.WriteStartObject("function"u8);
                WriteOthers(writer, function, FunctionMembers);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return json.WrittenCount > "{}".Length ? json.WrittenSpan.ToArray() : [];
    }

    /// <summary>Merges two objects. A member of the later one replaces that of the earlier one.</summary>
    public static byte[] Merge(byte[] earlier, byte[] later)
    {
        if (earlier.Length == 0 || later.Length == 0)
        {
            return earlier.Length == 0 ? later : earlier;
        }

        using var before = JsonText.Parse(earlier);
        using var after = JsonText.Parse(later);
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, RelaxedJson.WriterOptions))
        {
            writer.WriteStartObject();
            WriteOthers(writer, before.RootElement, [.. after.RootElement.EnumerateObject().Select(static member => member.Name)]);
            WriteOthers(writer, after.RootElement, []);
            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }

    private static void WriteOthers(Utf8JsonWriter writer, JsonElement owner, string[] known)
    {
        foreach (var member in GetOthers(owner, known))
        {
            member.WriteTo(writer);
        }
    }

    private static IEnumerable<JsonProperty> GetOthers(JsonElement owner, string[] known) =>
        owner.EnumerateObject()
            .Where(member => !known.Contains(member.Name, StringComparer.Ordinal) && member.Value.ValueKind is not JsonValueKind.Null);
}
