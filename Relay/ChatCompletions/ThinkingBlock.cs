using System.Buffers;
using System.Text.Json;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>
/// Represents a block of <c>thinking_blocks</c> while its deltas arrive: its text is joined, and of all other members the last value is
/// kept.
/// </summary>
internal sealed class ThinkingBlock
{
    private readonly OrderedDictionary<string, byte[]> _members = new(StringComparer.Ordinal);
    private readonly GrowingText _text = new();
    private string? _signature;

    /// <summary>Whether the block is complete: it has its signature, or it is redacted.</summary>
    public bool IsComplete => !string.IsNullOrEmpty(_signature) || _members.ContainsKey("data");

    /// <summary>Returns whether a delta of a complete block sends nothing new.</summary>
    public bool Repeats(JsonElement delta) =>
        DetailKeys.GetText(delta, "data") is null
            && (DetailKeys.GetText(delta, "thinking") ?? "") is var text
            && (text.Length == 0 || _text.Is(text))
            && (DetailKeys.GetText(delta, "signature") is not { Length: > 0 } signature || signature == _signature);

    public void Merge(JsonElement delta)
    {
        var signature = DetailKeys.GetText(delta, "signature");
        foreach (var member in delta.EnumerateObject().Where(static member => member.Value.ValueKind is not JsonValueKind.Null))
        {
            if (member.NameEquals("thinking"u8) && member.Value.ValueKind is JsonValueKind.String)
            {
                _members.TryAdd(member.Name, []);
                AddText(member.Value.GetString()!, isWhole: signature is { Length: > 0 });
            }
            else if (!member.NameEquals("signature"u8) || signature is { Length: > 0 })
            {
                _members[member.Name] = JsonText.Compact(member.Value).ToArray();
            }
        }

        _signature = signature is { Length: > 0 } ? signature : _signature;
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
                if (value.Length == 0)
                {
                    writer.WriteStringValue(_text.ToString());
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

    // Some gateways send the whole text again beside its signature.
    private void AddText(string text, bool isWhole)
    {
        if (text.Length > 0 && !(isWhole && _text.Is(text)))
        {
            _text.Add(text);
        }
    }
}
