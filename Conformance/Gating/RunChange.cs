namespace Conformance.Gating;

/// <summary>What became of a case or a rule between two runs.</summary>
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
/// <param name="Kind">What it is.</param>
/// <param name="IsRule">Whether it is about a rule; otherwise about a case.</param>
/// <param name="Id">The id of the rule or the case.</param>
/// <param name="Before">What the first run says; <see langword="null"/> when it says nothing.</param>
/// <param name="After">What the second run says; <see langword="null"/> when it says nothing.</param>
internal sealed record RunChange(ChangeKind Kind, bool IsRule, string Id, string? Before, string? After);
