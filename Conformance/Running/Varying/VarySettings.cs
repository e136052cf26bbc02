using Scenarios.Model;

namespace Conformance.Running.Varying;

/// <summary>How many variations of each case are played.</summary>
internal enum VaryMode
{
    /// <summary>None.</summary>
    Off,

    /// <summary>A few plays, in which each variation has its part.</summary>
    Default,

    /// <summary>Each variation alone in each of its forms, each byte of each event cut.</summary>
    Full,

    /// <summary>Only the named variations, each alone.</summary>
    Words,
}

/// <summary>Which variations are played (<c>--vary</c>).</summary>
/// <param name="Mode">How many.</param>
/// <param name="Words">The named variations; empty in all other modes.</param>
internal sealed record VarySettings(VaryMode Mode, IReadOnlyList<string> Words)
{
    /// <summary>The word of the variation that is another question.</summary>
    public const string NonStream = "non-stream";

    /// <summary>None.</summary>
    public static VarySettings Off { get; } = new(VaryMode.Off, []);

    /// <summary>A few plays of each case.</summary>
    public static VarySettings Default { get; } = new(VaryMode.Default, []);

    /// <summary>Whether a variation of a case is wanted, allowed by the case, and fits it.</summary>
    public bool Includes(Scenario scenario, string word) =>
        Mode != VaryMode.Off
        && (Mode != VaryMode.Words || Words.Contains(word, StringComparer.Ordinal))
        && (scenario.Vary?.Contains(word, StringComparer.Ordinal) ?? VariationFit.FitsByItself(scenario, word));

    /// <summary>As it is typed.</summary>
    public override string ToString() => Mode == VaryMode.Words ? string.Join(',', Words) : Mode.ToString().ToLowerInvariant();
}
