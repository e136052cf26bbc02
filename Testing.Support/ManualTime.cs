using System.Diagnostics.CodeAnalysis;

namespace Testing.Support;

/// <summary>
/// A clock that stands still until it is told to go on. Its timestamps begin somewhere and have a frequency of their own, so that code
/// which takes them for ticks, or zero for "never", is found out.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    private const long TicksPerUnit = 5;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(Func<ManualTimer, TimeSpan, bool> Is, TaskCompletionSource Armed)> _awaited = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond / TicksPerUnit;

    /// <summary>The timestamp of the start.</summary>
    public static long Origin => TimeSpan.TicksPerHour / TicksPerUnit;

    public override long GetTimestamp() => Origin + (Now.Ticks / TicksPerUnit);

    public override DateTimeOffset GetUtcNow() => Start + Now;

    private TimeSpan Now
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    /// <summary>Completes when a timer stands that falls at this time after the start, be it already or from now on.</summary>
    public Task ArmedAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _timers.Exists(timer => timer.IsAt(due))
                ? Task.CompletedTask
                : Await((timer, _) => timer.IsAt(due)).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Completes when a timer stands that falls so long after now, be it already or from now on.</summary>
    public Task ArmedInAsync(TimeSpan span, CancellationToken cancellationToken) => ArmedAsync(Now + span, cancellationToken);

    /// <summary>Completes when somebody begins, from now on, to wait for so long; with a count, when so many have begun.</summary>
    public Task TimerOfAsync(TimeSpan span, int count = 1)
    {
        lock (_gate)
        {
            return Await((_, wait) => wait == span && --count == 0);
        }
    }

    /// <summary>Completes when a timer stands that falls between two times after now, be it already or from now on.</summary>
    public Task StandingBetweenAsync(TimeSpan least, TimeSpan most, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _timers.Exists(timer => timer.Due - _now >= least && timer.Due - _now <= most)
                ? Task.CompletedTask
                : Await((_, wait) => wait >= least && wait <= most).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Completes when somebody begins, from now on, to wait for a time between two.</summary>
    public Task TimerBetweenAsync(TimeSpan least, TimeSpan most)
    {
        lock (_gate)
        {
            return Await((_, wait) => wait >= least && wait <= most);
        }
    }

    /// <summary>Lets time pass: each timer on the way falls when it is due, also one that another has set.</summary>
    public void Advance(TimeSpan span)
    {
        var end = Now + span;
        while (NextDue(end) is { } timer)
        {
            timer.Fall();
        }

        AdvanceTo(end);
    }

    /// <summary>Moves the clock to this time after the start at once; every timer due until then falls late.</summary>
    public void AdvanceTo(TimeSpan now)
    {
        ManualTimer[] due;
        lock (_gate)
        {
            _now = now;
            due = [.. _timers.Where(timer => timer.Due <= now).OrderBy(static timer => timer.Due)];
            _timers.RemoveAll(due.Contains);
        }

        foreach (var timer in due)
        {
            timer.Fall();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? NextDue(TimeSpan end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(static timer => timer.Due);
            if (next is not null)
            {
                _now = next.Due > _now ? next.Due : _now;
                _timers.Remove(next);
            }

            return next;
        }
    }

    private Task Await(Func<ManualTimer, TimeSpan, bool> isTheOne)
    {
        var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited.Add((isTheOne, armed));
        return armed.Task;
    }

    private void Arm(ManualTimer timer, TimeSpan wait)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (wait == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.Due = _now + wait;
            _timers.Add(timer);
            _awaited.FindAll(awaited => awaited.Is(timer, wait)).ForEach(static awaited => awaited.Armed.TrySetResult());
        }
    }

    private sealed class ManualTimer(ManualTime time, Action fall) : ITimer
    {
        public TimeSpan Due { get; set; }

        // Waits that were counted from timestamps may be off by less than a unit.
        public bool IsAt(TimeSpan due) => (Due - due).Duration() < TimeSpan.FromMilliseconds(1);

        public void Fall() => fall();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Arm(this, dueTime);
            return true;
        }

        [SuppressMessage("Usage", "CA1816", Justification = "There is no finaliser.")]
        public void Dispose() => time.Arm(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
