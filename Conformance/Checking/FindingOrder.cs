using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking;

/// <summary>Puts findings into the order in which a person wants to read them.</summary>
internal static class FindingOrder
{
    /// <summary>
    /// By their place in the stream, then by weight, then as the catalogue has the rules, so that the first one names the cause. A finding
    /// of bytes between events stands before the event at which they are; a finding of the answer as a whole that has an offset of 0 comes
    /// first, one that has no place comes last.
    /// </summary>
    /// <param name="findings">The findings of one turn.</param>
    /// <param name="wire">The events of its answer; <see langword="null"/> when it is no stream.</param>
    public static IReadOnlyList<Finding> Arrange(IEnumerable<Finding> findings, WireStream? wire) =>
        [.. findings.OrderBy(finding => Place(finding, wire)).ThenBy(finding => finding.Severity)];

    /// <summary>
    /// The most findings of one rule in one answer; a message may hold a word of the relay's own, of which there can be any number.
    /// </summary>
    private const int Most = 100;

    /// <summary>
    /// One rule's findings, those with the same message counted once: a relay that forgets a member forgets it in every event.
    /// </summary>
    public static IEnumerable<Finding> Collapse(IEnumerable<Finding> findings)
    {
        var groups = findings.GroupBy(finding => (finding.Message, finding.Severity))
            .Select(group => group.First() with { Times = group.Count() })
            .ToList();
        return groups.Count <= Most
            ? groups
            : [.. groups.Take(Most - 1), groups[Most - 1] with
            {
                Message = $"{groups[Most - 1].Message} And {groups.Count - Most} other findings of this rule.",
                Times = groups.Skip(Most - 1).Sum(finding => finding.Times),
            }];
    }

    /// <summary>Returns twice the number of the event, or one less for a place before the event.</summary>
    private static long Place(Finding finding, WireStream? wire) => finding switch
    {
        { Event: { } index } => (2L * index) + 1,
        { Offset: { } offset } => 2L * (wire?.Events.Count(happened => happened.Offset + happened.Length <= offset) ?? 0),
        _ => long.MaxValue,
    };
}
