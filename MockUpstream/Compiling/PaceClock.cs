using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>The gaps before the sending steps of one play. Pure: the same pace gives the same gaps.</summary>
internal sealed class PaceClock(Pace pace)
{
    private readonly Random _jitter = new(pace.Seed);

    // The delay before the first counted step: the time to the first token, and after a pause of unknown length one gap.
    private TimeSpan _first = pace.First;
    private TimeSpan _due;
    private int _count;

    /// <summary>Returns the time between the deadline before and that of the next sending step.</summary>
    public TimeSpan Next()
    {
        var due = _first + TimeOfGaps(_count++) + NextJitter();
        var gap = due > _due ? due - _due : TimeSpan.Zero;
        _due += gap;
        return gap;
    }

    /// <summary>Records a pause of the script itself. A pause of unknown length restarts the count.</summary>
    public void RecordPause(ScriptPiece pause)
    {
        if (pause is HoldPiece or GatePiece or StallPiece)
        {
            (_first, _due, _count) = (TimeOfGaps(1), TimeSpan.Zero, 0);
        }
    }

    private TimeSpan TimeOfGaps(int count) => pace.PerSecond is { } perSecond ? TimeSpan.FromSeconds(count / perSecond) : TimeSpan.Zero;

    private TimeSpan NextJitter() => pace.Jitter > 0 ? TimeOfGaps(1) * pace.Jitter * ((2 * _jitter.NextDouble()) - 1) : TimeSpan.Zero;
}
