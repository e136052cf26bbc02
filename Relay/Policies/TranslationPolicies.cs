namespace Relay.Policies;

/// <summary>Whose translation it is: the relay's own, or a faithful copy of an older system's.</summary>
internal static class TranslationPolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Of(
            "core_aggregation",
            "What translation=codex_core makes of a turn's deltas.",
            p => p.CoreAggregation,
            (p, v) => p with { CoreAggregation = v },
            ("off", CoreAggregation.Off, "They go down as they come, and what the turn was goes down as it ends."),
            ("streaming", CoreAggregation.Streaming, "They go down as they come; the message is done right before the end."),
            ("aggregated", CoreAggregation.Aggregated, "They are kept back; reasoning and message are done right before the end.")),
        PolicyEntry.Of(
            "translation",
            "Whose rules make the events. Every other than the contract's follows none of the policies on calls, content, endings and form.",
            p => p.Translation,
            (p, v) => p with { Translation = v },
            ("contract", TranslationRules.Contract, "This relay's own: the contract, and the policies."),
            ("codex_relay", TranslationRules.CodexRelay, "Those of codex-relay 0.1, which answers with Responses events of its own form."),
            ("codex_core", TranslationRules.CodexCore, "Those of the chat client in codex-core, whose inner events go down under their Responses names."),
            ("codex_api_v1", TranslationRules.CodexApiV1, "Those of the first chat client in codex-api, likewise."),
            ("codex_api_v2", TranslationRules.CodexApiV2, "Those of the second chat client in codex-api, likewise.")),
    ];
}

/// <content>Whose translation it is: the relay's own, or a faithful copy of an older system's.</content>
public sealed partial record RelayPolicies
{
    /// <summary>What <see cref="TranslationRules.CodexCore"/> makes of a turn's deltas.</summary>
    public CoreAggregation CoreAggregation { get; init; }

    /// <summary>Whose rules make the events.</summary>
    public TranslationRules Translation { get; init; }
}


/// <summary>Values of <see cref="RelayPolicies.CoreAggregation"/>.</summary>
public enum CoreAggregation
{
    Off,
    Streaming,
    Aggregated,
}

/// <summary>Values of <see cref="RelayPolicies.Translation"/>.</summary>
public enum TranslationRules
{
    Contract,
    CodexRelay,
    CodexCore,
    CodexApiV1,
    CodexApiV2,
}
