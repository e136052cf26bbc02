using System.Net.Http.Headers;
using Relay.Tests.Translating;
using NUnit.Framework;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Exchange;
using Relay.Options;
using Relay.Policies;
using Relay.Translating;
using Relay.Upstreams;

namespace Relay.Tests.Exchange;

[TestFixture]
internal sealed class StreamClockTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly CountingSink _sink = new();
    private readonly EventOutput _output;
    private readonly CancellationTokenSource _upstream = new();
    private readonly StreamClock _clock;

    public StreamClockTests()
    {
        var clocks = new RelayClocks
        {
            FirstByte = Seconds(100),
            TransportIdle = Seconds(30),
            ProgressIdle = Seconds(60),
            FinishGrace = Seconds(2),
            KeepAlive = Seconds(15),
            EarlyHeaders = Seconds(1),
        };
        _output = OutputTo(_sink);
        _clock = new StreamClock(_time, clocks, _output, _upstream);
    }

    [Test]
    public void An_upstream_that_never_answers_is_given_up()
    {
        _time.Advance(Seconds(99));
        var before = _clock.Expired;
        _time.Advance(Seconds(1));

        Assert.That((before, Code(), _upstream.IsCancellationRequested), Is.EqualTo(((UpstreamEnding?)null, "first_byte_timeout", true)));
    }

    [Test]
    public void An_upstream_that_falls_silent_is_given_up()
    {
        _time.Advance(Seconds(50));
        _clock.BytesArrived();
        _time.Advance(Seconds(29));
        var before = _clock.Expired;
        _time.Advance(Seconds(1));

        Assert.That((before, Code()), Is.EqualTo(((UpstreamEnding?)null, "transport_idle_timeout")));
    }

    [Test]
    public void Heartbeats_keep_the_transport_alive_but_are_no_progress()
    {
        _clock.BytesArrived();
        _clock.Noted(ChunkOutcome.Progress);
        for (var beat = 0; beat < 5; beat++)
        {
            _time.Advance(Seconds(10));
            _clock.BytesArrived();
            _clock.Noted(ChunkOutcome.Idle);
        }

        var before = _clock.Expired;
        _time.Advance(Seconds(10));

        Assert.That((before, Code()), Is.EqualTo(((UpstreamEnding?)null, "idle_timeout")));
    }

    [Test]
    public void Progress_keeps_a_stream_alive_for_ever()
    {
        for (var chunk = 0; chunk < 1000; chunk++)
        {
            _clock.BytesArrived();
            _clock.Noted(ChunkOutcome.Progress);
            _time.Advance(Seconds(29));
        }

        Assert.That(_clock.Expired, Is.Null);
    }

    [Test]
    public void After_a_finish_heartbeats_do_not_extend_the_grace()
    {
        _clock.BytesArrived();
        _clock.Noted(ChunkOutcome.Finished);
        _time.Advance(Seconds(1));
        _clock.BytesArrived();
        _clock.Noted(ChunkOutcome.Idle);
        var before = _clock.Expired;
        _time.Advance(Seconds(1));

        Assert.That((before, _clock.Expired), Is.EqualTo(((UpstreamEnding?)null, UpstreamEnding.GraceOver)));
    }

    [Test]
    public void While_the_client_is_slow_the_upstream_is_not_blamed()
    {
        _clock.BytesArrived();
        _clock.Noted(ChunkOutcome.Progress);
        _clock.Suspend();
        _time.Advance(Seconds(1000));
        _clock.Resume();
        _time.Advance(Seconds(29));
        var before = _clock.Expired;
        _time.Advance(Seconds(1));

        Assert.That((before, Code()), Is.EqualTo(((UpstreamEnding?)null, "transport_idle_timeout")));
    }

    [Test]
    public void The_stream_opens_early_and_its_silence_is_broken()
    {
        _time.Advance(Seconds(0.9));
        var tooEarly = _sink.Broken;
        _time.Advance(Seconds(0.1));
        var early = _sink.Broken;
        _time.Advance(Seconds(45));

        Assert.That((tooEarly, early, _sink.Broken), Is.EqualTo((0, 1, 4)));
    }

    [Test]
    public void Nothing_is_said_into_a_stream_that_speaks()
    {
        _time.Advance(Seconds(1));
        for (var chunk = 0; chunk < 10; chunk++)
        {
            _clock.BytesArrived();
            _clock.Noted(ChunkOutcome.Progress);
            _time.Advance(Seconds(14));
            _clock.Sent();
        }

        Assert.That(_sink.Broken, Is.EqualTo(1));
    }

    [Test]
    public async Task A_clock_that_has_been_stopped_does_nothing_more()
    {
        await _clock.DisposeAsync();
        _time.Advance(Seconds(10_000));

        Assert.That((_clock.Expired, _sink.Broken), Is.EqualTo(((UpstreamEnding?)null, 0)));
    }

    [Test]
    public async Task A_clock_of_zero_is_off()
    {
        using var upstream = new CancellationTokenSource();
        var off = new RelayClocks
        {
            FirstByte = TimeSpan.Zero,
            TransportIdle = TimeSpan.Zero,
            ProgressIdle = TimeSpan.Zero,
            FinishGrace = TimeSpan.Zero,
            KeepAlive = TimeSpan.Zero,
            EarlyHeaders = TimeSpan.Zero,
        };
        var sink = new CountingSink();
        using var output = OutputTo(sink);
        await using var clock = new StreamClock(_time, off, output, upstream);

        clock.BytesArrived();
        clock.Noted(ChunkOutcome.Finished);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.That((clock.Expired, sink.Broken), Is.EqualTo(((UpstreamEnding?)null, 0)));
    }

    public async ValueTask DisposeAsync()
    {
        await _clock.DisposeAsync();
        _output.Dispose();
        _upstream.Dispose();
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static EventOutput OutputTo(CountingSink sink) => new(
        sink,
        new StreamTranslator(TranslationSetup.EchoOf("{}"), RelayPolicies.Default, new CountedIds()),
        recorder: null,
        CancellationToken.None);

    private string? Code() => _clock.Expired?.Failure?.Code;

    /// <summary>Counts how often the clock opens the stream or keeps it alive.</summary>
    private sealed class CountingSink : IResponseSink
    {
        public int Broken { get; private set; }

        public SinkOpening Opening => SinkOpening.WithEvents;

        public bool BreaksSilence => true;

        public void AddHeaders(HttpResponseHeaders upstream, HeaderRules rules, SecretWords secrets) =>
            throw new InvalidOperationException();

        public ValueTask SendAsync(ReadOnlyMemory<byte> events, CancellationToken cancellationToken) => Count();

        public ValueTask KeepAliveAsync(CancellationToken cancellationToken) => Count();

        public void ReportStored(bool isStored)
        {
            // Nothing is stored here.
        }

        public Task RefuseAsync(ApiError error, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task CompleteAsync(FinalResponse final, CancellationToken cancellationToken) => throw new InvalidOperationException();

        private ValueTask Count()
        {
            Broken++;
            return ValueTask.CompletedTask;
        }
    }
}
