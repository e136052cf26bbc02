using Conformance.Results;

namespace Conformance.Reporting.Boards;

/// <summary>Answers which vendors can be put behind a relay: one row a vendor, from the cases that the vendor is known to cause. Pure.</summary>
/// <param name="Rows">The vendors, those that lose something first.</param>
internal sealed record VendorBoard(IReadOnlyList<VendorRow> Rows)
{
    /// <summary>The board of a run.</summary>
    public static VendorBoard Of(RunResult run) => new(
    [
        .. run.Cases.SelectMany(result => result.SeenIn.Select(vendor => (Vendor: vendor, Case: result)))
            .GroupBy(pair => pair.Vendor, StringComparer.Ordinal)
            .Select(group => VendorRow.Of(group.Key, [.. group.Select(pair => pair.Case)]))
            .OrderByDescending(row => row.Failures.Count(failure => failure.Loses))
            .ThenByDescending(row => row.Failed)
            .ThenBy(row => row.Vendor, StringComparer.Ordinal),
    ]);
}

/// <summary>One vendor.</summary>
/// <param name="Vendor">The vendor's word in the vocabulary.</param>
/// <param name="Answer"><c>works</c>, <c>form_only</c> (only rules are broken), <c>loses</c> (an outcome is wrong) or <c>unknown</c> (no case was judged).</param>
/// <param name="Cases">How many cases the vendor has.</param>
/// <param name="Passed">How many passed.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="NotJudged">How many were not applicable or did not run.</param>
/// <param name="Failures">What fails.</param>
internal sealed record VendorRow(string Vendor, string Answer, int Cases, int Passed, int Failed, int NotJudged, IReadOnlyList<VendorFailure> Failures)
{
    public static VendorRow Of(string vendor, IReadOnlyList<CaseResult> cases)
    {
        var failures = cases.SelectMany(VendorFailure.Of).ToList();
        var judged = cases.Count(result => result.Verdict is Verdict.Passed or Verdict.NonStrict or Verdict.Failed);
        var answer = judged == 0 ? "unknown" : failures.Exists(failure => failure.Loses) ? "loses" : failures.Count > 0 ? "form_only" : "works";
        return new VendorRow(
            vendor,
            answer,
            cases.Count,
            cases.Count(result => result.Verdict is Verdict.Passed or Verdict.NonStrict),
            cases.Count(result => result.Verdict == Verdict.Failed),
            cases.Count - judged,
            failures);
    }
}

/// <summary>A case that a relay does not handle as it should.</summary>
/// <param name="Case">The case's id.</param>
/// <param name="Title">The case's title.</param>
/// <param name="Check">The check that says so.</param>
/// <param name="Message">Its sentence.</param>
/// <param name="Loses">Whether a client ends up with something wrong; otherwise only the form of the stream is.</param>
internal sealed record VendorFailure(string Case, string Title, string Check, string Message, bool Loses)
{
    public static IEnumerable<VendorFailure> Of(CaseResult result) =>
        result.Findings.Where(finding => finding.Severity == Severity.Error).OrderBy(finding => finding.Kind).Take(1)
            .Select(finding => new VendorFailure(result.Id, result.Title, finding.Check, finding.Message, finding.Kind == FindingKind.Outcome));
}
