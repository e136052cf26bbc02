using Scenarios.Model;

namespace Conformance.Running.Wiring;

/// <summary>A question about one feature: a small case, and a function that judges its answers.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Scenario">The case; a turn after the first may name the first answer's id as <c>$resp</c>.</param>
/// <param name="Judge">Judges the answers, one for each turn.</param>
internal sealed record FeatureProbe(string Feature, Scenario Scenario, Func<IReadOnlyList<FeatureAnswer>, FeatureFinding> Judge)
{
    /// <summary>How long one answer may take, where that is less than the doctor's own timeout; otherwise <see langword="null"/>.</summary>
    public TimeSpan? Timeout { get; init; }
}
