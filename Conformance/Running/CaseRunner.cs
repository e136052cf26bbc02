using Conformance.Checking;
using Conformance.Recording;
using Conformance.Results;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Running;

/// <summary>Runs one case: rents its relay, plays its turns, has them judged, and says the verdict.</summary>
internal sealed class CaseRunner(
    IUpstream upstream, IRelayPool relays, CaseJudge judge, CaseLabels labels, CaseSettings settings, TimeProvider time)
{
    private readonly TurnPlayer _player = new(judge, settings, time);
    private readonly RunMemory _memory = new(settings.MemoryLimit);

    /// <summary>Runs the case. Whatever breaks in the harness becomes a verdict; only cancellation is thrown.</summary>
    public async Task<CaseOutcome> RunAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        var played = new PlayedCase(scenario) { StartedAt = time.GetTimestamp() };
        using var memory = _memory.Open();
        CaseOutcome outcome;
        try
        {
            outcome = await RentAndPlayAsync(played, memory, cancellationToken);
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            // This is the door between cases: one that breaks the harness must not take the others with it.
            var result = labels.Label(scenario, Verdict.HarnessError, $"{broken.GetType().Name}: {Secrets.Mask(broken.Message)}");
            outcome = new CaseOutcome(result, TryEvidence(played));
        }

        return outcome with { Result = outcome.Result with { DurationMs = time.GetElapsedTime(played.StartedAt).TotalMilliseconds } };
    }

    private async Task<CaseOutcome> RentAndPlayAsync(PlayedCase played, RunMemory.Share memory, CancellationToken cancellationToken)
    {
        var scenario = played.Scenario;
        if (!relays.CanSetUp(scenario.Relay))
        {
            return new CaseOutcome(labels.Label(scenario, Verdict.NotApplicable, $"needs the bundled relay set up as {SetupText.Of(scenario.Relay)}"), Evidence: null);
        }

        if (RelayFeatures.NeededBy(scenario).FirstOrDefault(settings.Lacks.Contains) is { } lacking)
        {
            return new CaseOutcome(labels.Label(scenario, Verdict.NotApplicable, $"needs the feature '{lacking}', which the relay is declared to lack"), Evidence: null);
        }

        switch (await relays.RentAsync(scenario.Relay, cancellationToken))
        {
            case UnreadyRelay unready:
                return new CaseOutcome(labels.Label(scenario, Verdict.HarnessError, unready.Problem), Evidence: null)
                {
                    StopsTheRun = unready.ForAll ? unready : null,
                };
            case DeadRelay dead:
                var gone = labels.Label(scenario, Verdict.Failed) with { Findings = [RelayDeath.Finding(dead.LastWords, turn: 1)] };
                return new CaseOutcome(gone, Evidence: null);
            case ReadyRelay ready:
                // Waiting for a relay to start is no part of the case.
                played.StartedAt = time.GetTimestamp();
                var mark = ready.Life?.Mark() ?? 0;
                await PlayAsync(played, ready, memory, cancellationToken);
                return Conclude(played, RelayWords.About(played, ready.Life?.Since(mark) ?? []));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task PlayAsync(PlayedCase played, ReadyRelay relay, RunMemory.Share memory, CancellationToken cancellationToken)
    {
        var scenario = played.Scenario;
        var nonStream = await new NonStreamTwin(_player, upstream).AskAsync(scenario, relay.Url, memory, cancellationToken);
        var key = CaseKey.Of(scenario);
        await using var playback = upstream.Register(scenario, key);
        var stage = new Stage(scenario, key, playback, relay.Url, upstream.BaseUrl) { Memory = memory };
        for (var index = 0; index < scenario.Turns.Count; index++)
        {
            var turn = await _player.PlayAsync(stage, index, played.Bindings, cancellationToken);
            if (OversizeAnswer.Find(turn, nonStream) is { } oversize)
            {
                played.Record(turn);
                played.CutShort(oversize);
                return;
            }

            if (await DeathAsync(relay, turn, cancellationToken) is { } death)
            {
                played.Record(turn);
                played.CutShort(death);
                return;
            }

            turn = index == 0 ? turn with { NonStream = nonStream } : turn;
            played.Record(turn);
            if (!played.Judge(HeldSteps.Examine(turn), judge.Check(turn), judge.Expect(turn, played.Bindings)))
            {
                return;
            }
        }
    }

    private async Task<Finding?> DeathAsync(ReadyRelay relay, RecordedTurn turn, CancellationToken cancellationToken)
    {
        if (relay.Life is null || turn.Answer.End is StreamEnd.Closed or StreamEnd.HungUp)
        {
            return null;
        }

        var within = turn.Answer.End == StreamEnd.TimedOut ? TimeSpan.Zero : settings.DeathWatch;
        return await relay.Life.DeathAsync(within, cancellationToken) is { } words ? RelayDeath.Finding(words, turn.Index + 1) : null;
    }

    private CaseOutcome Conclude(PlayedCase played, string? relayWords)
    {
        var received = judge.Normalise(played.Turns);
        var allPlayed = played.Turns.Count == played.Scenario.Turns.Count;
        if (allPlayed && !played.IsCutShort && judge.CompareGolden?.Invoke(played.Scenario, received) is { } golden)
        {
            played.Add(golden);
        }

        var facts = played.Facts;
        var (verdict, reason) = Verdicts.Of(facts);
        reason ??= verdict == Verdict.Failed ? relayWords : null;
        reason ??= allPlayed ? null : $"turn {played.Turns.Count + 1} of {played.Scenario.Turns.Count} was not played, because it builds on turn {played.Turns.Count}";
        var result = labels.Label(played.Scenario, verdict, reason) with
        {
            Findings = facts.Findings,
            // The turn that cut the case short was not judged.
            Judged = RuleTally.Judged(played.IsCutShort ? [.. played.Turns.SkipLast(1)] : played.Turns),
            Folder = "cases/" + played.Scenario.Id,
        };
        return new CaseOutcome(result, EvidenceBuilder.Build(played.Scenario, played.Turns, judge.LoadGolden(played.Scenario), received));
    }

    /// <summary>What there is, also when it is not enough for a verdict; a second failure here must not hide the first.</summary>
    private static CaseEvidence? TryEvidence(PlayedCase played)
    {
        try
        {
            return played.Turns.Count == 0 ? null : EvidenceBuilder.Build(played.Scenario, played.Turns, golden: null, []);
        }
        catch (Exception)
        {
            return null;
        }
    }
}
