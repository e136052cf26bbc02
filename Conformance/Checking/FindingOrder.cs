using Conformance.Results;

namespace Conformance.Checking;

/// <summary>Puts findings into the order in which a person wants to read them.</summary>
internal static class FindingOrder
{
    /// <summary>By event, then by weight, then as the catalogue has the rules; what speaks of no event comes last.</summary>
    public static IReadOnlyList<Finding> Arrange(IEnumerable<Finding> findings) =>
        [.. findings.OrderBy(finding => finding.Event ?? int.MaxValue).ThenBy(finding => finding.Severity)];

    /// <summary>The most findings of one rule in one answer; a message may hold a word of the relay's own, of which there can be any number.</summary>
    private const int Most = 100;

    /// <summary>One rule's findings, those with the same message counted once: a relay that forgets a member forgets it in every event.</summary>
    public static IEnumerable<Finding> Collapse(IEnumerable<Finding> findings)
    {
        var groups = findings.GroupBy(finding => (finding.Message, finding.Severity)).Select(group => group.First() with { Times = group.Count() }).ToList();
        return groups.Count <= Most
            ? groups
            : [.. groups.Take(Most - 1), groups[Most - 1] with { Message = $"{groups[Most - 1].Message} And {groups.Count - Most} other findings of this rule.", Times = groups.Skip(Most - 1).Sum(finding => finding.Times) }];
    }
}
