namespace Conformance.Fuzzing;

/// <summary>The result of a run of generated cases.</summary>
/// <param name="Cases">The number of cases that were played.</param>
/// <param name="Plays">The number of requests to the relay.</param>
/// <param name="Failures">The failures, each kind once, in the order in which they were found.</param>
internal sealed record FuzzEnd(long Cases, long Plays, IReadOnlyList<FuzzFailure> Failures)
{
    /// <summary>The number of cases that failed once and, when they were played again, failed differently or not at all.</summary>
    public long Unsteady { get; init; }

    /// <summary>The reason why the run stopped early; <see langword="null"/> when it did not.</summary>
    public string? Problem { get; init; }

    /// <summary>Why the relay, which exited, was not started again; the run stopped then. Otherwise <see langword="null"/>.</summary>
    public string? Dead { get; init; }

    /// <summary>The relay's last lines, where it could not be reached.</summary>
    public IReadOnlyList<string> Output { get; init; } = [];
}
