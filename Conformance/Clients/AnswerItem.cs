using System.Text;
using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;

namespace Conformance.Clients;

/// <summary>
/// One output item, assembled from everything that an answer contains of it: deltas, done texts, the done item, the final response.
/// </summary>
internal sealed class AnswerItem
{
    private readonly List<JsonElement> _tellings = [];
    private readonly ValueSources _text = new();
    private readonly ValueSources _refusal = new();
    private readonly ValueSources _summary = new();
    private readonly ValueSources _reasoning = new();
    private readonly ValueSources _arguments = new();

    /// <summary>The item's type; that of its first delta if no event names it.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The item's id; <see langword="null"/> if no event names it.</summary>
    public string? Id { get; private set; }

    public string Text => _text.Agreed;

    public string Refusal => _refusal.Agreed;

    public string Summary => _summary.Agreed;

    public string ReasoningText => _reasoning.Agreed;

    public string Arguments => _arguments.Agreed;

    public string CallId => GetValue("call_id");

    public string Name => GetValue("name");

    public string EncryptedContent => GetValue("encrypted_content");

    /// <summary>The item in its last form.</summary>
    public JsonElement Last => _tellings.Count > 0 ? _tellings[^1] : default;

    public bool IsCall => Type is "function_call" or "custom_tool_call";

    /// <summary>Adds an event that concerns the item.</summary>
    public void AddEvent(string type, JsonElement json)
    {
        var (itemType, tellings, member) = type switch
        {
            "response.output_text.delta" => ("message", _text, "delta"),
            "response.output_text.done" => ("message", _text, "text"),
            "response.refusal.delta" => ("message", _refusal, "delta"),
            "response.refusal.done" => ("message", _refusal, "refusal"),
            "response.reasoning_summary_text.delta" => ("reasoning", _summary, "delta"),
            "response.reasoning_summary_text.done" => ("reasoning", _summary, "text"),
            "response.reasoning_text.delta" or "response.reasoning.delta" => ("reasoning", _reasoning, "delta"),
            "response.reasoning_text.done" or "response.reasoning.done" => ("reasoning", _reasoning, "text"),
            "response.function_call_arguments.delta" => ("function_call", _arguments, "delta"),
            "response.function_call_arguments.done" => ("function_call", _arguments, "arguments"),
            "response.custom_tool_call_input.delta" => ("custom_tool_call", _arguments, "delta"),
            "response.custom_tool_call_input.done" => ("custom_tool_call", _arguments, "input"),
            _ => ("", null, ""),
        };
        if (tellings is not null)
        {
            Type = Type.Length > 0 ? Type : itemType;
            Id ??= json.Member("item_id").Text();
            tellings.Add(type, json.Member(member).Text());
        }
    }

    /// <summary>Adds the complete item.</summary>
    /// <param name="source">The source of the value, such as <c>response.output_item.done</c>; each source counts once.</param>
    /// <param name="item">The item.</param>
    public void TakeWhole(string source, JsonElement item)
    {
        _tellings.Add(item);
        Type = item.ReadType() is { Length: > 0 } type ? type : Type;
        Id = item.Member("id").Text() is { Length: > 0 } id ? id : Id;
        _arguments.Set(source, item.Member(Type == "custom_tool_call" ? "input" : "arguments").Text());
        var parts = item.Member("content").Elements();
        _text.Set(source, JoinParts(parts, "output_text", "text"));
        _refusal.Set(source, JoinParts(parts, "refusal", "refusal"));
        _reasoning.Set(source, Type == "reasoning" ? string.Concat(parts.Select(static part => part.Member("text").Text())) : null);
        _summary.Set(source, ResponseParts.ReadSummary(item));
    }

    private static string JoinParts(IReadOnlyList<JsonElement> parts, string type, string member) =>
        string.Concat(parts.Where(part => part.ReadType() == type).Select(part => part.Member(member).Text()));

    private string GetValue(string member) =>
        _tellings.Select(item => item.Member(member).Text()).FirstOrDefault(static value => !string.IsNullOrEmpty(value)) ?? "";

    /// <summary>The same value from several sources. The most frequent value counts, and of two the longer.</summary>
    private sealed class ValueSources
    {
        private readonly Dictionary<string, StringBuilder> _bySource = new(StringComparer.Ordinal);

        public string Agreed => _bySource.Values.Select(static told => told.ToString()).Where(static told => told.Length > 0)
            .GroupBy(static told => told, StringComparer.Ordinal)
            .OrderByDescending(static group => group.Count()).ThenByDescending(static group => group.Key.Length)
            .FirstOrDefault()?.Key ?? "";

        public void Add(string source, string? piece) => GetOrAdd(source).Append(piece);

        public void Set(string source, string? whole) => GetOrAdd(source).Clear().Append(whole);

        private StringBuilder GetOrAdd(string source) =>
            _bySource.TryGetValue(source, out var told) ? told : _bySource[source] = new StringBuilder();
    }
}
