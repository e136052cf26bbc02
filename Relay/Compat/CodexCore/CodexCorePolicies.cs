using Relay.Policies;

namespace Relay.Compat.CodexCore;

/// <summary>The policies that only codex-core's preset sets.</summary>
internal static class CodexCorePolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Added(
            "call_shapes",
            "How calls of custom tools and of a local shell are sent.",
            ("functions", CallShapes.Functions, "As function calls, identified by call_id."),
            ("own_types", CallShapes.OwnTypes,
                "With the types custom and local_shell_call, identified by the id of the item; outputs still use call_id.")),
        PolicyEntry.Added(
            "carried_settings",
            "Settings sent to the vendor in addition to model, messages and tools.",
            ("all", CarriedSettings.All, "All settings that exist in Chat Completions."),
            ("none", CarriedSettings.None, "None: no sampling parameters, limits, tool choice or response format.")),
        PolicyEntry.Added(
            "core_aggregation",
            "How translation=codex_core returns the deltas of a turn.",
            ("off", CoreAggregation.Off, "Deltas are returned immediately, and the complete items when the turn ends."),
            ("streaming", CoreAggregation.Streaming,
                "Deltas are returned immediately; the complete message follows directly before the end."),
            ("aggregated", CoreAggregation.Aggregated,
                "No deltas are returned; the complete reasoning and message follow directly before the end.")),
        PolicyEntry.Added(
            "dedupe_messages",
            "Handling of an assistant message that repeats the previous one.",
            ("off", DedupeMessages.Off, "The repeated message is sent."),
            ("on", DedupeMessages.On, "The repeated message is removed.")),
        PolicyEntry.Added(
            "empty_instructions",
            "System message sent if there are no instructions.",
            ("omit", EmptyInstructions.Omit, "None."),
            ("send", EmptyInstructions.Send, "One with empty text.")),
        PolicyEntry.Added(
            "empty_tools",
            "Tools sent if none are declared (R11).",
            ("omit", EmptyTools.Omit, "No tools member, because many vendors reject an empty list."),
            ("send", EmptyTools.Send, "An empty list.")),
        PolicyEntry.Added(
            "group_tool_calls",
            "How the calls of one turn are sent (R5).",
            ("on", GroupToolCalls.On, "In one assistant message, together with the text before them."),
            ("off", GroupToolCalls.Off, "Each in a separate assistant message.")),
        PolicyEntry.Added(
            "reasoning_anchor",
            "Which message reasoning in the input is attached to.",
            ("next", ReasoningAnchor.Next, "The assistant's next text or call."),
            ("previous", ReasoningAnchor.Previous, "The assistant message directly before it; if there is none, the next one."),
            ("adjacent", ReasoningAnchor.Adjacent,
                "The assistant message directly before it; otherwise the message or call directly after it, "
                + "except a call of a custom tool; otherwise none. Reasoning on both sides of a message is concatenated.")),
        PolicyEntry.Added(
            "retry_rules",
            "Which error statuses are retried, and after which delay (Q126–Q128).",
            ("contract", RetrySet.Contract,
                "All but an exhausted quota. The delay is read from any header form or from the error message; without one, "
                + "it is a random part of retry_base_ms, doubled each time."),
            ("codex_core", RetrySet.CodexCore,
                "Every 429 and 5xx. The delay is read from Retry-After in whole seconds only; without one, "
                + "it is retry_base_ms, doubled each time, plus or minus a tenth.")),
        PolicyEntry.Added(
            "summaries",
            "Use of the summary of a reasoning item that has no content.",
            ("read", Summaries.Read, "The summary is sent as the reasoning."),
            ("ignore", Summaries.Ignore, "The summary is ignored; only content is sent.")),
    ];
}

/// <summary>Values of the policy <c>call_shapes</c>.</summary>
internal enum CallShapes
{
    Functions,
    OwnTypes,
}

/// <summary>Values of the policy <c>carried_settings</c>.</summary>
internal enum CarriedSettings
{
    All,
    None,
}

/// <summary>Values of the policy <c>core_aggregation</c>.</summary>
internal enum CoreAggregation
{
    Off,
    Streaming,
    Aggregated,
}

/// <summary>Values of the policy <c>dedupe_messages</c>.</summary>
internal enum DedupeMessages
{
    Off,
    On,
}

/// <summary>Values of the policy <c>empty_instructions</c>.</summary>
internal enum EmptyInstructions
{
    Omit,
    Send,
}

/// <summary>Values of the policy <c>empty_tools</c>.</summary>
internal enum EmptyTools
{
    Omit,
    Send,
}

/// <summary>Values of the policy <c>group_tool_calls</c>.</summary>
internal enum GroupToolCalls
{
    On,
    Off,
}

/// <summary>Values of the policy <c>reasoning_anchor</c>.</summary>
internal enum ReasoningAnchor
{
    Next,
    Previous,
    Adjacent,
}

/// <summary>Values of the policy <c>retry_rules</c>.</summary>
internal enum RetrySet
{
    Contract,
    CodexCore,
}

/// <summary>Values of the policy <c>summaries</c>.</summary>
internal enum Summaries
{
    Read,
    Ignore,
}
