using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Clients.Views;
using Conformance.Reading;

namespace Conformance.Clients.Models;

/// <summary>The response that openai-node puts together from the events, with the checks that it throws on.</summary>
internal sealed class NodeSnapshot
{
    private const string Error = "OpenAIError";
    private const int MaxDepth = 512;

    // By the index on the wire: holes and an origin of 1 are taken, an index used twice is not.
    private readonly Dictionary<long, JsonObject> _items = [];
    private readonly HashSet<long> _done = [];
    private readonly HashSet<string> _identities = new(StringComparer.Ordinal);
    private readonly NodeParts _parts = new();
    private IReadOnlyList<JsonElement>? _final;

    /// <summary>The last whole response, its output apart.</summary>
    public JsonElement Response { get; private set; }

    /// <summary>Returns the output as it stands: that of a terminal event which brought one, else the items so far.</summary>
    public IReadOnlyList<JsonElement> GetOutput()
    {
        _parts.Settle();
        return _final ?? [.. _items.OrderBy(item => item.Key).Select(item => GetElement(item.Value))];
    }

    /// <summary>Applies a lifecycle event's response.</summary>
    public void Replace(string type, JsonElement response)
    {
        Response = response;
        var isTerminal = type is "response.completed" or "response.failed" or "response.incomplete";
        _final = isTerminal && response.Member("output").IsArray() ? response.Member("output").Elements() : null;
        if (type == "response.completed")
        {
            RefuseUnfinished();
        }
    }

    /// <summary>Adds an event that concerns an item.</summary>
    public void Apply(string type, JsonElement json)
    {
        var index = json.Member("output_index").Integer() ?? throw new ClientReadException(Error, "Invalid response output index.");
        if (type == "response.output_item.added")
        {
            Add(type, index, json.Member("item"));
            return;
        }

        var item = _items.GetValueOrDefault(index) ?? throw new ClientReadException(Error, $"missing output at index {index}");
        if (type == "response.output_item.done")
        {
            Finish(type, index, item, json.Member("item"));
            return;
        }

        CheckTarget(type, json, item);
        _parts.Apply(type, json, item);
    }

    // Through text: an item may be nested deeper than the serialiser goes.
    private static JsonElement GetElement(JsonObject item)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { MaxDepth = MaxDepth }))
        {
            item.WriteTo(json);
        }

        return JsonElement.Parse(bytes.WrittenSpan, new JsonDocumentOptions { MaxDepth = MaxDepth });
    }

    private void Add(string type, long index, JsonElement item)
    {
        if (_items.ContainsKey(index))
        {
            throw new ClientReadException(Error, $"Duplicate response output index {index}.");
        }

        foreach (var key in GetIdentities(item, type))
        {
            if (!_identities.Add(key))
            {
                throw new ClientReadException(Error, $"duplicate output item identity '{key}'");
            }
        }

        _items.Add(index, JsonObject.Create(item)!);
    }

    private void Finish(string type, long index, JsonObject before, JsonElement item)
    {
        _ = GetIdentities(item, type).Count();
        foreach (var (member, name) in new[] { ("type", "type"), ("id", "id"), ("call_id", "call_id") })
        {
            var (was, now) = (before[member]?.ToString() ?? "undefined", item.Member(member).Text() ?? "undefined");
            if (was != now)
            {
                throw new ClientReadException(Error, $"expected output item {name} '{was}', got '{now}'");
            }
        }

        _items[index] = JsonObject.Create(item)!;
        _done.Add(index);
    }

    private static IEnumerable<string> GetIdentities(JsonElement item, string type)
    {
        var kind = item.ReadType().Length > 0
            ? item.ReadType()
            : throw new ClientReadException(Error, $"expected an own output item type for {type}");
        List<string> keys = [];
        if (item.Member("id").IsPresent() || !ResponseParts.IsCall(item))
        {
            keys.Add("id:" + (item.Member("id").Text() is { Length: > 0 } id
                ? id
                : throw new ClientReadException(Error, $"expected a non-empty output item id for {type}")));
        }

        if (ResponseParts.IsCall(item))
        {
            keys.Add($"call:{kind}:" + (item.Member("call_id").Text() is { Length: > 0 } call
                ? call
                : throw new ClientReadException(Error, $"expected a non-empty output item call_id for {type}")));
        }

        return keys;
    }

    private static void CheckTarget(string type, JsonElement json, JsonObject item)
    {
        if (json.Member("item_id").Text() is not { Length: > 0 } id)
        {
            throw new ClientReadException(Error, $"expected a non-empty item_id for {type}");
        }

        if (item["id"]?.ToString() is var own && own != id)
        {
            throw new ClientReadException(Error, $"expected item_id '{own ?? "undefined"}', got '{id}'");
        }

        var expected = NodeParts.ItemType(type, json);
        if (item["type"]!.ToString() is var kind && kind != expected)
        {
            throw new ClientReadException(Error, $"expected output item type '{expected}', got '{kind}'");
        }
    }

    /// <summary>Rejects an item that was never done and is missing from the final output.</summary>
    private void RefuseUnfinished()
    {
        var final = (_final
            ?? []).Select(item => item.Member("id").Text() ?? item.Member("call_id").Text()).ToHashSet(StringComparer.Ordinal);
        if (_items.Where(item => !_done.Contains(item.Key))
            .Any(item => !final.Contains(item.Value["id"]?.ToString() ?? item.Value["call_id"]?.ToString())))
        {
            throw new ClientReadException(Error, "Cannot complete response with unfinished output items.");
        }
    }
}
