namespace Relay.Contract;

/// <summary>Contains the names of built-in tools: of the function that a vendor is offered, and of the item that a client sees.</summary>
internal static class BuiltInToolNames
{
    /// <summary>Returns the name of the function that stands for the tool in a chat request.</summary>
    public static string GetFunctionName(BuiltInTool tool) => tool switch
    {
        BuiltInTool.LocalShell => "local_shell",
        BuiltInTool.Shell => "shell",
        BuiltInTool.ApplyPatch => "apply_patch",
        BuiltInTool.ToolSearch => "tool_search",
        _ => throw new ArgumentOutOfRangeException(nameof(tool), tool, "Not a tool."),
    };

    /// <summary>Returns the <c>type</c> of an item that calls the tool.</summary>
    public static string GetItemType(BuiltInTool tool) => $"{GetFunctionName(tool)}_call";

    /// <summary>Returns the start of the id of an item that calls the tool.</summary>
    public static string GetIdPrefix(BuiltInTool tool) => tool switch
    {
        BuiltInTool.LocalShell => "lsh_",
        BuiltInTool.Shell => "sh_",
        BuiltInTool.ToolSearch => "tsc_",
        _ => "apc_",
    };

    /// <summary>Returns the member of the item that contains the arguments of the call.</summary>
    public static string GetActionMember(BuiltInTool tool) => tool switch
    {
        BuiltInTool.ApplyPatch => "operation",
        BuiltInTool.ToolSearch => "arguments",
        _ => "action",
    };
}
