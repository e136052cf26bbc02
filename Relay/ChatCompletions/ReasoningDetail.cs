using System.Buffers;
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

    private readonly Dictionary<string, GrowingText> _texts = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, byte[]> _members = new(StringComparer.Ordinal);

    /// <summary>The first index, type and id that the vendor gave the element.</summary>
    public DetailKeys Keys { get; private set; }

    public void Merge(JsonElement delta)
    {
        var keys = DetailKeys.Of(delta);
        Keys = new DetailKeys(Keys.Index ?? keys.Index, Keys.Type ?? keys.Type, Keys.Id ?? keys.Id);
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
            _texts[member.Name] = text = new GrowingText();
        }

        text.Add(member.Value.GetString()!);
    }
}
