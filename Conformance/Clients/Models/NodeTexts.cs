using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conformance.Clients.Models;

/// <summary>The texts that openai-node lengthens with each delta, joined once and not anew for each of them.</summary>
internal sealed class NodeTexts
{
    // Items stand in the snapshot one level deep, and what a relay sent may be as deep as the reader allows.
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 2 * Reading.StrictJson.MaxDepth, TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() };

    private readonly Dictionary<(JsonObject Owner, string Member), StringBuilder> _texts = [];

    /// <summary>Appends to a member of an item or a part.</summary>
    public void Lengthen(JsonObject owner, string member, string? delta)
    {
        if (!_texts.TryGetValue((owner, member), out var text))
        {
            _texts[(owner, member)] = text = new StringBuilder(owner[member]?.ToString());
        }

        text.Append(delta);
    }

    /// <summary>The item with the texts as they stand.</summary>
    public JsonElement Write(JsonObject item)
    {
        Put(item);
        foreach (var part in new[] { item["content"], item["summary"] }.OfType<JsonArray>().SelectMany(static list => list).OfType<JsonObject>())
        {
            Put(part);
        }

        return JsonSerializer.SerializeToElement(item, Deep);
    }

    private void Put(JsonObject owner)
    {
        foreach (var member in new[] { "text", "arguments", "input" })
        {
            if (_texts.TryGetValue((owner, member), out var text))
            {
                owner[member] = text.ToString();
            }
        }
    }
}
