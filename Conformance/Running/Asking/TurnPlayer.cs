using Conformance.Expecting.Patterns;
using Conformance.Recording;
using Conformance.Turns;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Running.Asking;

/// <summary>Plays one turn: prepares the mock, sends the request to the relay, and records both sides.</summary>
internal sealed class TurnPlayer(CaseJudge judge, TurnSettings settings, TimeProvider time)
{
    private readonly StreamRecorder _recorder = new(time);

    /// <summary>Plays a turn of the stage's scenario.</summary>
    public Task<RecordedTurn> PlayAsync(Stage stage, int index, Bindings bindings, CancellationToken cancellationToken) =>
        PlayAsync(stage, index, bindings, opened: [], cancellationToken);

    /// <summary>Plays a turn with every hold of its script open.</summary>
    public Task<RecordedTurn> PlayUnheldAsync(Stage stage, int index, Bindings bindings, CancellationToken cancellationToken) =>
        PlayAsync(
            stage,
            index,
            bindings,
            [.. stage.Scenario.Turns[index].Upstream.SelectMany(static exchange => Steps.ListAll(exchange)).OfType<HoldStep>()],
            cancellationToken);

    private async Task<RecordedTurn> PlayAsync(
        Stage stage, int index, Bindings bindings, IReadOnlyList<HoldStep> opened, CancellationToken cancellationToken)
    {
        var turn = stage.Scenario.Turns[index];
        var question = ClientQuestion.Create(turn.Client, stage, settings.Access, judge, bindings);
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
            Secrets = [.. new[]
            {
                settings.Access.ApiKey is null ? question.Request.Key : stage.ApiKey,
                stage.ApiKey,
                stage.Upstream.Authority,
            }.Concat(settings.Access.Unspeakable).Distinct(StringComparer.Ordinal)],
            SkipsRequestPatterns = stage.SkipsRequestPatterns,
            TicksPerSecond = time.TimestampFrequency,
        };
    }

    /// <summary>Asks the first question of a case with <c>stream: false</c>.</summary>
    public async Task<RecordedStream> AskForBodyAsync(Stage stage, CancellationToken cancellationToken)
    {
        var client = stage.Scenario.Turns[0].Client with { Stream = false, HangUpAfter = null, ReadSlowly = null };
        var question = ClientQuestion.Create(client, stage, settings.Access, judge, Bindings.None, stream: false).Request;
        stage.Playback.BeginTurn(0);
        var answer = await AskAsync(stage, index: 0, question, cancellationToken);
        await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);
        return answer;
    }

    private async Task<RecordedStream> AskAsync(Stage stage, int index, RelayRequest question, CancellationToken cancellationToken)
    {
        var patience = settings.Timeout + RetryWaits.Sum(stage.Scenario.Turns[index]);
        var answer = await _recorder.RecordAsync(
            question with { Timeout = patience, Limits = settings.Limits, Memory = stage.Memory },
            type => Saw(stage.Playback, type),
            cancellationToken);
        return answer.End == StreamEnd.TimedOut
            ? answer with { EndDetail = answer.EndDetail ?? TimeoutWords.FormatBound(patience) }
            : answer;
    }

    private void Saw(IPlayback playback, string type)
    {
        foreach (var meaning in settings.Relay.KeepsGoldens ? [type] : HoldLiberties.ListMeanings(type))
        {
            playback.Saw(meaning);
        }
    }

    /// <summary>
    /// Returns how long the mock waits for the relay to close. Longer than every bound of the case, so that a bound can be missed before
    /// the mock closes.
    /// </summary>
    private TimeSpan Grace(Expectation expect)
    {
        var bounds = expect.Timing.Where(bound => bound.Subject == TimingSubject.UpstreamReleasedAfter)
            .Select(bound => bound.Max + settings.Grace);
        return bounds.Append(settings.Grace).Max();
    }

    /// <summary>
    /// Whether the answer is read as an event stream. A requested stream with another content type is too, so that the rules can report the
    /// type.
    /// </summary>
    private static bool IsEventStream(ClientRequest client, RecordedStream answer)
    {
        var type = answer.GetHeader("content-type")?.Split(';')[0].Trim() ?? "";
        return type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase)
            || (client.Stream && answer.Status == 200 && !type.Equals("application/json", StringComparison.OrdinalIgnoreCase));
    }
}
