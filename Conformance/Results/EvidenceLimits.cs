namespace Conformance.Results;

/// <summary>How much of what was recorded is written to a run's folder.</summary>
public sealed record EvidenceLimits
{
    /// <summary>The limits unless a user gives others.</summary>
    public static EvidenceLimits Default { get; } = new();

    /// <summary>The most bytes of one turn's answer, and of its events.</summary>
    public int MaxTurnBytes { get; init; } = 8 << 20;

    /// <summary>The most bytes that a run writes; a case beyond it has <see cref="LeftBytes"/> for each answer.</summary>
    public long MaxRunBytes { get; init; } = 1L << 30;

    /// <summary>How much of each answer is stored once the run has reached its limit.</summary>
    public int LeftBytes { get; init; } = 64 << 10;

    /// <summary>The most entries of a turn's time line, and the most events.</summary>
    public int MaxEntries { get; init; } = 300_000;

    /// <summary>The maximum number of upstream requests stored for one turn.</summary>
    public int MaxExchanges { get; init; } = 100;
}
