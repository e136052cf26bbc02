using Conformance.Results;

namespace Conformance.Reporting.Boards;

/// <summary>One vendor.</summary>
/// <param name="Vendor">The vendor's word in the vocabulary.</param>
/// <param name="Answer">
/// <c>works</c>, <c>form_only</c> (only rules are broken), <c>loses</c> (an outcome is wrong) or <c>unknown</c> (no case was judged).
/// </param>
/// <param name="Cases">The number of cases the vendor has.</param>
/// <param name="Passed">The number of passed cases.</param>
/// <param name="Failed">The number of failed cases.</param>
/// <param name="NotJudged">The number of cases that were not applicable, did not run, or broke in the harness.</param>
/// <param name="Failures">The failures, lost content first, each case once.</param>
internal sealed record VendorRow(
    string Vendor, string Answer, int Cases, int Passed, int Failed, int NotJudged, IReadOnlyList<VendorFailure> Failures)
{
    /// <summary>The answers, the worst first.</summary>
    public static readonly string[] Answers = ["loses", "form_only", "works", "unknown"];

    /// <summary>The rules that are broken in cases whose outcome is right, each once.</summary>
    public IReadOnlyList<VendorForm> Forms => [.. Failures.Where(static failure => !failure.Loses)
        .GroupBy(static failure => failure.Check, StringComparer.Ordinal)
        .Select(VendorForm.Of)
        .OrderByDescending(static form => form.Cases.Count)];

    /// <summary>Returns the row of a vendor.</summary>
    /// <param name="vendor">Its word.</param>
    /// <param name="failOn">The weakest level that counts for the answer; weaker cases are listed and decide nothing.</param>
    /// <param name="cases">Its cases.</param>
    public static VendorRow Of(string vendor, string failOn, IReadOnlyList<CaseResult> cases)
    {
        List<VendorFailure> failures = [.. cases.SelectMany(VendorFailure.FindIn).OrderByDescending(static failure => failure.Loses)];
        var judged = cases.Count(static result => result.Verdict is Verdict.Passed or Verdict.NonStrict or Verdict.Failed);
        List<VendorFailure> counting = [.. failures.Where(failure => RunGate.IsStrongEnough(failOn, failure.Level))];
        var answer = judged == 0
            ? "unknown"
            : counting.Exists(static failure => failure.Loses) ? "loses" : counting.Count > 0 ? "form_only" : "works";
        return new VendorRow(
            vendor,
            answer,
            cases.Count,
            cases.Count(static result => result.Verdict is Verdict.Passed or Verdict.NonStrict),
            cases.Count(static result => result.Verdict == Verdict.Failed),
            cases.Count - judged,
            failures);
    }
}

/// <summary>A case that a relay does not handle as it should.</summary>
/// <param name="Case">The case's id.</param>
/// <param name="Title">The case's title.</param>
/// <param name="Check">The check that found it.</param>
/// <param name="Message">Its sentence.</param>
/// <param name="Loses">Whether a client ends up with something wrong; otherwise only the form of the stream is.</param>
internal sealed record VendorFailure(string Case, string Title, string Check, string Message, bool Loses)
{
    /// <summary>The level of the case.</summary>
    public string Level { get; init; } = "must";

    /// <summary>The reason why the failure is expected, from the list of known failures; <see langword="null"/> when it is not.</summary>
    public string? Known { get; init; }

    /// <summary>The clients that lose something or break in the case, by name.</summary>
    public IReadOnlyList<string> Hurts { get; init; } = [];

    /// <summary>Returns the failure of a case, the wrong outcome before the broken rule; empty without an error.</summary>
    public static IEnumerable<VendorFailure> FindIn(CaseResult result) =>
        result.Verdict is not (Verdict.Passed or Verdict.NonStrict or Verdict.Failed) ? [] :
            result.Findings.Where(static finding => finding.Severity == Severity.Error).OrderBy(static finding => finding.Kind).Take(1)
                .Select(finding => new VendorFailure(
                    result.Id, result.Title, finding.Check, finding.Message, finding.Kind == FindingKind.Outcome)
                {
                    Level = result.Level,
                    Known = result.Known ?? finding.Known,
                    Hurts = [.. result.Clients.Where(static cell =>
                        cell is { Inherent: false, Impact: not "works" }).Select(static cell => cell.Client)],
                });
}

/// <summary>A rule that is broken in cases of a vendor whose outcome is right.</summary>
/// <param name="Check">The rule's id.</param>
/// <param name="Message">The message of the first of them.</param>
/// <param name="Cases">The cases, in the order of the run.</param>
/// <param name="Hurts">The clients that lose something or break in one of them.</param>
internal sealed record VendorForm(string Check, string Message, IReadOnlyList<string> Cases, IReadOnlyList<string> Hurts)
{
    public static VendorForm Of(IGrouping<string, VendorFailure> failures) => new(
        failures.Key, failures.First().Message, [.. failures.Select(static failure => failure.Case)],
        [.. failures.SelectMany(static failure => failure.Hurts).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
}
