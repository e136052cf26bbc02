using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Conformance.Expecting.Patterns;

/// <summary>What the <c>$names</c> of a case stand for; grows from turn to turn. Immutable.</summary>
public sealed partial record Bindings
{
    /// <summary>Nothing bound yet.</summary>
    public static Bindings None { get; } = new();

    /// <summary>The names (with their <c>$</c>) and their values.</summary>
    public IReadOnlyDictionary<string, JsonElement> Values { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>The JSON value with every string that is a bound <c>$name</c> replaced by its value.</summary>
    public JsonElement Resolve(JsonElement value)
    {
        if (Values.Count == 0)
        {
            return value;
        }

        return JsonSerializer.SerializeToElement(Replace(value), JsonFormat.Relaxed);
    }

    /// <summary>The text with what a <c>$name</c> stands for, when it is one as a whole.</summary>
    public string Resolve(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Values.TryGetValue(text, out var bound) ? Text(bound) : text;
    }

    /// <summary>The path with every <c>$name</c> inside it replaced by its value, escaped as paths have it.</summary>
    public string ResolvePath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Names()
            .Replace(path, name => Values.TryGetValue(name.Value, out var bound) ? Uri.EscapeDataString(Text(bound)) : name.Value);
    }

    /// <summary>Returns whether a text as a whole has the form of a name, such as <c>$resp</c>.</summary>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith('$') && Names().Match(text).Length == text.Length;
    }

    /// <summary>Returns the names inside a text, such as a path.</summary>
    public static IEnumerable<string> NamesIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Names().Matches(text).Select(static name => name.Value);
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? JsonFormat.ReadString(value) : value.GetRawText();

    [GeneratedRegex(@"\$[a-z][a-z0-9_]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Names();

    private JsonNode? Replace(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object =>
            new JsonObject(value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Replace(member.Value)))),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Replace)]),
        JsonValueKind.String when Values.TryGetValue(JsonFormat.ReadString(value), out var bound) => JsonFormat.CreateNode(bound),
        _ => JsonFormat.CreateNode(value),
    };
}
