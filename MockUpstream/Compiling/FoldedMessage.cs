using System.Text;
using System.Text.Json;

namespace MockUpstream.Compiling;

/// <summary>The message that deltas add up to: texts are joined, arrays are joined, any other value is the last one given.</summary>
internal sealed class FoldedMessage
{
    private readonly OrderedDictionary<string, StringBuilder> _texts = [];
    private readonly OrderedDictionary<string, List<JsonElement>> _lists = [];
    private readonly OrderedDictionary<string, JsonElement> _values = [];

    public FoldedCalls Calls { get; } = new();

    public void Append(string field, string text)
    {
        if (!_texts.TryGetValue(field, out var joined))
        {
            _texts[field] = joined = new StringBuilder();
        }

        joined.Append(text);
    }

    /// <summary>Merges a delta unchanged.</summary>
    /// <returns>Whether it belongs to the same message: a message has one phase.</returns>
    public bool TryMerge(JsonElement delta)
    {
        foreach (var member in delta.EnumerateObject())
        {
            if (member.Name is "phase" && _values.TryGetValue("phase", out var phase) && !JsonElement.DeepEquals(phase, member.Value))
            {
                return false;
            }

            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Null:
                case JsonValueKind.String when member.Name is "role":
                    break;
                case JsonValueKind.String when member.Name is "phase":
                    _values[member.Name] = member.Value;
                    break;
                case JsonValueKind.String:
                    Append(member.Name, member.Value.GetString()!);
                    break;
                case JsonValueKind.Array when member.Name is "tool_calls":
                    Calls.Merge(member.Value);
                    break;
                case JsonValueKind.Array:
                    GetList(member.Name).AddRange(member.Value.EnumerateArray());
                    break;
                default:
                    _values[member.Name] = member.Value;
                    break;
            }
        }

        return true;
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        WriteContent(json);
        foreach (var (field, text) in _texts.Where(field => field.Key is not "content"))
        {
            json.WriteString(field, text.ToString());
        }

        foreach (var (field, elements) in _lists.Where(field => field.Key is not "content"))
        {
            WriteList(json, field, elements);
        }

        foreach (var (field, value) in _values)
        {
            json.WritePropertyName(field);
            value.WriteTo(json);
        }

        Calls.WriteTo(json);
        json.WriteEndObject();
    }

    private List<JsonElement> GetList(string field)
    {
        if (!_lists.TryGetValue(field, out var elements))
        {
            _lists[field] = elements = [];
        }

        return elements;
    }

    /// <summary>Writes the content, which a message always has; it is null if the message has only calls.</summary>
    private void WriteContent(Utf8JsonWriter json)
    {
        if (_lists.TryGetValue("content", out var parts))
        {
            WriteList(json, "content", parts);
        }
        else
        {
            json.WriteString("content", _texts.TryGetValue("content", out var text) ? text.ToString() : null);
        }
    }

    private static void WriteList(Utf8JsonWriter json, string field, List<JsonElement> elements)
    {
        json.WriteStartArray(field);
        foreach (var element in elements)
        {
            element.WriteTo(json);
        }

        json.WriteEndArray();
    }
}
