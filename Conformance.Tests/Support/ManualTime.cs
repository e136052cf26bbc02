using System.Diagnostics.CodeAnalysis;

namespace Conformance.Tests.Support;

/// <summary>A clock that moves when told to. Its timestamps have a frequency of their own, so that code which takes them for ticks is found out.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Armed)> _awaited = [];
    private TimeSpan _now;

    public override long TimestampFrequency => 3_000_000;

    public override long GetTimestamp() => (long)(Now.TotalSeconds * TimestampFrequency);

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

    /// <summary>Completes when a timer stands that falls at this time after the start: the barrier before <see cref="AdvanceTo"/>.</summary>
    public Task ArmedAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_timers.Exists(timer => IsAt(timer, due)))
            {
                return Task.CompletedTask;
            }

            var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((due, armed));
            return armed.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Moves the clock to this time after the start and lets every timer fall that is due until then.</summary>
    public void AdvanceTo(TimeSpan now)
    {
        ManualTimer[] due;
        lock (_gate)
        {
            _now = now;
            due = [.. _timers.Where(timer => timer.Due <= now).OrderBy(timer => timer.Due)];
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

    private static bool IsAt(ManualTimer timer, TimeSpan due) => (timer.Due - due).Duration() < TimeSpan.FromMilliseconds(1);

    private void Arm(ManualTimer timer, TimeSpan dueTime)
    {
        TaskCompletionSource[] reached;
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.Due = _now + dueTime;
            _timers.Add(timer);
            reached = [.. _awaited.Where(wait => IsAt(timer, wait.Due)).Select(wait => wait.Armed)];
            _awaited.RemoveAll(wait => IsAt(timer, wait.Due));
        }

        foreach (var wait in reached)
        {
            wait.SetResult();
        }
    }

    private sealed class ManualTimer(ManualTime time, Action fall) : ITimer
    {
        public TimeSpan Due { get; set; }

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
