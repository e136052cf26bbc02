namespace Conformance.Tests.Recording;

/// <summary>A clock that runs, with timers that only fire when the test says so.</summary>
internal sealed class ManualTimers : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state)) { DueTime = dueTime };
        lock (_gate)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    /// <summary>Fires every timer that waits for that time.</summary>
    public void Fire(TimeSpan dueTime)
    {
        Timer[] due;
        lock (_gate)
        {
            due = [.. _timers.Where(timer => timer.DueTime == dueTime)];
        }

        foreach (var timer in due)
        {
            timer.Run();
        }
    }

    private sealed class Timer(ManualTimers owner, Action run) : ITimer
    {
        public TimeSpan DueTime { get; set; }

        public void Run() => run();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            DueTime = dueTime;
            return true;
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
