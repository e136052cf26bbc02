namespace Conformance.Tests.Checking;

/// <summary>A damage that no rule finds, and need not.</summary>
/// <param name="Pattern">A regular expression for its name.</param>
/// <param name="Because">Why it harms nobody.</param>
internal sealed record HarmlessDamage(string Pattern, string Because)
{
    /// <summary>The reviewed list.</summary>
    public static IReadOnlyList<HarmlessDamage> All { get; } =
    [
    ];
}
