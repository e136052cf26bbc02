namespace Relay.Policies;

/// <summary>Policies on tool calls in an answer.</summary>
internal static class CallPolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Of(
            "duplicate_ids",
            "Handling of an id that two calls share (Q13).",
            p => p.DuplicateIds,
            (p, v) => p with { DuplicateIds = v },
            ("remint", DuplicateIds.Remint, "The later call receives a new id."),
            ("fail", DuplicateIds.Fail, "response.failed with invalid_tool_call.")),
        PolicyEntry.Of(
            "empty_arguments",
            "Arguments of a call that has none (Q35).",
            p => p.EmptyArguments,
            (p, v) => p with { EmptyArguments = v },
            ("{}", EmptyArguments.EmptyObject, "An empty object, {}."),
            ("keep", EmptyArguments.Keep, "An empty string.")),
        PolicyEntry.Of(
            "invalid_arguments",
            "Handling of a finished call whose arguments are not a JSON object (Q41, Q42).",
            p => p.InvalidArguments,
            (p, v) => p with { InvalidArguments = v },
            ("fail", InvalidArguments.Fail, "response.failed with invalid_tool_call."),
            ("pass", InvalidArguments.Pass, "The arguments are returned unchanged, with a warning.")),
        PolicyEntry.Of(
            "nameless_call",
            "Handling of a call for which the upstream sent no name (Q23).",
            p => p.NamelessCall,
            (p, v) => p with { NamelessCall = v },
            ("drop", NamelessCall.Drop, "The call is dropped, with a warning."),
            ("fail", NamelessCall.Fail, "response.failed with invalid_tool_call."),
            ("emit", NamelessCall.Emit, "The call is returned with an empty name.")),
        PolicyEntry.Of(
            "stop_with_tools",
            "Handling of tool calls if the finish reason is stop (Q83).",
            p => p.StopWithTools,
            (p, v) => p with { StopWithTools = v },
            ("keep", StopWithTools.Keep, "Calls whose arguments parse are returned."),
            ("drop", StopWithTools.Drop,
                "Calls are dropped. All calls are buffered until the answer ends, so that none is announced and then dropped."),
            ("fail", StopWithTools.Fail, "response.failed with invalid_tool_call.")),
        PolicyEntry.Of(
            "tool_name",
            "How to combine the pieces of a tool name (Q20–Q22).",
            p => p.ToolName,
            (p, v) => p with { ToolName = v },
            ("auto", ToolName.Auto, "The first piece, unless only the concatenated pieces name a declared tool."),
            ("first", ToolName.First, "The first piece."),
            ("concat", ToolName.Concat, "All pieces, concatenated.")),
        PolicyEntry.Of(
            "undeclared_tool",
            "Handling of a call to a tool that the client did not declare (Q25).",
            p => p.UndeclaredTool,
            (p, v) => p with { UndeclaredTool = v },
            ("pass", UndeclaredTool.Pass, "The call is returned, with a warning."),
            ("fail", UndeclaredTool.Fail, "response.failed with invalid_tool_call.")),
    ];
}

/// <content>Policies on tool calls in an answer.</content>
public sealed partial record RelayPolicies
{
    /// <summary>Handling of an id that two calls share (Q13).</summary>
    public DuplicateIds DuplicateIds { get; init; }

    /// <summary>Arguments of a call that has none (Q35).</summary>
    public EmptyArguments EmptyArguments { get; init; }

    /// <summary>Handling of a finished call whose arguments are not a JSON object (Q41, Q42).</summary>
    public InvalidArguments InvalidArguments { get; init; }

    /// <summary>Handling of a call for which the upstream sent no name (Q23).</summary>
    public NamelessCall NamelessCall { get; init; }

    /// <summary>Handling of tool calls if the finish reason is stop (Q83).</summary>
    public StopWithTools StopWithTools { get; init; }

    /// <summary>How to combine the pieces of a tool name (Q20–Q22).</summary>
    public ToolName ToolName { get; init; }

    /// <summary>Handling of a call to a tool that the client did not declare (Q25).</summary>
    public UndeclaredTool UndeclaredTool { get; init; }
}

/// <summary>Values of <see cref="RelayPolicies.DuplicateIds"/>.</summary>
public enum DuplicateIds
{
    Remint,
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.EmptyArguments"/>.</summary>
public enum EmptyArguments
{
    EmptyObject,
    Keep,
}

/// <summary>Values of <see cref="RelayPolicies.InvalidArguments"/>.</summary>
public enum InvalidArguments
{
    Fail,
    Pass,
}

/// <summary>Values of <see cref="RelayPolicies.NamelessCall"/>.</summary>
public enum NamelessCall
{
    Drop,
    Fail,
    Emit,
}

/// <summary>Values of <see cref="RelayPolicies.StopWithTools"/>.</summary>
public enum StopWithTools
{
    Keep,
    Drop,
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.ToolName"/>.</summary>
public enum ToolName
{
    Auto,
    First,
    Concat,
}

/// <summary>Values of <see cref="RelayPolicies.UndeclaredTool"/>.</summary>
public enum UndeclaredTool
{
    Pass,
    Fail,
}
