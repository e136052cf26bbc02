using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Expecting.Patterns;
using Conformance.Reading;
using Scenarios.Model;

namespace Conformance.Expecting.Outcomes;

/// <summary>Derives the items from an event list that is complete in order and type. Pure.</summary>
internal sealed class EventListFolder
{
    private readonly List<OpenItem> _items = [];

    /// <summary>The items in the order in which they were added.</summary>
    public static IReadOnlyList<ExpectedItem> Fold(IReadOnlyList<ExpectedEvent> events)
    {
        var folder = new EventListFolder();
        foreach (var expected in events)
        {
            folder.Take(expected);
        }

        return [.. folder._items.Select(item => item.Build())];
    }

    private void Take(ExpectedEvent expected)
    {
        var pattern = expected.Pattern ?? default;
        switch (expected.Type)
        {
            case StreamGrammar.ItemAdded:
                _items.Add(new OpenItem(pattern));
                break;
            case StreamGrammar.ItemDone:
                Find(pattern, pattern.Member("item").Member("id"), static _ => true)?.Close(pattern.Member("item"));
                break;
            case var type when StreamGrammar.Find(type) is { } shape:
                Find(pattern, pattern.Member("item_id"), item => item.Fits(shape))?.Fill(shape, expected.Pattern);
                break;
        }
    }

    /// <summary>The item that an event means: by the name or value of its id, else by its index, else the latest that it fits.</summary>
    private OpenItem? Find(JsonElement pattern, JsonElement id, Func<OpenItem, bool> fits) =>
        (id.IsPresent() ? _items.FindLast(item => item.Id.Same(id)) : null)
        ?? (pattern.Member("output_index").IsPresent() ? _items.FindLast(item => item.Index.Same(pattern.Member("output_index"))) : null)
        ?? _items.FindLast(item => !item.IsClosed && fits(item))
        ?? _items.FindLast(item => fits(item));

    private sealed class OpenItem(JsonElement added)
    {
        private readonly List<JsonElement> _patterns = added.Member("item").IsObject() ? [added.Member("item")] : [];
        private readonly List<JsonElement> _annotations = [];
        private readonly Pieces _text = new();
        private readonly Pieces _refusal = new();
        private readonly Pieces _value = new();
        private string _type = added.Member("item").Member("type").Text() ?? "";

        public JsonElement Id { get; } = added.Member("item").Member("id");

        public JsonElement Index { get; } = added.Member("output_index");

        public bool IsClosed { get; private set; }

        public bool Fits(EventShape shape) =>
            _type.Length == 0 || (shape.ItemType is null ? _type is "message" or "reasoning" : shape.ItemType == _type);

        public void Close(JsonElement item)
        {
            IsClosed = true;
            if (item.IsObject())
            {
                _patterns.Add(item);
                _type = _type.Length == 0 ? item.Member("type").Text() ?? "" : _type;
            }
        }

        public void Fill(EventShape shape, JsonElement? pattern)
        {
            _type = _type.Length == 0 ? shape.ItemType ?? "message" : _type;
            var pieces = shape.Family == PartFamily.Call ? _value : shape.PartType == "refusal" ? _refusal : _text;
            switch (shape.Role)
            {
                case EventRole.Delta:
                    pieces.AddDelta(Value(pattern, "delta"));
                    break;
                case EventRole.TextDone:
                    pieces.AddWhole(Value(pattern, shape.ValueMember));
                    break;
                case EventRole.Annotation when pattern?.Member("annotation") is { ValueKind: not JsonValueKind.Undefined } annotation:
                    _annotations.Add(annotation);
                    break;
            }
        }

        public ExpectedItem Build() => new()
        {
            Type = _type,
            Text = _text.Whole ?? PartsText("text"),
            Refusal = _refusal.Whole ?? PartsText("refusal"),
            Name = Last("name"),
            CallId = Last("call_id"),
            Arguments = Closed(_type == "custom_tool_call" ? "input" : "arguments") ?? _value.Whole,
            IsWhole = IsClosed && Closed("status")?.Text() is null or "completed",
            Annotations = _annotations,
            Patterns = _patterns,
        };

        /// <summary>The text that the closed item's own pattern names, when it names all of it.</summary>
        private JsonElement? PartsText(string member)
        {
            var parts = Closed("content") is { ValueKind: JsonValueKind.Array } content
                ? content.Elements()
                : Closed("summary") is { ValueKind: JsonValueKind.Array } summary ? summary.Elements() : [];
            var texts = parts.Select(part => part.Member(member)).Where(text => text.IsPresent()).ToList();
            return texts is [var only] ? only : null;
        }

        private JsonElement? Last(string member) => _patterns.Select(pattern => pattern.Member(member))
            .LastOrDefault(value => value.IsPresent()) is { ValueKind: not JsonValueKind.Undefined } found ? found : null;

        private JsonElement? Closed(string member) =>
            IsClosed && _patterns is [.., var last] && last.Member(member).IsPresent() ? last.Member(member) : null;

        private static JsonElement Value(JsonElement? pattern, string member) =>
            pattern is not { } given ? default : given.ValueKind == JsonValueKind.String ? given : given.Member(member);
    }

    /// <summary>The pieces of one value; known as a whole only when every piece is.</summary>
    private sealed class Pieces
    {
        private readonly List<string> _texts = [];
        private readonly List<string> _wholes = [];
        private JsonElement? _special;
        private bool _isUnknown;

        public JsonElement? Whole =>
            _wholes.Count > 0 ? Text(_wholes)
            : _isUnknown ? null
            : _special ?? (_texts.Count > 0 ? Text(_texts) : null);

        public void AddDelta(JsonElement pattern)
        {
            if (IsLiteral(pattern))
            {
                _texts.Add(pattern.Text()!);
            }
            else if (pattern.IsObject() && _texts.Count == 0 && _special is null)
            {
                _special = pattern;
            }
            else
            {
                _isUnknown = true;
            }
        }

        public void AddWhole(JsonElement pattern)
        {
            if (IsLiteral(pattern))
            {
                _wholes.Add(pattern.Text()!);
            }
        }

        private static bool IsLiteral(JsonElement pattern) =>
            pattern.Text() is { } text && !(text.Length > 1 && text[0] == '$' && char.IsAsciiLetterLower(text[1]));

        private static JsonElement Text(IReadOnlyList<string> pieces) =>
            JsonSerializer.SerializeToElement(string.Concat(pieces), JsonFormat.Relaxed);
    }
}
