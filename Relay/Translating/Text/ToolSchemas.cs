using System.Text.Json;
using Relay.Contract;

namespace Relay.Translating.Text;

/// <summary>Finds the declared types of the tools' parameters.</summary>
internal sealed class ToolSchemas(ResponseEcho echo)
{
    private readonly Dictionary<string, HashSet<string>> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, JsonElement>> _spaces = new(StringComparer.Ordinal);
    private Dictionary<string, JsonElement>? _tools;

    /// <summary>Returns whether a parameter is a string; <see langword="false"/> if it has no schema.</summary>
    /// <param name="tool">The vendor's name of the tool.</param>
    /// <param name="parameter">The name of the parameter.</param>
    public bool IsText(string tool, string parameter)
    {
        var origin = echo.ToolOrigins.GetValueOrDefault(tool) ?? new ToolOrigin(tool, Namespace: null, IsCustom: false);
        if (origin.IsCustom)
        {
            return true;
        }

        if (!_texts.TryGetValue(tool, out var texts))
        {
            _texts[tool] = texts = ReadTexts(GetMember(GetMember(Find(origin), "parameters"), "properties"));
        }

        return texts.Contains(parameter);
    }

    /// <summary>Returns the names of the parameters that are strings. Of several with one name the last counts.</summary>
    private static HashSet<string> ReadTexts(JsonElement properties)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        if (properties.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in properties.EnumerateObject())
            {
                _ = Is(member.Value, "type", "string") ? texts.Add(member.Name) : texts.Remove(member.Name);
            }
        }

        return texts;
    }

    private JsonElement Find(ToolOrigin origin)
    {
        _tools ??= IndexByName(GetMember(echo.Request, "tools"));
        if (origin.Namespace is not { } space)
        {
            return _tools.GetValueOrDefault(origin.Name);
        }

        if (!_spaces.TryGetValue(space, out var tools))
        {
            _spaces[space] = tools = IndexByName(GetMember(_tools.GetValueOrDefault(space), "tools"));
        }

        return tools.GetValueOrDefault(origin.Name);
    }

    /// <summary>Returns the tools of a list by name. Of several with one name the first counts.</summary>
    private static Dictionary<string, JsonElement> IndexByName(JsonElement tools)
    {
        var named = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (tools.ValueKind is JsonValueKind.Array)
        {
            foreach (var tool in tools.EnumerateArray())
            {
                if (GetMember(tool, "name") is { ValueKind: JsonValueKind.String } name)
                {
                    named.TryAdd(name.GetString()!, tool);
                }
            }
        }

        return named;
    }

    private static bool Is(JsonElement owner, string name, string text) =>
        GetMember(owner, name) is { ValueKind: JsonValueKind.String } value && value.ValueEquals(text);

    private static JsonElement GetMember(JsonElement owner, string name) =>
        owner.ValueKind is JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;
}
