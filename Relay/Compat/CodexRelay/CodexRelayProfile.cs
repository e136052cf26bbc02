using System.Text.Json;
using Relay.Contract;
using Relay.Policies;
using Relay.Profiles;
using Relay.Storing;

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
            .. CompatParts.UnrepairedRequest,
            new("client_authorization", "drop"),
            new("client_tools", "drop"),
            new("empty_arguments", "keep"),
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
            "client_authorization",
            "Use of the client's Authorization header for an upstream that the relay has no key for.",
            ("pass", ClientAuthorization.Pass, "The header is sent to the upstream."),
            ("drop", ClientAuthorization.Drop, "The upstream receives no key.")),
        PolicyEntry.Added(
            "previous_turns",
            "Which earlier items a request with previous_response_id includes.",
            ("all", PreviousTurns.All, "The input and the output of every turn."),
            ("answers", PreviousTurns.Answers,
                "The output of every turn; the input only of turns that were not streamed. A failed turn and the turns before it are "
                + "not included.")),
    ];

    public RelayProfile Apply(RelayProfile profile, RelayPolicies policies)
    {
        if (policies.Added.Get<ClientAuthorization>() is ClientAuthorization.Drop)
        {
            profile = profile with { PassesClientAuthorization = false };
        }

        if (policies.Added.Get<PreviousTurns>() is PreviousTurns.Answers)
        {
            profile = profile with { ReadTurns = ReadAnswers };
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

    // Nothing was stored of a turn that failed, so the turn after it began anew.
    private static IEnumerable<JsonElement> ReadAnswers(IReadOnlyList<StoredResponse> turns) => turns
        .Reverse()
        .TakeWhile(static turn => turn.Status is not (ResponseStatus.Failed or ResponseStatus.Cancelled))
        .Reverse()
        .SelectMany(static turn => turn.Streamed ? TurnItems.KeptOutput(turn) : TurnItems.Kept(turn));

    private CodexRelayTranslator CreateTranslator(TranslatorSettings settings) =>
        new(settings.Echo, settings.Ids, _memory.ForClient(settings.Client));

    /// <summary>Values of the policy <c>client_authorization</c>.</summary>
    private enum ClientAuthorization
    {
        Pass,
        Drop,
    }

    /// <summary>Values of the policy <c>previous_turns</c>.</summary>
    private enum PreviousTurns
    {
        All,
        Answers,
    }
}
