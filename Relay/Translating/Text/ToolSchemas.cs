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
            || (GetMember(
                GetMember(GetMember(Find(origin), "parameters"), "properties"), parameter) is { ValueKind: JsonValueKind.Object } schema
                && Is(schema, "type", "string"));
    }

    private JsonElement Find(ToolOrigin origin)
    {
        var tools = GetMember(echo.Request, "tools");
        return origin.Namespace is null
            ? FindByName(tools, origin.Name)
            : FindByName(GetMember(FindByName(tools, origin.Namespace), "tools"), origin.Name);
    }

    private static JsonElement FindByName(JsonElement tools, string name) =>
        tools.ValueKind is JsonValueKind.Array ? tools.EnumerateArray().FirstOrDefault(tool => Is(tool, "name", name)) : default;

    private static bool Is(JsonElement owner, string name, string text) =>
        GetMember(owner, name) is { ValueKind: JsonValueKind.String } value && value.ValueEquals(text);

    private static JsonElement GetMember(JsonElement owner, string name) =>
        owner.ValueKind is JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;
}
