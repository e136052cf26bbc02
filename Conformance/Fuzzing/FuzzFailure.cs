using Conformance.Results;

namespace Conformance.Fuzzing;

/// <summary>One way in which the relay fails, with the first case that showed it.</summary>
/// <param name="Number">The number of that case within its seed.</param>
/// <param name="Case">The case and its findings.</param>
/// <param name="File">The file it was written to.</param>
/// <param name="Finding">The finding that names the failure.</param>
internal sealed record FuzzFailure(long Number, FuzzedCase Case, string File, Finding Finding)
{
    /// <summary>The number of cases that failed this way.</summary>
    public int Times { get; init; } = 1;
}
