namespace Relay.Policies;

/// <summary>What the vendor is asked, and how.</summary>
internal static class RequestPolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Of(
            "carried_settings",
            "What goes up beside model, messages and tools.",
            p => p.CarriedSettings,
            (p, v) => p with { CarriedSettings = v },
            ("all", CarriedSettings.All, "Everything that chat has a member for."),
            ("none", CarriedSettings.None, "Nothing: no sampling, no limits, no choice of tools, no format.")),
        PolicyEntry.Of(
            "client_tools",
            "What becomes of custom tools, and of local_shell, shell and apply_patch, which the client runs for OpenAI's models.",
            p => p.ClientTools,
            (p, v) => p with { ClientTools = v },
            ("functions", ClientTools.Functions, "They go up as functions, and what is called so comes down as what it was."),
            ("drop", ClientTools.Drop, "They are left out, with a warning.")),
        PolicyEntry.Of(
            "developer_role",
            "Which role the vendor gets for developer (R4).",
            p => p.DeveloperRole,
            (p, v) => p with { DeveloperRole = v },
            ("system", DeveloperRole.System, "system, which every vendor knows."),
            ("developer", DeveloperRole.Developer, "developer, as it came."),
            ("user", DeveloperRole.User, "user, for vendors that take one system message only.")),
        PolicyEntry.Of(
            "effort_field",
            "In which member the vendor gets reasoning.effort.",
            p => p.EffortField,
            (p, v) => p with { EffortField = v },
            ("reasoning_effort", EffortField.ReasoningEffort, "reasoning_effort, as it came."),
            ("reasoning_object", EffortField.ReasoningObject, "reasoning, an object with the effort."),
            ("thinking", EffortField.Thinking, "thinking, an object of type enabled, or disabled for none."),
            ("enable_thinking", EffortField.EnableThinking, "enable_thinking, true, or false for none."),
            ("none", EffortField.None, "It is left out, with a warning.")),
        PolicyEntry.Of(
            "empty_instructions",
            "What goes up where there are no instructions.",
            p => p.EmptyInstructions,
            (p, v) => p with { EmptyInstructions = v },
            ("omit", EmptyInstructions.Omit, "No system message."),
            ("send", EmptyInstructions.Send, "A system message without text.")),
        PolicyEntry.Of(
            "empty_tools",
            "What goes up where no tools are declared (R11).",
            p => p.EmptyTools,
            (p, v) => p with { EmptyTools = v },
            ("omit", EmptyTools.Omit, "No tools at all: many vendors refuse an empty list."),
            ("send", EmptyTools.Send, "An empty list.")),
        PolicyEntry.Of(
            "forced_choice",
            "Whether the model thinks in a turn in which it must call a tool.",
            p => p.ForcedChoice,
            (p, v) => p with { ForcedChoice = v },
            ("pass", ForcedChoice.Pass, "As the client said."),
            ("no_thinking", ForcedChoice.NoThinking, "No, for vendors that refuse such a choice while they think; it is told in the log.")),
        PolicyEntry.Of(
            "hosted_tools",
            "What becomes of tools that the client expects the server to run.",
            p => p.HostedTools,
            (p, v) => p with { HostedTools = v },
            ("refuse", HostedTools.Refuse, "The request is refused, with the tool's place."),
            ("drop", HostedTools.Drop, "They are left out, with a warning.")),
        PolicyEntry.Of(
            "max_tokens_field",
            "Under which name the vendor gets max_output_tokens.",
            p => p.MaxTokensField,
            (p, v) => p with { MaxTokensField = v },
            ("max_tokens", MaxTokensField.MaxTokens, "max_tokens, which most vendors know."),
            ("max_completion_tokens", MaxTokensField.MaxCompletionTokens, "max_completion_tokens, which OpenAI's reasoning models insist on.")),
        PolicyEntry.Of(
            "openai_fields",
            "What becomes of service_tier, prompt_cache_key, prompt_cache_retention, safety_identifier and text.verbosity.",
            p => p.OpenaiFields,
            (p, v) => p with { OpenaiFields = v },
            ("drop", OpenaiFields.Drop, "They are left out: most vendors refuse what they do not know."),
            ("pass", OpenaiFields.Pass, "They go up under the same names.")),
        PolicyEntry.Of(
            "parallel_calls",
            "Whether parallel_tool_calls goes up (R2).",
            p => p.ParallelCalls,
            (p, v) => p with { ParallelCalls = v },
            ("pass", ParallelCalls.Pass, "As the client said, an explicit false too."),
            ("off", ParallelCalls.Off, "Never, for vendors that refuse it; a false is told in the log.")),
        PolicyEntry.Of(
            "provider_fields",
            "What becomes of members that a vendor adds to its calls, such as extra_content (Q30).",
            p => p.ProviderFields,
            (p, v) => p with { ProviderFields = v },
            ("keep", ProviderFields.Keep, "They go under the seal of a reasoning item, if the client carries those, and back into the call on the next turn."),
            ("drop", ProviderFields.Drop, "They are left out.")),
        PolicyEntry.Of(
            "retry_rules",
            "Which refusals are asked again, and which waits count (Q126–Q128).",
            p => p.RetryRules,
            (p, v) => p with { RetryRules = v },
            ("contract", RetrySet.Contract, "Not a spent quota; waits in any form, also those a message names; without one a random part of retry_base_ms, doubled each time."),
            ("codex_core", RetrySet.CodexCore, "Every 429 and 5xx; Retry-After in whole seconds only; without it retry_base_ms, doubled each time, a tenth less or more.")),
        PolicyEntry.Of(
            "schema_format",
            "How a JSON schema for the text is asked for.",
            p => p.SchemaFormat,
            (p, v) => p with { SchemaFormat = v },
            ("json_schema", SchemaFormat.JsonSchema, "As response_format json_schema."),
            ("json_object", SchemaFormat.JsonObject, "As response_format json_object, and the schema is told in a system message.")),
        PolicyEntry.Of(
            "stream_usage",
            "Whether a stream is asked for its usage (R1).",
            p => p.StreamUsage,
            (p, v) => p with { StreamUsage = v },
            ("on", StreamUsage.On, "With stream_options.include_usage."),
            ("off", StreamUsage.Off, "Without, for vendors that refuse stream_options.")),
        PolicyEntry.Of(
            "strict_schema",
            "Whether a text's JSON schema says strict (R12).",
            p => p.StrictSchema,
            (p, v) => p with { StrictSchema = v },
            ("keep", StrictSchema.Keep, "As the client said."),
            ("drop", StrictSchema.Drop, "Never.")),
        PolicyEntry.Of(
            "strict_tools",
            "Whether a tool says strict (R12).",
            p => p.StrictTools,
            (p, v) => p with { StrictTools = v },
            ("keep", StrictTools.Keep, "As the client said."),
            ("drop", StrictTools.Drop, "Never.")),
        PolicyEntry.Of(
            "unknown_item",
            "What becomes of input items of types nobody knows.",
            p => p.UnknownItem,
            (p, v) => p with { UnknownItem = v },
            ("refuse", UnknownItem.Refuse, "The request is refused, with the item's place."),
            ("drop", UnknownItem.Drop, "They are left out, with a warning.")),
        PolicyEntry.Of(
            "web_search",
            "What becomes of a web_search tool.",
            p => p.WebSearch,
            (p, v) => p with { WebSearch = v },
            ("hosted", WebSearch.Hosted, "What hosted_tools says."),
            ("options", WebSearch.Options, "It goes up as web_search_options."),
            ("enable_search", WebSearch.EnableSearch, "It goes up as enable_search."),
            ("plugin", WebSearch.Plugin, "It goes up as the plugin web.")),
    ];
}

/// <content>What the vendor is asked, and how.</content>
public sealed partial record RelayPolicies
{
    /// <summary>Which refusals are asked again, and which waits count (Q126–Q128).</summary>
    public RetrySet RetryRules { get; init; }

    /// <summary>What goes up beside model, messages and tools.</summary>
    public CarriedSettings CarriedSettings { get; init; }

    /// <summary>What becomes of custom tools, and of tools that the client runs for OpenAI's models.</summary>
    public ClientTools ClientTools { get; init; }

    /// <summary>What goes up where there are no instructions.</summary>
    public EmptyInstructions EmptyInstructions { get; init; }

    /// <summary>What goes up where no tools are declared (R11).</summary>
    public EmptyTools EmptyTools { get; init; }

    /// <summary>Which role the vendor gets for <c>developer</c> (R4).</summary>
    public DeveloperRole DeveloperRole { get; init; }

    /// <summary>In which member the vendor gets reasoning.effort.</summary>
    public EffortField EffortField { get; init; }

    /// <summary>Whether the model thinks in a turn in which it must call a tool.</summary>
    public ForcedChoice ForcedChoice { get; init; }

    /// <summary>What becomes of tools that the client expects the server to run.</summary>
    public HostedTools HostedTools { get; init; }

    /// <summary>Under which name the vendor gets <c>max_output_tokens</c>.</summary>
    public MaxTokensField MaxTokensField { get; init; }

    /// <summary>What becomes of service_tier, prompt_cache_key, prompt_cache_retention, safety_identifier and text.verbosity.</summary>
    public OpenaiFields OpenaiFields { get; init; }

    /// <summary>Whether parallel_tool_calls goes up (R2).</summary>
    public ParallelCalls ParallelCalls { get; init; }

    /// <summary>What becomes of members that a vendor adds to its calls (Q30).</summary>
    public ProviderFields ProviderFields { get; init; }

    /// <summary>How a JSON schema for the text is asked for.</summary>
    public SchemaFormat SchemaFormat { get; init; }

    /// <summary>Whether a stream is asked for its usage (R1).</summary>
    public StreamUsage StreamUsage { get; init; }

    /// <summary>Whether a text's JSON schema says strict (R12).</summary>
    public StrictSchema StrictSchema { get; init; }

    /// <summary>Whether a tool says strict (R12).</summary>
    public StrictTools StrictTools { get; init; }

    /// <summary>What becomes of input items of types nobody knows.</summary>
    public UnknownItem UnknownItem { get; init; }

    /// <summary>What becomes of a web_search tool.</summary>
    public WebSearch WebSearch { get; init; }
}


/// <summary>Values of <see cref="RelayPolicies.CarriedSettings"/>.</summary>
public enum CarriedSettings
{
    All,
    None,
}

/// <summary>Values of <see cref="RelayPolicies.ClientTools"/>.</summary>
public enum ClientTools
{
    Functions,
    Drop,
}

/// <summary>Values of <see cref="RelayPolicies.EmptyInstructions"/>.</summary>
public enum EmptyInstructions
{
    Omit,
    Send,
}

/// <summary>Values of <see cref="RelayPolicies.EmptyTools"/>.</summary>
public enum EmptyTools
{
    Omit,
    Send,
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
    Refuse,
    Drop,
}

/// <summary>Values of <see cref="RelayPolicies.MaxTokensField"/>.</summary>
public enum MaxTokensField
{
    MaxTokens,
    MaxCompletionTokens,
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
    Refuse,
    Drop,
}

/// <summary>Values of <see cref="RelayPolicies.WebSearch"/>.</summary>
public enum WebSearch
{
    Hosted,
    Options,
    EnableSearch,
    Plugin,
}

/// <summary>Values of <see cref="RelayPolicies.RetryRules"/>.</summary>
public enum RetrySet
{
    Contract,
    CodexCore,
}
