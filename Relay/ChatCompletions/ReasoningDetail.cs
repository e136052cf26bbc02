using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>
/// Represents an element of <c>reasoning_details</c> while its deltas arrive: texts are joined, and of all other members the last value is
/// kept.
/// </summary>
internal sealed class ReasoningDetail
{
    private static readonly string[] Growing = ["text", "summary", "data"];

    private readonly Dictionary<string, StringBuilder> _texts = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, byte[]> _members = new(StringComparer.Ordinal);
    private int? _index;
    private string? _type;
    private string? _id;

    /// <summary>
    /// Returns whether a delta belongs to this element: it has the same index, or none and this is the latest element, and no other type or
    /// id. Vendors send index 0 for all elements of calls and distinguish them by id. A signature alone belongs to the latest element. Data
    /// without an index is complete.
    /// </summary>
    public bool CanContinueWith(JsonElement delta, bool isLatest) =>
        (GetIndex(delta) is { } index ? index == _index : isLatest && GetText(delta, "data") is null)
            && Agrees(_type, GetText(delta, "type"))
            && Agrees(_id, GetText(delta, "id"));

    public void Merge(JsonElement delta)
    {
        _index ??= GetIndex(delta);
        _type ??= GetText(delta, "type");
        _id ??= GetText(delta, "id");
        foreach (var member in delta.EnumerateObject().Where(static member => member.Value.ValueKind is not JsonValueKind.Null))
        {
            Merge(member);
        }
    }

    public byte[] Write()
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, RelaxedJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in _members)
            {
                writer.WritePropertyName(name);
                if (_texts.TryGetValue(name, out var text))
                {
                    writer.WriteStringValue(text.ToString());
                }
                else
                {
                    writer.WriteRawValue(value, skipInputValidation: true);
                }
            }

            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }

    private void Merge(JsonProperty member)
    {
        if (!Growing.Contains(member.Name, StringComparer.Ordinal) || member.Value.ValueKind is not JsonValueKind.String)
        {
            _members[member.Name] = JsonText.Compact(member.Value).ToArray();
            return;
        }

        _members.TryAdd(member.Name, []);
        if (!_texts.TryGetValue(member.Name, out var text))
        {
            _texts[member.Name] = text = new StringBuilder();
        }

        text.Append(member.Value.GetString());
    }

    private static bool Agrees(string? known, string? said) => known is null || said is null || known == said;

    private static int? GetIndex(JsonElement delta) =>
        delta.TryGetProperty("index"u8, out var index)
            && index.ValueKind is JsonValueKind.Number
            && index.TryGetInt32(out var number)
                ? number
                : null;

    private static string? GetText(JsonElement delta, string name) =>
        delta.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() : null;
}
