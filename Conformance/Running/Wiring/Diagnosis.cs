using Conformance.Running.Features;

namespace Conformance.Running.Wiring;

/// <summary>The state of a feature of a relay.</summary>
internal enum FeatureState
{
    /// <summary>It was seen.</summary>
    Present,

    /// <summary>It was called for and did not show.</summary>
    Lacking,

    /// <summary>The probe gave no answer to the question.</summary>
    Unknown,
}

/// <summary>The result of the probe of one feature.</summary>
/// <param name="State">Whether the relay has it.</param>
/// <param name="Seen">The observation, in a few words.</param>
internal sealed record FeatureFinding(FeatureState State, string Seen)
{
    public static FeatureFinding Present(string seen) => new(FeatureState.Present, seen);

    public static FeatureFinding Lacking(string seen) => new(FeatureState.Lacking, seen);

    public static FeatureFinding Unknown(string seen) => new(FeatureState.Unknown, seen);
}

/// <summary>All findings of the doctor about a relay.</summary>
/// <param name="Wiring">How it leads to the mock.</param>
/// <param name="Features">The features in the order of <see cref="RelayFeatures.All"/>.</param>
internal sealed record Diagnosis(Wired Wiring, IReadOnlyList<KeyValuePair<string, FeatureFinding>> Features)
{
    /// <summary>Whether it forwards text while the upstream is still sending; <see langword="null"/> if unknown.</summary>
    public bool? StreamsAsItGoes { get; init; }

    /// <summary>The family of reasoning events it sends; <see langword="null"/> if it sent none.</summary>
    public string? Dialect { get; init; }

    /// <summary>The features it lacks.</summary>
    public IReadOnlyList<string> Lacks =>
        [.. Features.Where(static feature => feature.Value.State == FeatureState.Lacking).Select(static feature => feature.Key)];
}
