namespace Relay.Policies;

/// <summary>Policies on tools and settings in a chat request.</summary>
internal static class RequestPolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Of(
            "client_tools",
            "Handling of custom tools, and of local_shell, shell and apply_patch, which the client runs for OpenAI's models.",
            p => p.ClientTools,
            (p, v) => p with { ClientTools = v },
            ("functions", ClientTools.Functions, "They are sent as functions, and calls are returned as items of the declared type."),
            ("drop", ClientTools.Drop, "They are dropped, with a warning.")),
        PolicyEntry.Of(
            "developer_role",
            "Role sent for developer messages (R4).",
            p => p.DeveloperRole,
            (p, v) => p with { DeveloperRole = v },
            ("system", DeveloperRole.System, "system, which every vendor accepts."),
            ("developer", DeveloperRole.Developer, "developer, unchanged."),
            ("user", DeveloperRole.User, "user, for vendors that accept only one system message.")),
        PolicyEntry.Of(
            "effort_field",
            "Member in which reasoning.effort is sent.",
            p => p.EffortField,
            (p, v) => p with { EffortField = v },
            ("reasoning_effort", EffortField.ReasoningEffort, "reasoning_effort, unchanged."),
            ("reasoning_object", EffortField.ReasoningObject, "reasoning, an object that contains the effort."),
            ("thinking", EffortField.Thinking, "thinking, an object with type enabled, or disabled for effort none."),
            ("effort_or_thinking", EffortField.EffortOrThinking,
                "reasoning_effort; for effort none, thinking, an object with type disabled."),
            ("enable_thinking", EffortField.EnableThinking, "enable_thinking: true, or false for effort none."),
            ("none", EffortField.None, "The effort is dropped, with a warning.")),
        PolicyEntry.Of(
            "forced_choice",
            "Whether the model may reason in a turn in which it must call a tool.",
            p => p.ForcedChoice,
            (p, v) => p with { ForcedChoice = v },
            ("pass", ForcedChoice.Pass, "As the client requested."),
            ("no_thinking", ForcedChoice.NoThinking,
                "No, for vendors that reject a forced tool choice with reasoning; the change is logged.")),
        PolicyEntry.Of(
            "hosted_tools",
            "Handling of tools that the client expects the server to run.",
            p => p.HostedTools,
            (p, v) => p with { HostedTools = v },
            ("drop", HostedTools.Drop, "They are dropped, with a warning. A tool_choice that demands one is rejected."),
            ("refuse", HostedTools.Refuse, "The request is rejected, with the path of the tool."),
            ("ignore", HostedTools.Ignore, "They are dropped, and a tool_choice that demands one too, with a warning.")),
        PolicyEntry.Of(
            "max_tokens_field",
            "Member in which max_output_tokens is sent.",
            p => p.MaxTokensField,
            (p, v) => p with { MaxTokensField = v },
            ("max_tokens", MaxTokensField.MaxTokens, "max_tokens, which most vendors accept."),
            ("max_completion_tokens", MaxTokensField.MaxCompletionTokens,
                "max_completion_tokens, which OpenAI's reasoning models require.")),
        PolicyEntry.Of(
            "newer_items",
            "Handling of a tool_search that the client runs, and of the items tool_search_call, tool_search_output, agent_message, "
            + "configuration_update, compaction, compaction_trigger, program and multi_agent_call.",
            p => p.NewerItems,
            (p, v) => p with { NewerItems = v },
            ("translate", NewerItems.Translate, "They are translated."),
            ("unknown", NewerItems.Unknown, "The tool is one that the server runs, its items and compaction are dropped, and the "
                + "others are of unknown types. Content parts of unknown types are rejected.")),
        PolicyEntry.Of(
            "openai_fields",
            "Handling of service_tier, prompt_cache_key, prompt_cache_retention, safety_identifier and text.verbosity.",
            p => p.OpenaiFields,
            (p, v) => p with { OpenaiFields = v },
            ("drop", OpenaiFields.Drop, "They are dropped, because most vendors reject unknown members."),
            ("pass", OpenaiFields.Pass, "They are sent under the same names.")),
        PolicyEntry.Of(
            "parallel_calls",
            "Whether parallel_tool_calls is sent (R2).",
            p => p.ParallelCalls,
            (p, v) => p with { ParallelCalls = v },
            ("pass", ParallelCalls.Pass, "As the client set it, including an explicit false."),
            ("off", ParallelCalls.Off, "Never, for vendors that reject it; a dropped false is logged.")),
        PolicyEntry.Of(
            "provider_fields",
            "Handling of members that a vendor adds to its calls, such as extra_content (Q30).",
            p => p.ProviderFields,
            (p, v) => p with { ProviderFields = v },
            ("keep", ProviderFields.Keep,
                "They are stored in the encrypted content of a reasoning item, if the client returns those, and restored in the call "
                + "on the next turn."),
            ("drop", ProviderFields.Drop, "They are dropped.")),
        PolicyEntry.Of(
            "schema_format",
            "How a JSON schema for the text is requested.",
            p => p.SchemaFormat,
            (p, v) => p with { SchemaFormat = v },
            ("json_schema", SchemaFormat.JsonSchema, "With response_format json_schema."),
            ("json_object", SchemaFormat.JsonObject, "With response_format json_object, and the schema in a system message.")),
        PolicyEntry.Of(
            "stream_usage",
            "Whether usage is requested for a stream (R1).",
            p => p.StreamUsage,
            (p, v) => p with { StreamUsage = v },
            ("on", StreamUsage.On, "Yes, with stream_options.include_usage."),
            ("off", StreamUsage.Off, "No, for vendors that reject stream_options.")),
        PolicyEntry.Of(
            "strict_schema",
            "Value of strict in a JSON schema for the text (R12).",
            p => p.StrictSchema,
            (p, v) => p with { StrictSchema = v },
            ("keep", StrictSchema.Keep, "As the client set it."),
            ("drop", StrictSchema.Drop, "Never.")),
        PolicyEntry.Of(
            "strict_tools",
            "Value of strict in a tool (R12).",
            p => p.StrictTools,
            (p, v) => p with { StrictTools = v },
            ("keep", StrictTools.Keep, "As the client set it."),
            ("drop", StrictTools.Drop, "Never.")),
        PolicyEntry.Of(
            "unknown_item",
            "Handling of input items and content parts of unknown types.",
            p => p.UnknownItem,
            (p, v) => p with { UnknownItem = v },
            ("drop", UnknownItem.Drop, "They are dropped, with a warning."),
            ("refuse", UnknownItem.Refuse, "The request is rejected, with the path of the item or part.")),
        PolicyEntry.Of(
            "web_search",
            "Handling of a web_search tool.",
            p => p.WebSearch,
            (p, v) => p with { WebSearch = v },
            ("hosted", WebSearch.Hosted, "As hosted_tools specifies."),
            ("options", WebSearch.Options, "It is sent as web_search_options."),
            ("enable_search", WebSearch.EnableSearch, "It is sent as enable_search."),
            ("plugin", WebSearch.Plugin, "It is sent as the plugin web.")),
    ];
}

/// <content>Policies on tools and settings in a chat request.</content>
public sealed partial record RelayPolicies
{
    /// <summary>Handling of custom tools, and of local_shell, shell and apply_patch, which the client runs for OpenAI's models.</summary>
    public ClientTools ClientTools { get; init; }

    /// <summary>Role sent for developer messages (R4).</summary>
    public DeveloperRole DeveloperRole { get; init; }

    /// <summary>Member in which reasoning.effort is sent.</summary>
    public EffortField EffortField { get; init; }

    /// <summary>Whether the model may reason in a turn in which it must call a tool.</summary>
    public ForcedChoice ForcedChoice { get; init; }

    /// <summary>Handling of tools that the client expects the server to run.</summary>
    public HostedTools HostedTools { get; init; }

    /// <summary>Member in which max_output_tokens is sent.</summary>
    public MaxTokensField MaxTokensField { get; init; }

    /// <summary>Handling of tools and items that newer clients send.</summary>
    public NewerItems NewerItems { get; init; }

    /// <summary>Handling of service_tier, prompt_cache_key, prompt_cache_retention, safety_identifier and text.verbosity.</summary>
    public OpenaiFields OpenaiFields { get; init; }

    /// <summary>Whether parallel_tool_calls is sent (R2).</summary>
    public ParallelCalls ParallelCalls { get; init; }

    /// <summary>Handling of members that a vendor adds to its calls, such as extra_content (Q30).</summary>
    public ProviderFields ProviderFields { get; init; }

    /// <summary>How a JSON schema for the text is requested.</summary>
    public SchemaFormat SchemaFormat { get; init; }

    /// <summary>Whether usage is requested for a stream (R1).</summary>
    public StreamUsage StreamUsage { get; init; }

    /// <summary>Value of strict in a JSON schema for the text (R12).</summary>
    public StrictSchema StrictSchema { get; init; }

    /// <summary>Value of strict in a tool (R12).</summary>
    public StrictTools StrictTools { get; init; }

    /// <summary>Handling of input items and content parts of unknown types.</summary>
    public UnknownItem UnknownItem { get; init; }

    /// <summary>Handling of a web_search tool.</summary>
    public WebSearch WebSearch { get; init; }
}

/// <summary>Values of <see cref="RelayPolicies.ClientTools"/>.</summary>
public enum ClientTools
{
    Functions,
    Drop,
}

/// <summary>Values of <see cref="RelayPolicies.DeveloperRole"/>.</summary>
public enum DeveloperRole
{
    System,
    Developer,
    User,
}

/// <summary>Values of <see cref="RelayPolicies.EffortField"/>.</summary>
public enum EffortField
{
    ReasoningEffort,
    ReasoningObject,
    Thinking,
    EffortOrThinking,
    EnableThinking,
    None,
}

/// <summary>Values of <see cref="RelayPolicies.ForcedChoice"/>.</summary>
public enum ForcedChoice
{
    Pass,
    NoThinking,
}

/// <summary>Values of <see cref="RelayPolicies.HostedTools"/>.</summary>
public enum HostedTools
{
    Drop,
    Refuse,
    Ignore,
}

/// <summary>Values of <see cref="RelayPolicies.MaxTokensField"/>.</summary>
public enum MaxTokensField
{
    MaxTokens,
    MaxCompletionTokens,
}

/// <summary>Values of <see cref="RelayPolicies.NewerItems"/>.</summary>
public enum NewerItems
{
    Translate,
    Unknown,
}

/// <summary>Values of <see cref="RelayPolicies.OpenaiFields"/>.</summary>
public enum OpenaiFields
{
    Drop,
    Pass,
}

/// <summary>Values of <see cref="RelayPolicies.ParallelCalls"/>.</summary>
public enum ParallelCalls
{
    Pass,
    Off,
}

/// <summary>Values of <see cref="RelayPolicies.ProviderFields"/>.</summary>
public enum ProviderFields
{
    Keep,
    Drop,
}

/// <summary>Values of <see cref="RelayPolicies.SchemaFormat"/>.</summary>
public enum SchemaFormat
{
    JsonSchema,
    JsonObject,
}

/// <summary>Values of <see cref="RelayPolicies.StreamUsage"/>.</summary>
public enum StreamUsage
{
    On,
    Off,
}

/// <summary>Values of <see cref="RelayPolicies.StrictSchema"/>.</summary>
public enum StrictSchema
{
    Keep,
    Drop,
}

/// <summary>Values of <see cref="RelayPolicies.StrictTools"/>.</summary>
public enum StrictTools
{
    Keep,
    Drop,
}

/// <summary>Values of <see cref="RelayPolicies.UnknownItem"/>.</summary>
public enum UnknownItem
{
    Drop,
    Refuse,
}

/// <summary>Values of <see cref="RelayPolicies.WebSearch"/>.</summary>
public enum WebSearch
{
    Hosted,
    Options,
    EnableSearch,
    Plugin,
}
