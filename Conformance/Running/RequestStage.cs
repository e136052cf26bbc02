using Conformance.Running.Asking;
using Conformance.Running.Relays;
using Conformance.Running.Wiring;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Running;

/// <summary>A relay in front of a mock that answers every chat request well, for requests that belong to no case.</summary>
/// <param name="Relays">The relay.</param>
/// <param name="Upstream">The mock.</param>
/// <param name="Access">How requests are addressed to the relay.</param>
/// <param name="Timeout">The time after which an answer counts as hanging.</param>
internal sealed record RequestStage(IRelayPool Relays, IUpstream Upstream, RelayAccess Access, TimeSpan Timeout)
{
    // More than the relay can ask for while the answers are registered once.
    private const int Answers = 10_000;

    private const string KeyHeader = "authorization";

    private static readonly Scenario Sound = ProbeScenario.Create(
        "fuzz/requests", ProbeScenario.Turn("{}", [.. Enumerable.Repeat(ProbeScenario.Answer(), Answers)]));

    /// <summary>The model that requests name.</summary>
    public string Model => Access.Model ?? CaseKey.Of(Sound);

    /// <summary>Makes the mock answer until the result is disposed. No case may be played meanwhile.</summary>
    public IAsyncDisposable Open()
    {
        // The model of a generated request may be any value, so the mock recognises none of them by a sign.
        Upstream.MatchAnything();
        var playback = Upstream.Register(Sound, CaseKey.Of(Sound));
        playback.BeginTurn(0);
        return playback;
    }

    /// <summary>Returns the address of the responses endpoint, and the headers of every request.</summary>
    public (Uri Responses, IReadOnlyList<KeyValuePair<string, string>> Headers) Address(Uri relay) =>
        (Access.GetResponsesUrl(relay), Access.Headers.Any(static header => Is(header.Key)) ? Access.Headers : [.. Access.Headers, Key]);

    private KeyValuePair<string, string> Key =>
        new(KeyHeader, "Bearer " + (Access.ApiKey ?? CaseKey.ApiKeyOf(CaseKey.Of(Sound))));

    private static bool Is(string header) => header.Equals(KeyHeader, StringComparison.OrdinalIgnoreCase);
}
