using System.Text;
using System.Text.Json;

namespace MockUpstream.Compiling;

/// <summary>The tool calls that elements add up to.</summary>
internal sealed class FoldedCalls
{
    private readonly List<Call> _calls = [];

    public void Merge(JsonElement elements)
    {
        foreach (var element in elements.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.Object))
        {
            var function = GetMember(element, "function");
            AddDelta(
                GetMember(element, "index"), GetMember(element, "id"), GetMember(element, "type"),
                function is { } given ? GetMember(given, "name") : null, function is { } it ? GetMember(it, "arguments") : null);
        }
    }

    /// <summary>
    /// Adds an element to the call that it continues: the one of its index, else of its id, else the last one unless it names a new one.
    /// </summary>
    public void AddDelta(JsonElement? index, JsonElement? id, JsonElement? type, JsonElement? name, JsonElement? args)
    {
        var call = Find(GetText(index), GetText(id), GetText(name));
        if (call is null)
        {
            _calls.Add(call = new Call { Index = GetText(index) });
        }

        call.Id = call.Id is null or "" ? GetText(id) ?? call.Id : call.Id;
        call.Type = GetText(type) ?? call.Type;
        call.Name ??= GetText(name);
        if (args is { ValueKind: JsonValueKind.Object } whole)
        {
            call.Whole = whole;
        }
        else
        {
            call.Arguments.Append(GetText(args));
        }
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        if (_calls.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tool_calls");
        foreach (var call in _calls)
        {
            call.WriteTo(json);
        }

        json.WriteEndArray();
    }

    private Call? Find(string? index, string? id, string? name)
    {
        if (index is not null)
        {
            var last = _calls.FindLast(call => call.Index == index);
            var another = id is not (null or "") && last?.Id is not (null or "") && id != last.Id;
            return another ? null : last;
        }

        if (id is not (null or ""))
        {
            return _calls.FindLast(call => call.Id == id);
        }

        return name is null or "" ? _calls.LastOrDefault() : null;
    }

    private static JsonElement? GetMember(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    /// <summary>Returns a string's text, a number's spelling; nothing for null, absent or anything else.</summary>
    private static string? GetText(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private sealed class Call
    {
        public string? Index { get; init; }

        public string? Id { get; set; }

        public string Type { get; set; } = "function";

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();

        public JsonElement? Whole { get; set; }

        public void WriteTo(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            if (Id is not null)
            {
                json.WriteString("id", Id);
            }

            json.WriteString("type", Type);
            json.WriteStartObject("function");
            json.WriteString("name", Name);
            if (Whole is { } whole)
            {
                json.WritePropertyName("arguments");
                whole.WriteTo(json);
            }
            else
            {
                json.WriteString("arguments", Arguments.ToString());
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }
    }
}
