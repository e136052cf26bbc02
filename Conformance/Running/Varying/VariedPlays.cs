using Conformance.Expecting.Goldens;
using Conformance.Expecting.Patterns;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Relays;
using Conformance.Turns;
using MockUpstream.Playing;
using MockUpstream.Varying;
using Scenarios.Model;

namespace Conformance.Running.Varying;

/// <summary>The result of the variations of a case.</summary>
/// <param name="Plays">How many plays were compared with the plain one.</param>
/// <param name="Finding">The first variation that differs; <see langword="null"/> when none does.</param>
internal sealed record VariedResult(int Plays, Finding? Finding)
{
    /// <summary>The relay's death in one of the plays; <see langword="null"/> as a rule.</summary>
    public RelayDeath? Death { get; init; }
}

/// <summary>Plays a case again with its upstream's bodies in other presentations, and compares each play with the plain one.</summary>
/// <remarks>
/// One play after the other and under the case's own key: every sign by which a request finds its case works, and both answers name the
/// same model.
/// </remarks>
internal sealed class VariedPlays(IUpstream upstream, CaseJudge judge, TurnSettings settings, VarySettings vary, TimeProvider time)
{
    // A play that hangs costs a whole run too much, and one that is five times as slow as the plain one hangs.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);

    /// <summary>Plays the variations that are wanted of a case.</summary>
    /// <param name="plain">The turns that the plain play recorded; every turn of the case.</param>
    /// <param name="relay">The relay it was played on.</param>
    /// <param name="took">How long the plain play took.</param>
    /// <param name="died">Returns how the relay died, when it did in the play whose turn is given.</param>
    /// <param name="memory">The memory that answers are recorded into; each play gives back what it took.</param>
    /// <param name="cancellationToken">Ends the plays.</param>
    public async Task<VariedResult> RunAsync(
        IReadOnlyList<RecordedTurn> plain,
        Uri relay,
        TimeSpan took,
        Func<RecordedTurn, CancellationToken, Task<RelayDeath?>> died,
        RunMemory memory,
        CancellationToken cancellationToken)
    {
        var scenario = plain[0].Scenario;
        if (VariedBodies.TryCreate(scenario, plain) is not { } bodies)
        {
            return new VariedResult(0, Finding: null);
        }

        var search = new VariationSearch(
            bodies,
            JoinedStream.Create(plain),
            (other, stop) => PlayAsync(other, plain[0].SkipsRequestPatterns, relay, took, memory, stop),
            scenario);
        var plays = 0;
        foreach (var variations in Wanted(scenario, bodies))
        {
            if (bodies.With(variations) is not { } presented)
            {
                continue;
            }

            plays++;
            var turns = await PlayAsync(presented.Present(), plain[0].SkipsRequestPatterns, relay, took, memory, cancellationToken);
            if (!search.IsSame(turns))
            {
                return await died(turns[^1], cancellationToken) is { } death
                    ? new VariedResult(plays, VariationFinding.CreateDeath(variations, death.LastWords, turns[^1].Index + 1))
                    {
                        Death = death,
                    }
                    : new VariedResult(plays, await search.FindAsync(variations, turns, cancellationToken));
            }
        }

        return new VariedResult(plays, Finding: null);
    }

    private IEnumerable<IReadOnlyList<Variation>> Wanted(Scenario scenario, VariedBodies bodies)
    {
        var plan = vary.Mode switch
        {
            VaryMode.Off => [],
            VaryMode.Default => VariationPlan.Default,
            VaryMode.Full => VariationPlan.PlanAll(bodies.LongestBody),
            VaryMode.Words => VariationPlan.PlanWords(vary.Words),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var taken = VariationCatalog.All.Select(static variation => variation.Word)
            .Distinct(StringComparer.Ordinal)
            .Where(word => vary.Includes(scenario, word))
            .ToHashSet(StringComparer.Ordinal);
        return plan
            .Select(play => (IReadOnlyList<Variation>)[.. play.Where(variation => taken.Contains(variation.Word)
                && (settings.Relay.KeepsGoldens || !variation.IsLiberty)
                    && (settings.Relay.KeepsGoldens || bodies.AcceptsGzip || !variation.NeedsAcceptedCoding))])
            .Where(static play => play.Count > 0);
    }

    /// <summary>
    /// Plays all turns as far as they go. A play that runs out of its short time has the whole time of a case once: a busy machine is no
    /// hang.
    /// </summary>
    private async Task<IReadOnlyList<RecordedTurn>> PlayAsync(
        Scenario scenario, bool skipsRequestPatterns, Uri relay, TimeSpan took, RunMemory memory, CancellationToken cancellationToken)
    {
        var turns = await PlayWithinAsync(Shorter(took), scenario, skipsRequestPatterns, relay, memory, cancellationToken);
        return turns.Any(static turn => turn.Answer.End == StreamEnd.TimedOut) && Shorter(took) != settings.Timeout
            ? await PlayWithinAsync(settings.Timeout, scenario, skipsRequestPatterns, relay, memory, cancellationToken)
            : turns;
    }

    private async Task<IReadOnlyList<RecordedTurn>> PlayWithinAsync(
        TimeSpan timeout, Scenario scenario, bool skipsRequestPatterns, Uri relay, RunMemory memory, CancellationToken cancellationToken)
    {
        using var share = memory.Open();
        var player = new TurnPlayer(judge, settings with { Timeout = timeout }, time);
        var key = CaseKey.Of(scenario);
        await using var playback = upstream.Register(scenario, key);
        var stage = new Stage(scenario, key, playback, relay, upstream.BaseUrl)
        {
            SkipsRequestPatterns = skipsRequestPatterns,
            Memory = share,
        };
        List<RecordedTurn> turns = [];
        var bindings = Bindings.None;
        for (var index = 0; index < scenario.Turns.Count; index++)
        {
            var turn = await player.PlayAsync(stage, index, bindings, cancellationToken);
            turns.Add(turn);
            if (index + 1 < scenario.Turns.Count)
            {
                bindings = judge.Expect(turn, bindings).Bindings;
            }
        }

        return turns;
    }

    private TimeSpan Shorter(TimeSpan took)
    {
        var enough = TimeSpan.FromTicks(Math.Max(Least.Ticks, 5 * took.Ticks));
        return settings.Timeout > TimeSpan.Zero && settings.Timeout < enough ? settings.Timeout : enough;
    }
}
