namespace Conformance.Fuzzing;

/// <summary>The user's settings for a run of generated cases.</summary>
internal sealed record FuzzSettings
{
    /// <summary>Decides every case.</summary>
    public required long Seed { get; init; }

    /// <summary>The number of the first case.</summary>
    public long First { get; init; }

    /// <summary>The time after which no further case is started.</summary>
    public required TimeSpan MaxTime { get; init; }

    /// <summary>The largest number of cases to play; <see langword="null"/> for no limit.</summary>
    public long? MaxCases { get; init; }

    /// <summary>The number of cases that are played at once.</summary>
    public required int Jobs { get; init; }

    /// <summary>The run ends after so many cases with a new failure.</summary>
    public int MaxFailures { get; init; } = 20;
}
