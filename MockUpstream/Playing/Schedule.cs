namespace MockUpstream.Playing;

/// <summary>
/// The deadlines of one answer. Each is counted from the one before and not from now, so that pauses do not add up their lateness.
/// </summary>
internal sealed class Schedule(TimeProvider time)
{
    // A deadline in timestamp units is rounded; a shorter time than this is treated as zero.
    private static readonly TimeSpan Rounding = TimeSpan.FromMicroseconds(100);

    private long _origin = time.GetTimestamp();
    private TimeSpan _deadline;

    /// <summary>Waits until the deadline that lies this much after the one before.</summary>
    public async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        _deadline += pause;
        for (var left = TimeLeft(); left > Rounding; left = TimeLeft())
        {
            // Timers cut off fractions of a millisecond; without rounding up the last one would spin.
            await Task.Delay(
                TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds - Rounding.TotalMilliseconds)),
                time,
                cancellationToken);
        }
    }

    /// <summary>Starts to count from now: the length of a hold is unknown.</summary>
    public void Restart()
    {
        _origin = time.GetTimestamp();
        _deadline = TimeSpan.Zero;
    }

    private TimeSpan TimeLeft() => _deadline - time.GetElapsedTime(_origin);
}
