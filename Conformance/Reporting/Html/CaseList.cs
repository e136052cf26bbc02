using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>The cases in the order of the page: failures by cause first, then by verdict, then by id.</summary>
/// <param name="Sections">The parts of the list; none is empty.</param>
internal sealed record CaseList(IReadOnlyList<CaseSection> Sections)
{
    /// <summary>All cases in order.</summary>
    public IEnumerable<CaseResult> Cases => Sections.SelectMany(section => section.Groups).SelectMany(group => group.Cases);

    public static CaseList Of(RunResult run) => new(
    [
        .. VerdictCounts.Order
            .Select(verdict => new CaseSection(verdict, GroupCases(run, verdict)))
            .Where(section => section.Groups.Count > 0),
    ]);

    private static IReadOnlyList<FailureGroup> GroupCases(RunResult run, Verdict verdict)
    {
        if (verdict == Verdict.Failed)
        {
            return FailureGroup.GroupCases(run.Cases);
        }

        var cases = run.Cases.Where(result => result.Verdict == verdict).OrderBy(result => result.Id, StringComparer.Ordinal).ToList();

        return cases.Count == 0 ? [] : [new FailureGroup("", EventType: null, cases)];
    }
}

/// <summary>The cases of one verdict.</summary>
internal sealed record CaseSection(Verdict Verdict, IReadOnlyList<FailureGroup> Groups);
