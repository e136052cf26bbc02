using System.Text.Json;
using Relay.Contract;

namespace Relay.Translating.Text;

/// <summary>Finds the declared types of the tools' parameters.</summary>
internal sealed class ToolSchemas(ResponseEcho echo)
{
    /// <summary>Returns whether a parameter is a string; <see langword="false"/> if it has no schema.</summary>
    /// <param name="tool">The vendor's name of the tool.</param>
    /// <param name="parameter">The name of the parameter.</param>
    public bool IsText(string tool, string parameter)
    {
        var origin = echo.ToolOrigins.GetValueOrDefault(tool) ?? new ToolOrigin(tool, Namespace: null, IsCustom: false);
        return origin.IsCustom
            || (Member(Member(Member(Find(origin), "parameters"), "properties"), parameter) is { ValueKind: JsonValueKind.Object } schema && Is(schema, "type", "string"));
    }

    private JsonElement Find(ToolOrigin origin)
    {
        var tools = Member(echo.Request, "tools");
        return origin.Namespace is null ? Named(tools, origin.Name) : Named(Member(Named(tools, origin.Namespace), "tools"), origin.Name);
    }

    private static JsonElement Named(JsonElement tools, string name) =>
        tools.ValueKind is JsonValueKind.Array ? tools.EnumerateArray().FirstOrDefault(tool => Is(tool, "name", name)) : default;

    private static bool Is(JsonElement owner, string name, string text) => Member(owner, name) is { ValueKind: JsonValueKind.String } value && value.ValueEquals(text);

    private static JsonElement Member(JsonElement owner, string name) =>
        owner.ValueKind is JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;
}
