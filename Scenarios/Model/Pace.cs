namespace Scenarios.Model;

/// <summary>
/// The times at which the sending steps of an answer are sent. Every deadline is counted from the start of the answer, so that delays do
/// not add up.
/// </summary>
/// <remarks>
/// Step n (from 0) is due at <see cref="First"/> + n / <see cref="PerSecond"/>, moved by at most <see cref="Jitter"/> of a gap to either
/// side. A <c>wait</c> moves every later deadline; a <c>hold</c>, a <c>gate</c> or a timed <c>stall</c> starts the count again.
/// </remarks>
public sealed record Pace
{
    /// <summary>The time before the first sending step (time to first token).</summary>
    public TimeSpan First { get; init; }

    /// <summary>The number of sending steps per second; <see langword="null"/> to send them without pauses.</summary>
    public double? PerSecond { get; init; }

    /// <summary>The largest part of a gap, from 0 to 1, by which a deadline is moved.</summary>
    public double Jitter { get; init; }

    /// <summary>The seed of the jitter: the same seed gives the same deadlines.</summary>
    public int Seed { get; init; }
}
