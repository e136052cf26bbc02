namespace Scenarios.Model;

/// <summary>The condition that the mock waits for after a write, before it sends anything else.</summary>
/// <param name="Kind">The way to wait.</param>
/// <param name="Pause">The duration for <see cref="SettleKind.Pause"/>; otherwise zero.</param>
public sealed record Settle(SettleKind Kind, TimeSpan Pause = default)
{
    /// <summary>Waits until the peer has read every byte sent so far.</summary>
    public static Settle Read { get; } = new(SettleKind.Read);

    /// <summary>Waits for nothing: each write is one send.</summary>
    public static Settle Sent { get; } = new(SettleKind.Sent);

    /// <summary>Returns the settling that pauses for so long.</summary>
    public static Settle For(TimeSpan pause) => new(SettleKind.Pause, pause);
}

/// <summary>The ways to wait after a write.</summary>
public enum SettleKind
{
    /// <summary>Waits until the kernel confirms that the peer has read every byte.</summary>
    Read,

    /// <summary>Not at all once the write is sent.</summary>
    Sent,

    /// <summary>For a time.</summary>
    Pause,
}
