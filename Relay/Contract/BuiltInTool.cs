namespace Relay.Contract;

/// <summary>Tools that OpenAI's models know by themselves and the client runs.</summary>
public enum BuiltInTool
{
    /// <summary>Not one of them.</summary>
    None,

    /// <summary><c>local_shell</c>: one program.</summary>
    LocalShell,

    /// <summary><c>shell</c>: commands of a shell.</summary>
    Shell,

    /// <summary><c>apply_patch</c>: one change of one file.</summary>
    ApplyPatch,

    /// <summary><c>tool_search</c>: a search for tools that were not declared at first.</summary>
    ToolSearch,
}
