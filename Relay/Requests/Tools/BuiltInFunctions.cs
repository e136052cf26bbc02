using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Contract;
using Relay.Json;
using Relay.Requests.Checking;

namespace Relay.Requests.Tools;

/// <summary>Declares the built-in tools that the client runs as functions, because a chat vendor does not know their parameters.</summary>
internal static class BuiltInFunctions
{
    private static readonly JsonElement LocalShell = JsonElement.Parse("""
        {"type":"object","properties":{
        "command":{"type":"array","items":{"type":"string"},"description":"The program and its arguments."},
        "env":{"type":"object","additionalProperties":{"type":"string"},"description":"Environment variables to set."},
        "timeout_ms":{"type":"integer"},"working_directory":{"type":"string"},"user":{"type":"string"}},
        "required":["command"],"additionalProperties":false}
        """);

    private static readonly JsonElement Shell = JsonElement.Parse("""
        {"type":"object","properties":{
        "commands":{"type":"array","items":{"type":"string"},"description":"Commands for the shell, each run by itself."},
        "timeout_ms":{"type":"integer"},"max_output_length":{"type":"integer"}},
        "required":["commands"],"additionalProperties":false}
        """);

    private static readonly JsonElement ApplyPatch = JsonElement.Parse("""
        {"type":"object","properties":{
        "type":{"type":"string","enum":["create_file","update_file","delete_file"]},
        "path":{"type":"string"},
        "diff":{"type":"string",
        "description":"The change as a diff; for a new file, its lines each after a plus sign. Not needed to delete one."}},
        "required":["type","path"],"additionalProperties":false}
        """);

    private static readonly JsonElement ToolSearch = JsonElement.Parse("""
        {"type":"object","properties":{"query":{"type":"string","description":"Words that describe the tools."},
        "limit":{"type":"integer"}},"required":["query"]}
        """);

    /// <summary>Returns the built-in tool that the client runs; none for a shell or a search that OpenAI runs.</summary>
    public static BuiltInTool FindTool(string type, JsonElement tool) => type switch
    {
        "local_shell" => BuiltInTool.LocalShell,
        "shell" when !IsElsewhere(tool) => BuiltInTool.Shell,
        "apply_patch" => BuiltInTool.ApplyPatch,
        "tool_search" when IsForClient(tool) => BuiltInTool.ToolSearch,
        _ => BuiltInTool.None,
    };

    public static DeclaredTool CreateTool(BuiltInTool tool) => tool switch
    {
        BuiltInTool.LocalShell => CreateTool(tool, "Runs a program on the user's machine.", LocalShell),
        BuiltInTool.Shell => CreateTool(tool, "Runs commands in a shell on the user's machine.", Shell),
        BuiltInTool.ApplyPatch => CreateTool(tool, "Creates, changes or deletes one file.", ApplyPatch),
        _ => throw new ArgumentOutOfRangeException(nameof(tool), tool, "Not a tool."),
    };

    /// <summary>Returns a tool search, whose description and parameters the client writes.</summary>
    public static DeclaredTool CreateToolSearch(string? description, JsonElement? parameters) =>
        new(
            new ToolOrigin(BuiltInToolNames.GetFunctionName(BuiltInTool.ToolSearch), null, IsCustom: false, BuiltInTool.ToolSearch),
            description ?? "Searches for tools that are not declared yet.",
            parameters ?? ToolSearch,
            Strict: null);

    /// <summary>Returns the arguments of the function call that an item stands for.</summary>
    public static string GetArguments(JsonElement item, BuiltInTool tool)
    {
        if (!RequestCheck.TryGet(item, BuiltInToolNames.GetActionMember(tool), out var action) || action.ValueKind != JsonValueKind.Object)
        {
            return "{}";
        }

        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, RelaxedJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var member in action.EnumerateObject()
                .Where(static member => member.Value.ValueKind != JsonValueKind.Null)
                .Where(member => !(tool is BuiltInTool.LocalShell && member.NameEquals("type"u8))))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    private static DeclaredTool CreateTool(BuiltInTool tool, string description, JsonElement parameters) =>
        new(new ToolOrigin(BuiltInToolNames.GetFunctionName(tool), null, IsCustom: false, tool), description, parameters, Strict: null);

    // Without the member, OpenAI runs the search.
    private static bool IsForClient(JsonElement tool) =>
        RequestCheck.TryGet(tool, "execution", out var execution)
            && execution.ValueKind == JsonValueKind.String
            && execution.ValueEquals("client"u8);

    private static bool IsElsewhere(JsonElement tool) =>
        RequestCheck.TryGet(tool, "environment", out var environment) && !RequestCheck.IsOfType(environment, "local");
}
