namespace Relay.Policies;

/// <summary>The presets that reproduce older systems, so that who used one of them can move without surprise.</summary>
internal static class CompatPresets
{
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("codex-relay", "Reproduces codex-relay 0.1.",
        [
            new("translation", "codex_relay"),
            new("client_tools", "drop"),
            new("hosted_tools", "drop"),
            new("images", "drop"),
            new("orphans", "pass"),
            new("previous_turns", "answers"),
            new("stream_usage", "off"),
            new("unknown_item", "drop"),

            // It waits for ever, and asks once.
            new("connect_ms", "0"),
            new("first_byte_ms", "0"),
            new("transport_idle_ms", "0"),
            new("progress_idle_ms", "0"),
            new("retry_max", "0"),
        ]),
        new("codex-core", "Reproduces the chat client in codex-core.",
        [
            new("translation", "codex_core"),
            new("call_shapes", "own_types"),
            new("carried_settings", "none"),
            new("client_tools", "drop"),
            new("dedupe_messages", "on"),
            new("developer_role", "developer"),
            new("empty_arguments", "keep"),
            new("empty_instructions", "send"),
            new("empty_tools", "send"),
            new("group_tool_calls", "off"),
            new("hosted_tools", "drop"),
            new("images", "drop"),
            new("orphans", "pass"),
            new("reasoning_anchor", "adjacent"),
            new("reasoning_field", "reasoning"),
            new("reasoning_scope", "last_turn"),
            new("retry_rules", "codex_core"),
            new("stream_usage", "off"),
            new("summaries", "ignore"),
            new("unknown_item", "drop"),
            .. PatientCall,
            new("retry_max", "4"),
            new("retry_base_ms", "200"),
            new("retry_cap_ms", "2147483647"),
        ]),
        new("codex-api-v1", "Reproduces the first chat client in codex-api.", [new("translation", "codex_api_v1"), .. PatientCall]),
        new("codex-api-v2", "Reproduces the second chat client in codex-api.", [new("translation", "codex_api_v2"), .. PatientCall]),
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
