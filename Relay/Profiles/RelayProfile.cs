using System.Text.Json;
using Relay.Contract;
using Relay.Options;
using Relay.Policies;
using Relay.Requests.Conversation;
using Relay.Sse;
using Relay.Storing;

namespace Relay.Profiles;

/// <summary>The parts of the relay that a copy of an older system replaces. It is chosen once for each upstream.</summary>
internal sealed record RelayProfile
{
    /// <summary>Creates the translator of one response.</summary>
    public required Func<TranslatorSettings, IResponseTranslator> CreateTranslator { get; init; }

    /// <summary>When a stream opens at the latest; a failure before that is an HTTP status.</summary>
    public StreamOpening Opening { get; init; } = StreamOpening.WithPayload;

    /// <summary>Creates the reader of one stream, which may not have larger events than this number of bytes.</summary>
    public required Func<int, RelayPolicies, SseReader> CreateFrameReader { get; init; }

    /// <summary>Creates the rules for retries of one request.</summary>
    public required Func<RelayRetries, TimeProvider, IRetryRules> CreateRetryRules { get; init; }

    /// <summary>The rules for chat requests.</summary>
    public RequestRules Requests { get; init; } = new();

    /// <summary>Returns the items of the stored turns that a request continues, the oldest first.</summary>
    public Func<IReadOnlyList<StoredResponse>, IEnumerable<JsonElement>> ReadTurns { get; init; } =
        static turns => turns.SelectMany(TurnItems.Kept);

    /// <summary>Whether the client's <c>Authorization</c> is sent to an upstream that the relay has no key for.</summary>
    public bool PassesClientAuthorization { get; init; } = true;

    /// <summary>Whether a prompt that the vendor's filter rejects may end as an incomplete response (<c>azure_filter_400</c>).</summary>
    public bool AcceptsFilteredPrompts { get; init; } = true;
}
