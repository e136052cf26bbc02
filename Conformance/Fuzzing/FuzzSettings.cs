namespace Conformance.Fuzzing;

/// <summary>The user's settings for a run of generated cases.</summary>
internal sealed record FuzzSettings
{
    /// <summary>Decides every case.</summary>
    public required long Seed { get; init; }

    /// <summary>The number of the first case.</summary>
    public long First { get; init; }

    /// <summary>No case is begun after so much time.</summary>
    public required TimeSpan MaxTime { get; init; }

    /// <summary>No more than so many cases are played; <see langword="null"/> for no bound.</summary>
    public long? MaxCases { get; init; }

    /// <summary>How many cases are played at once.</summary>
    public required int Jobs { get; init; }

    /// <summary>The run ends after so many cases with a new failure.</summary>
    public int MaxFailures { get; init; } = 20;
}
