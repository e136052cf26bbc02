namespace Relay.Policies;

/// <summary>Whose translation it is: the relay's own, or a faithful copy of an older system's.</summary>
internal static class TranslationPolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Of(
            "core_aggregation",
            "How translation=codex_core returns the deltas of a turn.",
            p => p.CoreAggregation,
            (p, v) => p with { CoreAggregation = v },
            ("off", CoreAggregation.Off, "Deltas are returned immediately, and the complete items when the turn ends."),
            ("streaming", CoreAggregation.Streaming, "Deltas are returned immediately; the complete message follows directly before the end."),
            ("aggregated", CoreAggregation.Aggregated, "No deltas are returned; the complete reasoning and message follow directly before the end.")),
        PolicyEntry.Of(
            "translation",
            "Rules that create the events. All values except contract ignore the policies on calls, content, endings and form.",
            p => p.Translation,
            (p, v) => p with { Translation = v },
            ("contract", TranslationRules.Contract, "The rules of this relay: the contract and the policies."),
            ("codex_relay", TranslationRules.CodexRelay, "The rules of codex-relay 0.1, which returns its own form of Responses events."),
            ("codex_core", TranslationRules.CodexCore, "The rules of the chat client in codex-core; its internal events are returned under their Responses names."),
            ("codex_api_v1", TranslationRules.CodexApiV1, "The rules of the first chat client in codex-api; its internal events are returned likewise."),
            ("codex_api_v2", TranslationRules.CodexApiV2, "The rules of the second chat client in codex-api; its internal events are returned likewise.")),
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
