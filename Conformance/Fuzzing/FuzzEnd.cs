namespace Conformance.Fuzzing;

/// <summary>The result of a run of generated cases.</summary>
/// <param name="Cases">How many cases were played.</param>
/// <param name="Plays">How often the relay was asked.</param>
/// <param name="Failures">The failures, each kind once, in the order in which they were found.</param>
internal sealed record FuzzEnd(long Cases, long Plays, IReadOnlyList<FuzzFailure> Failures)
{
    /// <summary>How many cases failed once and otherwise, or not at all, when they were played again.</summary>
    public long Unsteady { get; init; }

    /// <summary>Why the run stopped early; <see langword="null"/> when it did not.</summary>
    public string? Problem { get; init; }

    /// <summary>The relay's last lines, where it could not be reached.</summary>
    public IReadOnlyList<string> Output { get; init; } = [];
}
