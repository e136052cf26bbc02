using System.Buffers;
using System.Text.Json;
using Relay.Json;

namespace Relay.Requests.Chat;

/// <summary>Collects elements that a vendor signed. A signature that arrives after its text is merged into the element before it.</summary>
internal sealed class SignedElements
{
    private readonly List<JsonElement> _elements = [];

    // The members of the last element while signatures are still being added to it.
    private OrderedDictionary<string, JsonElement>? _merged;

    /// <summary>The elements as the vendor sent them.</summary>
    public IReadOnlyList<JsonElement> Elements
    {
        get
        {
            EndMerging();
            return _elements;
        }
    }

    /// <summary>Adds an element.</summary>
    /// <param name="element">The element, a JSON object.</param>
    /// <param name="isOfLast">Whether it is a part of the element before it, if there is one.</param>
    public void Add(JsonElement element, bool isOfLast)
    {
        if (isOfLast && _elements.Count > 0)
        {
            Merge(element);
            return;
        }

        EndMerging();
        _elements.Add(element);
    }

    private void Merge(JsonElement more)
    {
        if (_merged is null)
        {
            _merged = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
            AddMembers(_elements[^1]);
        }

        AddMembers(more);
    }

    private void AddMembers(JsonElement element)
    {
        foreach (var member in element.EnumerateObject().Where(member => !IsEmpty(member.Value) || !_merged!.ContainsKey(member.Name)))
        {
            _merged![member.Name] = member.Value;
        }
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind is JsonValueKind.String && value.ValueEquals(""u8);

    private void EndMerging()
    {
        if (_merged is null)
        {
            return;
        }

        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, RelaxedJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in _merged)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        _elements[^1] = JsonElement.Parse(json.WrittenSpan, VendorJsonOptions.Document);
        _merged = null;
    }
}
