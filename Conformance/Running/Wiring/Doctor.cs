using System.Collections.Concurrent;
using System.Text.Json;
using Conformance.Expecting.Patterns;
using Conformance.Running.Asking;
using Conformance.Running.Features;
using Conformance.Running.Relays;
using MockUpstream.Playing;

namespace Conformance.Running.Wiring;

/// <summary>Finds out how a relay reaches the mock and which features it has.</summary>
internal sealed class Doctor(IUpstream upstream, IRelayPool relays, CaseJudge judge, Wired wired, TimeSpan timeout, TimeProvider time)
{
    /// <summary>Plays all probes, several at once if the mock can distinguish them.</summary>
    public async Task<Diagnosis> ExamineAsync(CancellationToken cancellationToken)
    {
        var played = new ConcurrentDictionary<string, (FeatureFinding Finding, IReadOnlyList<FeatureAnswer> Answers)>(
            StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            FeatureProbes.All.Append(FeatureProbes.Streaming),
            new ParallelOptions { MaxDegreeOfParallelism = wired.Access.By == Correlation.Alone
                ? 1
                : 4, CancellationToken = cancellationToken },
            async (probe, token) => played[probe.Feature] = await PlayAsync(probe, token));

        return new Diagnosis(
            wired, [.. FeatureProbes.All.Select(probe => KeyValuePair.Create(probe.Feature, played[probe.Feature].Finding))])
        {
            StreamsAsItGoes = played[FeatureProbes.Streaming.Feature].Finding.State switch
            {
                FeatureState.Present => true,
                FeatureState.Lacking => false,
                _ => null,
            },
            Dialect = DialectOf(played[RelayFeatures.Reasoning].Answers),
        };
    }

    private async Task<(FeatureFinding Finding, IReadOnlyList<FeatureAnswer> Answers)> PlayAsync(
        FeatureProbe probe, CancellationToken cancellationToken)
    {
        switch (await relays.RentAsync(setup: null, cancellationToken))
        {
            case ReadyRelay ready:
                var answers = await PlayAsync(probe, ready, cancellationToken);
                return ready.Life is { HasEnded: true }
                    ? (FeatureFinding.Unknown("the relay exited"), answers)
                    : (probe.Judge(answers), answers);
            case UnreadyRelay unready:
                return (FeatureFinding.Unknown(unready.Problem), []);
            default:
                return (FeatureFinding.Unknown("the relay exited earlier"), []);
        }
    }

    private async Task<IReadOnlyList<FeatureAnswer>> PlayAsync(FeatureProbe probe, ReadyRelay relay, CancellationToken cancellationToken)
    {
        var settings = new TurnSettings
        {
            Timeout = Shorter(probe.Timeout, timeout),
            Access = wired.Access,
            Grace = TimeSpan.FromMilliseconds(200),
        };
        var player = new TurnPlayer(judge, settings, time);
        var key = CaseKey.Of(probe.Scenario);
        await using var playback = upstream.Register(probe.Scenario, key);
        var stage = new Stage(probe.Scenario, key, playback, relay.Url, upstream.BaseUrl);
        List<FeatureAnswer> answers = [];
        for (var index = 0; index < probe.Scenario.Turns.Count; index++)
        {
            answers.Add(new FeatureAnswer(await player.PlayAsync(stage, index, Bound(answers), cancellationToken)));
            if (index == 0 && answers[0].Id.Length == 0 && probe.Scenario.Turns[0].Client.Http is null)
            {
                break;
            }
        }

        return answers;
    }

    /// <summary>Later turns name the first answer.</summary>
    private static Bindings Bound(IReadOnlyList<FeatureAnswer> answers) => answers is [{ Id: { Length: > 0 } id }, ..]
        ? new Bindings
        {
            Values = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["$resp"] = JsonSerializer.SerializeToElement(id) },
        }
        : Bindings.None;

    private static TimeSpan Shorter(TimeSpan? probe, TimeSpan bound) => probe < bound ? probe.Value : bound;

    private static string? DialectOf(IReadOnlyList<FeatureAnswer> answers)
    {
        var events = answers.SelectMany(static answer => answer.Events).ToList();
        return events.Exists(static type => type is "response.reasoning.delta" or "response.reasoning.done") ? "open-responses"
            : events.Exists(static type => type.StartsWith("response.reasoning", StringComparison.Ordinal)) ? "openai"
            : null;
    }
}
