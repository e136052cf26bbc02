using Relay.Contract;
using Relay.Options;

namespace Relay.Exchange;

/// <summary>
/// Watches over one answer: opens the stream early, breaks the silence towards the client, and cuts off an upstream that keeps quiet for
/// too long.
/// </summary>
/// <remarks>
/// One timer a stream, set for whatever falls due next. A chunk only notes the time, and a due time that has moved on meanwhile is found
/// out when the timer fires: nothing is allocated or re-armed per chunk. Times are <see cref="TimeProvider"/> timestamps; zero means not
/// yet.
/// </remarks>
internal sealed class StreamClock : IAsyncDisposable
{
    // A timer may fire a hair too early; without this it would spin.
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(1);

    // How often a suspended clock looks whether the client has caught up.
    private static readonly TimeSpan SuspendedLook = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly RelayClocks _clocks;
    private readonly EventOutput _output;
    private readonly CancellationTokenSource _upstream;
    private readonly ITimer _timer;
    private readonly Lock _scheduling = new();
    private readonly long _started;

    private long _firstByte;
    private long _lastByte;
    private long _lastProgress;
    private long _finished;
    private long _lastSent;
    private long _suspended;
    private Task _breaking = Task.CompletedTask;
    private bool _hasSent;
    private bool _disposed;

    /// <summary>Starts to watch; <paramref name="upstream"/> is cancelled when a clock runs out.</summary>
    public StreamClock(TimeProvider time, RelayClocks clocks, EventOutput output, CancellationTokenSource upstream)
    {
        _time = time;
        _clocks = clocks;
        _output = output;
        _upstream = upstream;
        _started = Now;
        _lastSent = _started;
        _timer = time.CreateTimer(static clock => ((StreamClock)clock!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Schedule(_started);
    }

    /// <summary>How the answer ends because a clock ran out; <see langword="null"/> when none has.</summary>
    public UpstreamEnding? Expired { get; private set; }

    /// <summary>How long the upstream's first byte took; <see langword="null"/> while there is none.</summary>
    public TimeSpan? FirstByteAfter => _firstByte == 0 ? null : _time.GetElapsedTime(_started, _firstByte);

    /// <summary>Until the stream is opened, or a comment sent, whatever the upstream does.</summary>
    public TimeSpan UntilSilenceIsBroken => DueIn(Now, SilenceStart(), SilenceAllowed());

    // Never zero, so that zero can mean not yet.
    private long Now => Math.Max(_time.GetTimestamp(), 1);

    /// <summary>Bytes have come from the upstream, of whatever kind.</summary>
    public void BytesArrived()
    {
        var now = Now;
        Volatile.Write(ref _lastByte, now);
        if (_lastProgress == 0)
        {
            _firstByte = now;
            Volatile.Write(ref _lastProgress, now);

            // What fell due before may have been nothing at all.
            Schedule(now);
        }
    }

    /// <summary>A payload has been understood.</summary>
    public void Noted(ChunkOutcome outcome)
    {
        if (outcome == ChunkOutcome.Progress)
        {
            Volatile.Write(ref _lastProgress, _lastByte);
        }
        else if (outcome == ChunkOutcome.Finished && _finished == 0)
        {
            Volatile.Write(ref _finished, Now);
            Schedule(_finished);
        }
    }

    /// <summary>Something has gone down to the client.</summary>
    public void Sent()
    {
        Volatile.Write(ref _lastSent, Now);
        if (!_hasSent)
        {
            _hasSent = true;
            Schedule(_lastSent);
        }
    }

    /// <summary>The client is slow: the upstream is not being read, so its silence means nothing.</summary>
    public void Suspend() => Volatile.Write(ref _suspended, Now);

    /// <summary>The client has caught up.</summary>
    public void Resume()
    {
        var now = Now;
        Volatile.Write(ref _lastProgress, _lastProgress + (now - _suspended));
        Volatile.Write(ref _lastByte, now);
        if (_finished != 0)
        {
            Volatile.Write(ref _finished, now);
        }

        Volatile.Write(ref _suspended, 0);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_scheduling)
        {
            Volatile.Write(ref _disposed, true);
        }

        await _timer.DisposeAsync();
        await Volatile.Read(ref _breaking);
    }

    private void Tick()
    {
        if (Volatile.Read(ref _disposed))
        {
            return;
        }

        var now = Now;
        if (FindExpired(now) is { } ending)
        {
            Expired = ending;
            _upstream.Cancel();
            return;
        }

        if (IsOver(now, SilenceStart(), SilenceAllowed()))
        {
            // Counted as sent even while the last one is still on its way to a client that does not read.
            Sent();
            if (_breaking.IsCompleted)
            {
                Volatile.Write(ref _breaking, BreakSilenceAsync());
            }
        }

        Schedule(now);
    }

    private async Task BreakSilenceAsync()
    {
        try
        {
            await _output.BreakSilenceAsync(_upstream.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client or the answer is gone; whoever pumps finds that out by itself.
        }
    }

    private UpstreamEnding? FindExpired(long now)
    {
        if (Volatile.Read(ref _suspended) != 0)
        {
            return null;
        }

        var lastByte = Volatile.Read(ref _lastByte);
        if (lastByte == 0)
        {
            return IsOver(now, _started, _clocks.FirstByte) ? UpstreamEnding.Failed(Failures.FirstByteTimeout) : null;
        }

        if (Volatile.Read(ref _finished) is var finished and not 0)
        {
            return IsOver(now, finished, _clocks.FinishGrace) ? UpstreamEnding.GraceOver : null;
        }

        if (IsOver(now, lastByte, _clocks.TransportIdle))
        {
            return UpstreamEnding.Failed(Failures.TransportIdleTimeout);
        }

        return IsOver(now, Volatile.Read(ref _lastProgress), _clocks.ProgressIdle) ? UpstreamEnding.Failed(Failures.IdleTimeout) : null;
    }

    private void Schedule(long now)
    {
        // Locked, so that whoever comes last has seen what the other changed.
        lock (_scheduling)
        {
            if (Volatile.Read(ref _disposed))
            {
                return;
            }

            var due = Earlier(DueIn(now, SilenceStart(), SilenceAllowed()), NextExpiry(now));
            _timer.Change(due == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : due < Soonest ? Soonest : due, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan NextExpiry(long now)
    {
        if (Volatile.Read(ref _suspended) != 0)
        {
            return SuspendedLook;
        }

        var lastByte = Volatile.Read(ref _lastByte);
        if (lastByte == 0)
        {
            return DueIn(now, _started, _clocks.FirstByte);
        }

        return Volatile.Read(ref _finished) is var finished and not 0
            ? DueIn(now, finished, _clocks.FinishGrace)
            : Earlier(DueIn(now, lastByte, _clocks.TransportIdle), DueIn(now, Volatile.Read(ref _lastProgress), _clocks.ProgressIdle));
    }

    private long SilenceStart() => Volatile.Read(ref _lastSent);

    private TimeSpan SilenceAllowed() =>
        !_output.BreaksSilence ? TimeSpan.Zero : _output.IsCommitted ? _clocks.KeepAlive : _clocks.EarlyHeaders;

    private bool IsOver(long now, long since, TimeSpan allowed) => DueIn(now, since, allowed) == TimeSpan.Zero;

    private TimeSpan DueIn(long now, long since, TimeSpan allowed)
    {
        if (allowed == TimeSpan.Zero)
        {
            return TimeSpan.MaxValue;
        }

        var left = allowed - _time.GetElapsedTime(since, now);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static TimeSpan Earlier(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
