using Conformance.Checking;
using Conformance.Expecting;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Running.Wiring;
using MockUpstream.Observing;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Running;

/// <summary>Where a case is played: its mock, its relay, and the name it goes by.</summary>
internal sealed record Stage(Scenario Scenario, string Key, IPlayback Playback, Uri Relay, Uri Upstream)
{
    /// <summary>The API key by which the mock recognises the case.</summary>
    public string ApiKey { get; } = CaseKey.ApiKeyOf(Key);

    /// <summary>Whether patterns over the chat request do not count: the relay was not given the set-up from which they follow.</summary>
    public bool SkipsRequestPatterns { get; init; }

    /// <summary>The memory that the case's answers are recorded into.</summary>
    public RunMemory.Share? Memory { get; init; }
}

/// <summary>Plays one turn: tells the mock, asks the relay, records both sides.</summary>
internal sealed class TurnPlayer(CaseJudge judge, CaseSettings settings, TimeProvider time)
{
    private readonly StreamRecorder _recorder = new(time);

    /// <summary>Plays a turn as the scenario says.</summary>
    public Task<RecordedTurn> PlayAsync(Stage stage, int index, Bindings bindings, CancellationToken cancellationToken) =>
        PlayAsync(stage, index, bindings, opened: [], cancellationToken);

    /// <summary>Plays a turn with every hold of its script open.</summary>
    public Task<RecordedTurn> PlayUnheldAsync(Stage stage, int index, Bindings bindings, CancellationToken cancellationToken) =>
        PlayAsync(stage, index, bindings, [.. stage.Scenario.Turns[index].Upstream.SelectMany(static exchange => Steps.All(exchange)).OfType<HoldStep>()], cancellationToken);

    private async Task<RecordedTurn> PlayAsync(Stage stage, int index, Bindings bindings, IReadOnlyList<HoldStep> opened, CancellationToken cancellationToken)
    {
        var turn = stage.Scenario.Turns[index];
        var question = ClientQuestion.Of(turn.Client, stage, settings.Access, judge, bindings);
        stage.Playback.BeginTurn(index);
        foreach (var hold in opened.SelectMany(static hold => Enumerable.Repeat(hold, hold.Until.Count)))
        {
            stage.Playback.Saw(hold.Until.Type);
        }

        var answer = await AskAsync(stage, index, question.Request, cancellationToken);
        var upstream = await stage.Playback.EndTurnAsync(Grace(turn.Expect), cancellationToken);
        await (stage.Memory?.JudgeAsync(answer.Body.Length, cancellationToken) ?? Task.CompletedTask);
        upstream = settings.Access.By == Correlation.Marker ? CaseMarker.Remove(upstream, stage.Key) : upstream;
        return new RecordedTurn
        {
            Scenario = stage.Scenario,
            Index = index,
            RequestLine = question.Line,
            Request = question.Body,
            Answer = answer,
            Wire = IsEventStream(turn.Client, answer) ? judge.Read(answer) : null,
            Upstream = upstream,
            HeldAt = HeldSteps.Find(turn, upstream),
            Relay = settings.Relay,
            // A short key such as "test" may stand in an answer by chance.
            Secrets = [.. new[] { settings.Access.ApiKey is null ? question.Request.Key : stage.ApiKey, stage.ApiKey, stage.Upstream.Authority }.Concat(settings.Access.Unspeakable).Distinct(StringComparer.Ordinal)],
            SkipsRequestPatterns = stage.SkipsRequestPatterns,
            TicksPerSecond = time.TimestampFrequency,
        };
    }

    /// <summary>Asks the first question of a case with <c>stream: false</c>.</summary>
    public async Task<RecordedStream> AskForBodyAsync(Stage stage, CancellationToken cancellationToken)
    {
        var client = stage.Scenario.Turns[0].Client with { Stream = false, HangUpAfter = null, ReadSlowly = null };
        var question = ClientQuestion.Of(client, stage, settings.Access, judge, Bindings.None, stream: false).Request;
        stage.Playback.BeginTurn(0);
        var answer = await AskAsync(stage, index: 0, question, cancellationToken);
        await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);
        return answer;
    }

    private async Task<RecordedStream> AskAsync(Stage stage, int index, RelayRequest question, CancellationToken cancellationToken)
    {
        var patience = settings.Timeout + RetryWaits.Of(stage.Scenario.Turns[index]);
        var answer = await _recorder.RecordAsync(question with { Timeout = patience, Limits = settings.Limits, Memory = stage.Memory }, type => Saw(stage.Playback, type), cancellationToken);
        return answer.End == StreamEnd.TimedOut ? answer with { EndDetail = answer.EndDetail ?? TimeoutWords.Bound(patience) } : answer;
    }

    private void Saw(IPlayback playback, string type)
    {
        foreach (var meaning in settings.Relay.KeepsGoldens ? [type] : HoldLiberties.Meanings(type))
        {
            playback.Saw(meaning);
        }
    }

    /// <summary>A bound on the release of the upstream must be able to be missed before the mock hangs up by itself.</summary>
    private TimeSpan Grace(Expectation expect)
    {
        var bounds = expect.Timing.Where(bound => bound.Subject == TimingSubject.UpstreamReleasedAfter).Select(bound => bound.Max + settings.Grace);
        return bounds.Append(settings.Grace).Max();
    }

    /// <summary>A relay that names another type for a stream that was asked for is read as a stream, so that the rules can say so.</summary>
    private static bool IsEventStream(ClientRequest client, RecordedStream answer)
    {
        var type = answer.GetHeader("content-type")?.Split(';')[0].Trim() ?? "";
        return type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase)
            || (client.Stream && answer.Status == 200 && !type.Equals("application/json", StringComparison.OrdinalIgnoreCase));
    }
}
