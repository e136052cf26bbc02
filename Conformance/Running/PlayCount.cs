namespace Conformance.Running;

/// <summary>How often a case is played.</summary>
/// <param name="Repeat">How often each case is played, whatever its result (<c>--repeat</c>).</param>
/// <param name="Retries">How often a case that failed is played again (<c>--retries</c>).</param>
internal sealed record PlayCount(int Repeat, int Retries)
{
    /// <summary>Once.</summary>
    public static PlayCount Once { get; } = new(1, 0);
}
