using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>The gaps before the sending steps of one play. Pure: the same pace gives the same gaps.</summary>
internal sealed class PaceClock(Pace pace)
{
    private readonly Random _jitter = new(pace.Seed);

    // What precedes the first step of the count: the time to the first token, and after a pause of unknown length one gap.
    private TimeSpan _first = pace.First;
    private TimeSpan _due;
    private int _count;

    /// <summary>The time between the deadline before and that of the next sending step.</summary>
    public TimeSpan Next()
    {
        var due = _first + Gaps(_count++) + Moved();
        var gap = due > _due ? due - _due : TimeSpan.Zero;
        _due += gap;
        return gap;
    }

    /// <summary>Takes note of a pause of the script itself: what has no known length starts the count again.</summary>
    public void Pass(ScriptPiece pause)
    {
        if (pause is HoldPiece or GatePiece or StallPiece)
        {
            (_first, _due, _count) = (Gaps(1), TimeSpan.Zero, 0);
        }
    }

    private TimeSpan Gaps(int count) => pace.PerSecond is { } perSecond ? TimeSpan.FromSeconds(count / perSecond) : TimeSpan.Zero;

    private TimeSpan Moved() => pace.Jitter > 0 ? Gaps(1) * pace.Jitter * ((2 * _jitter.NextDouble()) - 1) : TimeSpan.Zero;
}
