using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Running.Asking;

/// <summary>The mock upstream as running sees it.</summary>
internal interface IUpstream
{
    /// <summary>The base URL that relays are given.</summary>
    Uri BaseUrl { get; }

    /// <summary>The requests that matched no case, oldest first.</summary>
    IReadOnlyList<ReceivedRequest> Unmatched => [];

    /// <summary>
    /// Lets every request that carries no sign of a case go to the only case that is registered. The caller must play one case at a time.
    /// </summary>
    void MatchAnything()
    {
    }

    /// <summary>Makes a case known under the key by which its requests are matched.</summary>
    IPlayback Register(Scenario scenario, string key);
}

/// <summary>One case being played at the mock.</summary>
internal interface IPlayback : IAsyncDisposable
{
    void BeginTurn(int turn);

    void Saw(string eventType);

    Task<UpstreamRecord> EndTurnAsync(TimeSpan grace, CancellationToken cancellationToken);
}
