using Conformance.Checking;
using Conformance.Clients;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Features;
using Conformance.Running.Relays;
using Conformance.Running.Tracing;
using Conformance.Running.Varying;
using Conformance.Turns;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Running.Cases;

/// <summary>Runs one case: gets its relay, plays its turns, has them judged, and derives the verdict.</summary>
internal sealed class CaseRunner(
    IUpstream upstream, IRelayPool relays, CaseJudge judge, CaseLabels labels, CaseSettings settings, TimeProvider time)
{
    private readonly TurnPlayer _player = new(judge, settings, time);
    private readonly RunMemory _memory = new(settings.MemoryLimit);
    private readonly VariedPlays _varied = new(upstream, judge, settings, settings.Vary, time);

    /// <summary>Runs the case in parallel with others. Every exception except cancellation becomes a verdict.</summary>
    public Task<CaseOutcome> RunAsync(Scenario scenario, CancellationToken cancellationToken) =>
        RunAsync(scenario, relays.RentAsync, cancellationToken);

    /// <summary>Runs the case on a relay that nothing else has used.</summary>
    public Task<CaseOutcome> RunAloneAsync(Scenario scenario, CancellationToken cancellationToken) =>
        RunAsync(scenario, relays.RentFreshAsync, cancellationToken);

    private async Task<CaseOutcome> RunAsync(
        Scenario scenario, Func<RelaySetup?, CancellationToken, Task<RelayLease>> rent, CancellationToken cancellationToken)
    {
        var played = new PlayedCase(scenario) { StartedAt = time.GetTimestamp() };
        using var memory = _memory.Open();
        CaseOutcome outcome;
        try
        {
            outcome = await RentAndPlayAsync(played, memory, rent, cancellationToken);
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            // This is the door between cases: one that breaks the harness must not take the others with it.
            var result = Label(scenario, Verdict.HarnessError, $"{broken.GetType().Name}: {Secrets.Mask(broken.Message)}");
            outcome = new CaseOutcome(result, TryEvidence(played));
        }

        outcome = OutcomeMask.Apply(outcome, settings.Access.Secrets);
        return outcome with { Result = outcome.Result with { DurationMs = time.GetElapsedTime(played.StartedAt).TotalMilliseconds } };
    }

    private async Task<CaseOutcome> RentAndPlayAsync(
        PlayedCase played,
        RunMemory.Share memory,
        Func<RelaySetup?, CancellationToken, Task<RelayLease>> rent,
        CancellationToken cancellationToken)
    {
        var scenario = played.Scenario;
        if (Inapplicable(scenario) is { } reason)
        {
            return new CaseOutcome(Label(scenario, Verdict.NotApplicable, reason), Evidence: null);
        }

        switch (await rent(SetupFor(scenario), cancellationToken))
        {
            case UnreadyRelay unready:
                return new CaseOutcome(Label(scenario, Verdict.HarnessError, unready.Problem), Evidence: null)
                {
                    StopsTheRun = unready.ForAll ? unready : null,
                };
            case DeadRelay dead:
                return new CaseOutcome(Label(scenario, Verdict.DidNotRun, dead.Sentence), Evidence: null)
                {
                    Found = dead.Follows is { } last ? new RelayDeath(last, dead.LastWords) : null,
                };
            case ReadyRelay ready:
                // The time that a relay needs to start does not count for the case.
                played.StartedAt = time.GetTimestamp();
                var mark = ready.Life?.Mark() ?? 0;
                var death = await PlayAsync(played, ready, memory, cancellationToken);
                // The finding of a death quotes the relay already.
                var words = death is null && ready.Life is { } life
                    ? await RelayWords.AboutAsync(played, () => life.Since(mark), time, cancellationToken)
                    : null;
                var outcome = Conclude(played, words);
                return outcome with { Death = death, Found = await FoundAsync(ready.Follows, cancellationToken) };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>
    /// Returns the set-up to request. A set-up that only names a vendor configures the bundled relay; any other relay is used without it.
    /// </summary>
    private RelaySetup? SetupFor(Scenario scenario) =>
        scenario.Relay is { IsVendorOnly: true } && !relays.CanSetUp(scenario.Relay) ? null : scenario.Relay;

    private string? Inapplicable(Scenario scenario)
    {
        if (!relays.CanSetUp(SetupFor(scenario)))
        {
            return WhyNotApplicable.DescribeSetup(SetupText.Format(scenario.Relay));
        }

        if (RelayFeatures.NeededBy(scenario).FirstOrDefault(settings.Lacks.Contains) is { } lacking)
        {
            return WhyNotApplicable.DescribeLacking(lacking);
        }

        return settings.Access.By == Correlation.Marker && !CaseMarker.CanMark(scenario)
            ? WhyNotApplicable.NoMarker
            : null;
    }

    private async Task<RelayDeath?> PlayAsync(
        PlayedCase played, ReadyRelay relay, RunMemory.Share memory, CancellationToken cancellationToken)
    {
        var scenario = played.Scenario;
        var nonStream = AsksForBody(scenario)
            ? await new NonStreamTwin(_player, upstream).AskAsync(scenario, relay.Url, memory, cancellationToken)
            : null;
        var started = time.GetTimestamp();
        if (await PlayTurnsAsync(played, relay, nonStream, memory, cancellationToken) is { } death)
        {
            return death;
        }

        if (settings.Vary.Mode == VaryMode.Off || !played.IsRight)
        {
            return null;
        }

        var varied = await _varied.RunAsync(
            played.Turns,
            relay.Url,
            time.GetElapsedTime(started),
            (turn, stop) => DeathAsync(relay, turn, stop),
            _memory,
            cancellationToken);
        played.Vary(varied);
        return varied.Death;
    }

    /// <summary>Whether the case is also played with <c>stream: false</c>.</summary>
    private bool AsksForBody(Scenario scenario) =>
        !settings.Lacks.Contains(RelayFeatures.NonStream) && settings.Vary.Includes(scenario, VarySettings.NonStream);

    private async Task<RelayDeath?> PlayTurnsAsync(
        PlayedCase played, ReadyRelay relay, RecordedStream? nonStream, RunMemory.Share memory, CancellationToken cancellationToken)
    {
        var scenario = played.Scenario;
        var key = CaseKey.Of(scenario);
        await using var playback = upstream.Register(scenario, key);
        var stage = new Stage(scenario, key, playback, relay.Url, upstream.BaseUrl)
        {
            SkipsRequestPatterns = !ReferenceEquals(SetupFor(scenario), scenario.Relay),
            Memory = memory,
        };
        for (var index = 0; index < scenario.Turns.Count; index++)
        {
            if (UnboundNames.FindFirst(scenario.Turns[index].Client, played.Bindings) is { } name)
            {
                played.StopAtMissing(name);
                return null;
            }

            var turn = await _player.PlayAsync(stage, index, played.Bindings, cancellationToken);
            if (OversizeAnswer.Find(turn, nonStream) is { } oversize)
            {
                played.Record(turn);
                played.CutShort(oversize);
                return null;
            }

            if (await DeathAsync(relay, turn, cancellationToken) is { } death)
            {
                played.Record(turn);
                played.CutShort(RelayDeath.CreateFinding(death.LastWords, turn.Index + 1));
                return death;
            }

            if (HiddenReasoning.IsPossible(turn))
            {
                played.HidesReasoning =
                    HiddenReasoning.IsProven(await _player.PlayUnheldAsync(stage, index, played.Bindings, cancellationToken));
            }

            turn = index == 0 ? turn with { NonStream = nonStream } : turn;
            played.Record(turn);
            var expected = judge.Expect(turn, played.Bindings);
            if (!played.Judge([.. StrictVendors.Examine(turn, expected.Findings), .. HeldSteps.Examine(turn)], judge.Check(turn), expected))
            {
                break;
            }
        }

        return null;
    }

    /// <summary>
    /// Returns how the relay died in a turn. A relay may die after a complete answer, so this is checked after every turn; after a broken
    /// answer it waits for the process to end.
    /// </summary>
    private async Task<RelayDeath?> DeathAsync(ReadyRelay relay, RecordedTurn turn, CancellationToken cancellationToken)
    {
        if (relay.Life is not { } life || (!life.HasEnded && turn.Answer.End is StreamEnd.Closed or StreamEnd.HungUp && !IsCut(turn)))
        {
            return null;
        }

        var within = turn.Answer.End == StreamEnd.TimedOut ? TimeSpan.Zero : settings.DeathWatch;
        return await life.DeathAsync(within, cancellationToken) is { } words ? new RelayDeath(life, words) : null;
    }

    /// <summary>
    /// Whether an answer that is complete for HTTP has no terminal event: a process that dies closes its connections too.
    /// </summary>
    private static bool IsCut(RecordedTurn turn) =>
        turn.Answer.End == StreamEnd.Closed && turn.Wire is { } wire && !wire.Events.Any(static seen => seen.IsDoneMarker
            || seen.Type is "response.completed" or "response.failed" or "response.incomplete" or "error");

    private static async Task<RelayDeath?> FoundAsync(IRelayLife? before, CancellationToken cancellationToken) =>
        before is not null && await before.DeathAsync(TimeSpan.Zero, cancellationToken) is { } words ? new RelayDeath(before, words) : null;

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
        if (verdict == Verdict.Failed && (StrictVendors.NotSetUp(played) ?? VendorRefusal.Describe(played)
            ?? HiddenReasoning.Describe(played)) is { } liberty)
        {
            (verdict, reason) = (Verdict.NotApplicable, liberty);
            facts = facts with { Findings = [.. facts.Findings.Where(static finding => finding.Kind == FindingKind.Rule)] };
        }
        else if (verdict is Verdict.Passed or Verdict.NonStrict && played.MissingName is { } name)
        {
            (verdict, reason) = (Verdict.NotApplicable, WhyNotApplicable.DescribeUnbound(played.Turns.Count + 1, name));
        }

        reason ??= verdict == Verdict.Failed ? relayWords : null;
        reason ??= allPlayed
            ? null
            : $"turn {played.Turns.Count + 1} of {played.Scenario.Turns.Count} did not run, "
                + $"because it depends on turn {played.Turns.Count}";
        var result = Label(played.Scenario, verdict, reason) with
        {
            Findings = TimeoutWords.Add(facts.Findings, played.Turns, settings.Timeout),
            Variations = played.Variations,
            Repro = labels.Label(played.Scenario, verdict).Repro + VariationFinding.FormatArgument(facts.Findings),
            // The turn that cut the case short was not judged.
            Judged = RuleTally.CountJudgedTurns(played.IsCutShort ? [.. played.Turns.SkipLast(1)] : played.Turns),
            Clients = [.. CaseClients.CreateCells(played.Turns).Select(static cell => cell with { Says = Secrets.Mask(cell.Says) })],
            RelayError = RelayError.Format(played.Turns),
            Folder = "cases/" + played.Scenario.Id,
        };
        return new CaseOutcome(result, EvidenceBuilder.Build(played.Scenario, played.Turns, judge.LoadGolden(played.Scenario), received))
        {
            Refused = verdict == Verdict.Failed ? RefusedEverywhere(played.Turns) : null,
        };
    }

    private static Refusal? RefusedEverywhere(IReadOnlyList<RecordedTurn> turns)
    {
        var refusals = turns.Select(static turn => turn.Upstream.Exchanges.Count == 0 ? Refusal.TryCreate(turn.Answer) : null).ToList();
        return refusals.Count > 0 && refusals.TrueForAll(static refusal => refusal is not null) ? refusals[0] : null;
    }

    /// <summary>Labels a result with the set-up that the relay was given, which is not always that of the case.</summary>
    private CaseResult Label(Scenario scenario, Verdict verdict, string? reason = null) =>
        labels.Label(scenario, verdict, reason) with { Setup = SetupText.Format(SetupFor(scenario)) };

    /// <summary>
    /// Returns the evidence up to now, even if it is not enough for a verdict. A second failure here must not hide the first.
    /// </summary>
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
