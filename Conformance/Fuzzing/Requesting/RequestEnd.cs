namespace Conformance.Fuzzing.Requesting;

/// <summary>The result of a run of generated requests.</summary>
/// <param name="Requests">The number of requests that were sent.</param>
/// <param name="Failures">The failures, each kind once, in the order in which they were found.</param>
internal sealed record RequestEnd(long Requests, IReadOnlyList<RequestFailure> Failures)
{
    /// <summary>The number of kinds of fault that did not occur again when the request was sent again.</summary>
    public long Unsteady { get; init; }

    /// <summary>The reason why the run stopped early; <see langword="null"/> when it did not.</summary>
    public string? Problem { get; init; }

    /// <summary>Why the relay, which exited, was not started again; the run stopped then. Otherwise <see langword="null"/>.</summary>
    public string? Dead { get; init; }

    /// <summary>The relay's last lines, where it could not be reached.</summary>
    public IReadOnlyList<string> Output { get; init; } = [];
}
