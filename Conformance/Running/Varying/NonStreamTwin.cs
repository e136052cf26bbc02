using Conformance.Recording;
using Conformance.Running.Asking;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Running.Varying;

/// <summary>The same request with <c>stream: false</c>, played as a separate case (the variation <c>non-stream</c>).</summary>
/// <remarks>
/// Played before the case and under the same key: both answers name the model that was asked for, and must name the same.
/// Only the first turn is asked twice: later ones build on identifiers that the other play gave out.
/// </remarks>
internal sealed class NonStreamTwin(TurnPlayer player, IUpstream upstream)
{
    public async Task<RecordedStream> AskAsync(Scenario scenario, Uri relay, RunMemory.Share? memory, CancellationToken cancellationToken)
    {
        var twin = scenario with { Turns = [WithoutHolds(scenario.Turns[0])] };
        var key = CaseKey.Of(scenario);
        await using var playback = upstream.Register(twin, key);
        return await player.AskForBodyAsync(new Stage(twin, key, playback, relay, upstream.BaseUrl) { Memory = memory }, cancellationToken);
    }

    /// <summary>A client that waits for one body sees no event, so a hold or a gate would never open.</summary>
    private static Turn WithoutHolds(Turn turn) =>
        turn with { Upstream = [.. turn.Upstream.Select(exchange => exchange with { Steps = WithoutHolds(exchange.Steps) })] };

    private static IReadOnlyList<UpstreamStep> WithoutHolds(IReadOnlyList<UpstreamStep> steps) =>
        [.. steps.Where(step => step is not (HoldStep or GateStep))
            .Select(step => step is RepeatStep repeat ? repeat with { Steps = WithoutHolds(repeat.Steps) } : step)];
}
