using Relay.Contract;
using Relay.Policies;
using Relay.Profiles;

namespace Relay.Compat.CodexRelay;

/// <summary>codex-relay 0.1: its events, its memory of reasoning, and its way to continue a response.</summary>
internal sealed class CodexRelayProfile : ICompatProfile
{
    private const string Translation = "codex_relay";

    private readonly ReasoningMemory _memory = new();

    public IReadOnlyList<Preset> Presets { get; } =
    [
        new("codex-relay", "Reproduces codex-relay 0.1.",
        [
            new("translation", Translation),
            new("client_tools", "drop"),
            new("hosted_tools", "ignore"),
            new("images", "drop"),
            new("newer_items", "unknown"),
            new("orphans", "pass"),
            new("previous_turns", "answers"),
            new("stream_usage", "off"),

            // It has no timeout, and does not retry.
            new("connect_ms", "0"),
            new("first_byte_ms", "0"),
            new("transport_idle_ms", "0"),
            new("progress_idle_ms", "0"),
            new("retry_max", "0"),
        ]),
    ];

    public IReadOnlyList<PolicyValue> Translations { get; } =
        [new(Translation, "The rules of codex-relay 0.1, which returns its own form of Responses events.")];

    public IReadOnlyList<PolicyEntry> Policies { get; } =
    [
        PolicyEntry.Added(
            "previous_turns",
            "Which earlier items a request with previous_response_id includes.",
            ("all", PreviousTurns.All, "The input and the output of every turn."),
            ("answers", PreviousTurns.Answers, "The output of every turn; the input only of turns that were not streamed.")),
    ];

    public RelayProfile Apply(RelayProfile profile, RelayPolicies policies)
    {
        if (policies.Added.Get<PreviousTurns>() is PreviousTurns.Answers)
        {
            profile = profile with { IncludesInput = static turn => !turn.Streamed };
        }

        if (policies.Translation != Translation)
        {
            return profile;
        }

        return profile.WithTranslator(StreamOpening.AtOnce, CreateTranslator) with
        {
            Requests = profile.Requests with
            {
                Shape = (request, client) => RecalledReasoning.Apply(profile.Requests.Shape(request, client), _memory.ForClient(client)),
            },
        };
    }

    private CodexRelayTranslator CreateTranslator(TranslatorSettings settings) =>
        new(settings.Echo, settings.Ids, _memory.ForClient(settings.Client));

    /// <summary>Values of the policy <c>previous_turns</c>.</summary>
    private enum PreviousTurns
    {
        All,
        Answers,
    }
}
