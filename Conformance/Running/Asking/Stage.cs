using Conformance.Recording;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Running.Asking;

/// <summary>The surroundings of a case in play: its mock, its relay and its key.</summary>
internal sealed record Stage(Scenario Scenario, string Key, IPlayback Playback, Uri Relay, Uri Upstream)
{
    /// <summary>The API key by which the mock recognises the case.</summary>
    public string ApiKey { get; } = CaseKey.ApiKeyOf(Key);

    /// <summary>Whether patterns over the chat request do not count: the relay was not given the set-up from which they follow.</summary>
    public bool SkipsRequestPatterns { get; init; }

    /// <summary>The memory that the case's answers are recorded into.</summary>
    public RunMemory.Share? Memory { get; init; }
}
