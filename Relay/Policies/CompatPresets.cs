namespace Relay.Policies;

/// <summary>The presets that reproduce older systems, so that who used one of them can move without surprise.</summary>
internal static class CompatPresets
{
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("codex-relay", "Reproduces codex-relay 0.1.",
        [
            new("translation", "codex_relay"),
            new("client_tools", "drop", "presets/codex-relay/request-functions-only"),
            new("hosted_tools", "drop", "presets/codex-relay/request-as-it-came"),
            new("images", "drop", "presets/codex-relay/request-as-it-came"),
            new("orphans", "pass", "presets/codex-relay/request-as-it-came"),
            new("previous_turns", "answers", "presets/codex-relay/questions-forgotten"),
            new("stream_usage", "off", "presets/codex-relay/request-as-it-came"),
            new("unknown_item", "drop", "presets/codex-relay/request-as-it-came"),

            // It waits for ever, and asks once.
            new("connect_ms", "0"),
            new("first_byte_ms", "0"),
            new("transport_idle_ms", "0"),
            new("progress_idle_ms", "0"),
            new("retry_max", "0", "presets/codex-relay/no-retries"),
        ])
        {
            Behaviours = CodexRelayBehaviours.All,
        },
        new("codex-core", "Reproduces the chat client in codex-core.",
        [
            new("translation", "codex_core"),
            new("call_shapes", "own_types", "presets/codex-core/request-calls-by-item-id"),
            new("carried_settings", "none", "presets/codex-core/request-nothing-but-the-conversation"),
            new("client_tools", "drop", "presets/codex-core/request-functions-only"),
            new("dedupe_messages", "on", "presets/codex-core/request-repeated-text-left-out"),
            new("developer_role", "developer", "presets/codex-core/request-nothing-but-the-conversation"),
            new("empty_arguments", "keep", "presets/codex-core/request-empty-arguments"),
            new("empty_instructions", "send", "presets/codex-core/request-empty-instructions"),
            new("empty_tools", "send", "presets/codex-core/request-nothing-but-the-conversation"),
            new("group_tool_calls", "off", "presets/codex-core/request-one-message-for-each-call"),
            new("hosted_tools", "drop", "presets/codex-core/request-functions-only"),
            new("images", "drop", "presets/codex-core/request-nothing-but-the-conversation"),
            new("orphans", "pass", "presets/codex-core/request-calls-by-item-id"),
            new("reasoning_anchor", "adjacent", "presets/codex-core/request-reasoning-right-beside"),
            new("reasoning_field", "reasoning", "presets/codex-core/request-reasoning-of-the-last-turn"),
            new("reasoning_scope", "last_turn", "presets/codex-core/request-reasoning-of-the-last-turn"),
            new("retry_rules", "codex_core", "presets/codex-core/retries-a-spent-quota"),
            new("stream_usage", "off", "presets/codex-core/request-nothing-but-the-conversation"),
            new("summaries", "ignore", "presets/codex-core/request-summaries-ignored"),
            new("unknown_item", "drop", "presets/codex-core/request-nothing-but-the-conversation"),
            .. PatientCall,
            new("retry_max", "4", "presets/codex-core/retries-four-times"),
            new("retry_base_ms", "200", "presets/codex-core/retries-after-a-doubled-wait"),
            new("retry_cap_ms", "2147483647"),
        ])
        {
            Behaviours = CodexCoreBehaviours.All,
        },
        new("codex-api-v1", "Reproduces the first chat client in codex-api.", [new("translation", "codex_api_v1"), .. PatientCall])
        {
            Behaviours = CodexApiV1Behaviours.All,
        },
        new("codex-api-v2", "Reproduces the second chat client in codex-api.", [new("translation", "codex_api_v2"), .. PatientCall])
        {
            Behaviours = CodexApiV2Behaviours.All,
        },
    ];

    // The caller waits for an answer as long as it takes, and gets a refusal as such. Then one clock runs, from event to event.
    private static PresetSetting[] PatientCall =>
    [
        new("early_headers_ms", "0"),
        new("connect_ms", "0"),
        new("first_byte_ms", "0"),
        new("transport_idle_ms", "0"),
        new("progress_idle_ms", "300000"),
    ];
}
