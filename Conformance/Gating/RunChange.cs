namespace Conformance.Gating;

/// <summary>The difference of a case or a rule between two runs.</summary>
internal enum ChangeKind
{
    /// <summary>Fails now and did not fail before: a regression.</summary>
    New,

    /// <summary>Failed before and does not fail now.</summary>
    Fixed,

    /// <summary>Failed before and fails now in another way, or was not judged now.</summary>
    Changed,

    /// <summary>Was there before and is not there now.</summary>
    Gone,

    /// <summary>Was not there before and does not fail now.</summary>
    Added,
}

/// <summary>One difference between two runs.</summary>
/// <param name="Kind">The kind of difference.</param>
/// <param name="IsRule">Whether it is about a rule; otherwise about a case.</param>
/// <param name="Id">The id of the rule or the case.</param>
/// <param name="Before">The result in the first run; <see langword="null"/> when it has none.</param>
/// <param name="After">The result in the second run; <see langword="null"/> when it has none.</param>
internal sealed record RunChange(ChangeKind Kind, bool IsRule, string Id, string? Before, string? After);
