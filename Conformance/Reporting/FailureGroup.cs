using Conformance.Results;

namespace Conformance.Reporting;

/// <summary>Cases that go wrong in the same way: many red cases usually have few causes.</summary>
/// <param name="Check">The check of the first divergence; empty when a case failed without a finding.</param>
/// <param name="EventType">The type of the event at which it was seen; <see langword="null"/> when there is no single event.</param>
/// <param name="Cases">The cases, in the order of their ids.</param>
internal sealed record FailureGroup(string Check, string? EventType, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>The failed cases by their first divergence, the most frequent first.</summary>
    public static IReadOnlyList<FailureGroup> Of(IEnumerable<CaseResult> cases) =>
    [
        .. cases.Where(result => result.Verdict == Verdict.Failed)
            .GroupBy(Cause)
            .Select(group => new FailureGroup(group.Key.Check, group.Key.EventType, [.. group.OrderBy(result => result.Id, StringComparer.Ordinal)]))
            .OrderByDescending(group => group.Cases.Count)
            .ThenBy(group => group.Check, StringComparer.Ordinal)
            .ThenBy(group => group.EventType, StringComparer.Ordinal),
    ];

    private static (string Check, string? EventType) Cause(CaseResult result)
    {
        var first = FirstDivergence.Of(result);

        return (first?.Check ?? "", first?.EventType);
    }
}
