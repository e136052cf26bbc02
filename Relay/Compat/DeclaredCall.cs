using System.Text.Json;
using Relay.Contract;
using Relay.Json;
using Relay.Translating.Calls;

namespace Relay.Compat;

/// <summary>
/// Writes a call under the name and the type that the client declared its tool with. The older systems sent the names of tools
/// unchanged; this relay changes some and sends other tools as functions, so that a call of these must be changed back.
/// </summary>
internal static class DeclaredCall
{
    /// <summary>Returns the type of the item: of a function unless the client declared another tool.</summary>
    public static string TypeOf(ToolOrigin? origin) => origin switch
    {
        { BuiltIn: not BuiltInTool.None and var tool } => BuiltInToolNames.GetItemType(tool),
        { IsCustom: true } => "custom_tool_call",
        _ => "function_call",
    };

    /// <summary>Writes the namespace and the name. A built-in tool has neither.</summary>
    public static void WriteName(Utf8JsonWriter json, ToolOrigin? origin, string name)
    {
        if (origin is { BuiltIn: not BuiltInTool.None })
        {
            return;
        }

        if (origin?.Namespace is { } space)
        {
            json.WriteString("namespace"u8, space);
        }

        json.WriteString("name"u8, origin?.Name ?? name);
    }

    /// <summary>Writes the arguments: as they are, or as the input or the action of the tool that the client declared.</summary>
    public static void WriteArguments(Utf8JsonWriter json, ToolOrigin? origin, string arguments)
    {
        switch (origin)
        {
            case { BuiltIn: not BuiltInTool.None and var tool }:
                BuiltInCall.Write(json, tool, JsonText.Encode(arguments));
                break;
            case { IsCustom: true }:
                json.WriteString("input"u8, InputOf(arguments));
                break;
            default:
                json.WriteString("arguments"u8, arguments);
                break;
        }
    }

    /// <summary>Returns the free text of a custom tool's call.</summary>
    public static string InputOf(string arguments) => CustomInput.FromArguments(JsonText.Encode(arguments)).Text;
}
