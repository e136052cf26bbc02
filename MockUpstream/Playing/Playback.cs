using MockUpstream.Compiling;
using MockUpstream.Contract;
using MockUpstream.Refusing;
using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>
/// One case that is being played. The judge sets the turn and reports the events that the client has read, and the mock records the
/// exchanges.
/// </summary>
/// <remarks>
/// Safe for use from several threads. Between <see cref="EndTurnAsync"/> and the next <see cref="BeginTurn"/> every request is answered
/// with 404.
/// </remarks>
public sealed class Playback : IAsyncDisposable
{
    private const int BeforeTheFirst = -1;
    private const int MostAnswersKept = 64;
    private const int MostStraysKept = 16;

    // An aborted answer ends as soon as its handler sees the token; this bound is for a handler that does not.
    private static readonly TimeSpan AbortPatience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Scenario _scenario;
    private readonly PlaySettings _settings;
    private readonly Action<Playback> _forget;
    private readonly List<ExchangeRun> _runs = [];
    private readonly List<ReceivedRequest> _strays = [];
    private readonly Dictionary<AnswerKey, ExchangeAnswer> _answers = [];
    private EventsSeen _seen = new();
    private int _turn = BeforeTheFirst;
    private int _next;
    private bool _playing;

    internal Playback(Scenario scenario, string key, PlaySettings settings, Action<Playback> forget)
    {
        _scenario = scenario;
        _settings = settings;
        _forget = forget;
        Key = key;
        ApiKey = CaseKey.ApiKeyOf(key);
        if (!settings.Judged)
        {
            BeginTurn(0);
        }
    }

    /// <summary>The key under which requests are matched to the case.</summary>
    public string Key { get; }

    /// <summary>The API key by which requests are matched to the case when their model does not.</summary>
    public string ApiKey { get; }

    internal Scenario Scenario => _scenario;

    /// <summary>The next turn and exchange, both from 0; the turn is -1 before the first.</summary>
    internal (int Turn, int Next) State
    {
        get
        {
            lock (_gate)
            {
                return (_turn, _next);
            }
        }
    }

    /// <summary>
    /// Starts a turn (from 0): the next request gets the turn's first exchange. Without a judge, a turn follows by itself when the
    /// exchanges of the one before are used up.
    /// </summary>
    public void BeginTurn(int turn)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(turn);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(turn, _scenario.Turns.Count);

        Abort(Restart(turn, playing: true));
    }

    /// <summary>Reports that the client has read an event of this type, and opens the <c>hold</c> steps that waited for it.</summary>
    public void ReportEvent(string eventType)
    {
        ArgumentNullException.ThrowIfNull(eventType);

        EventsSeen seen;
        lock (_gate)
        {
            seen = _seen;
        }

        seen.Add(eventType);
    }

    /// <summary>
    /// Ends the turn: gives the relay up to <paramref name="grace"/> to let go of connections that are still open (stalls,
    /// <c>close: never</c>), then closes them, and returns what happened.
    /// </summary>
    public async Task<UpstreamRecord> EndTurnAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        ExchangeRun[] runs;
        ReceivedRequest[] strays;
        lock (_gate)
        {
            runs = [.. _runs];
            strays = [.. _strays];
            _playing = false;
        }

        await WaitAsync(runs, grace, cancellationToken);
        Abort(runs);
        await WaitAsync(runs, AbortPatience, cancellationToken);

        return new UpstreamRecord([.. runs.Select(run => run.ToRecord())]) { Strays = strays };
    }

    /// <summary>Ends whatever is still played and forgets the case.</summary>
    public async ValueTask DisposeAsync()
    {
        _forget(this);
        var runs = Restart(BeforeTheFirst, playing: false);
        Abort(runs);
        await WaitAsync(runs, AbortPatience, CancellationToken.None);
    }

    /// <summary>Starts the next exchange for a request.</summary>
    internal (ExchangeRun Run, EventsSeen Seen) BeginExchange(ReceivedRequest request, ChatRequestSummary chat)
    {
        lock (_gate)
        {
            if (!_settings.Judged)
            {
                FollowOn();
            }

            var exchanges = _playing ? _scenario.Turns[_turn].Upstream : [];
            if (_settings.RepeatsFailures && _next > 0 && _next == exchanges.Count && ExchangeFailure.MayBeRetried(exchanges[^1]))
            {
                _next--;
            }

            var answer = _next < exchanges.Count
                ? FindRefusal(exchanges[_next], request)
                    ?? MakeAnswer(exchanges[_next], new AnswerKey(_turn, _next++, chat.Model ?? Key, chat.Stream))
                : Refusals.NoExchangeLeft(Key, _turn, exchanges.Count, _scenario.Place);
            var run = new ExchangeRun(request, answer, _settings) { Release = _playing ? _scenario.Turns[_turn].Client.Release : null };
            _runs.Add(run);
            return (run, _seen);
        }
    }

    /// <summary>Records a request of the case that could not be read, with the answer that refused it.</summary>
    internal void RecordRefusal(ReceivedRequest request, ExchangeAnswer refusal)
    {
        lock (_gate)
        {
            if (_settings.Judged && _playing)
            {
                var run = new ExchangeRun(request, refusal, _settings);
                run.Complete();
                run.End();
                _runs.Add(run);
            }
        }
    }

    /// <summary>Records a request of the case for a path or method that no chat upstream serves.</summary>
    internal void RecordStray(ReceivedRequest stray)
    {
        lock (_gate)
        {
            if (_settings.Judged && _strays.Count < MostStraysKept)
            {
                _strays.Add(stray);
            }
        }
    }

    /// <summary>Removes an answer that has ended, in plays without a judge.</summary>
    internal void RemoveFinished(ExchangeRun run)
    {
        if (!_settings.Judged)
        {
            lock (_gate)
            {
                _runs.Remove(run);
            }
        }
    }

    /// <summary>
    /// Returns the refusal of a strict vendor, or <see langword="null"/> if the vendor accepts the request. After a refusal the exchange
    /// waits for the next request.
    /// </summary>
    private ExchangeAnswer? FindRefusal(Exchange exchange, ReceivedRequest request) =>
        (exchange.As ?? _settings.As) is { } vendor && VendorRefusals.Find(vendor, request.Body) is { } refused
            ? AnswerMaker.MakeRefusal(refused, _next, exchange.Place)
            : null;

    /// <summary>Returns the answer of an exchange; a mock that serves many requests makes it once.</summary>
    private ExchangeAnswer MakeAnswer(Exchange exchange, AnswerKey key)
    {
        if (_answers.TryGetValue(key, out var known))
        {
            return known;
        }

        // The model is the client's word: a client that thinks of a new one each time must not fill the memory.
        if (_answers.Count == MostAnswersKept)
        {
            _answers.Clear();
        }

        return _answers[key] = AnswerMaker.Make(exchange, key.Exchange, key.Model, key.Stream);
    }

    /// <summary>Continues with the next turn that has exchanges, and from the last one to the first.</summary>
    private void FollowOn()
    {
        for (var tried = 0; tried < _scenario.Turns.Count && _next >= _scenario.Turns[_turn].Upstream.Count; tried++)
        {
            _turn = (_turn + 1) % _scenario.Turns.Count;
            _next = 0;
        }
    }

    private ExchangeRun[] Restart(int turn, bool playing)
    {
        lock (_gate)
        {
            ExchangeRun[] before = [.. _runs];
            _runs.Clear();
            _strays.Clear();
            _seen = new EventsSeen();
            (_turn, _next, _playing) = (turn, 0, playing);
            return before;
        }
    }

    private static void Abort(IEnumerable<ExchangeRun> runs)
    {
        foreach (var run in runs)
        {
            run.Abort();
        }
    }

    private async Task WaitAsync(IEnumerable<ExchangeRun> runs, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var finished = Task.WhenAll(runs.Select(run => run.Finished));
        if (finished.IsCompleted || atMost <= TimeSpan.Zero)
        {
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(finished, Task.Delay(atMost, _settings.Time, enough.Token));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private readonly record struct AnswerKey(int Turn, int Exchange, string Model, bool Stream);
}
