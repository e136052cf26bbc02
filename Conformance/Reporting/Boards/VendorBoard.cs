using Conformance.Results;

namespace Conformance.Reporting.Boards;

/// <summary>
/// Answers which vendors can be put behind a relay: one row a vendor, from the cases that the vendor is known to cause. Pure.
/// </summary>
/// <param name="Rows">The vendors, those that lose something first.</param>
internal sealed record VendorBoard(IReadOnlyList<VendorRow> Rows)
{
    /// <summary>Returns the board of a run: the vendors of its cases.</summary>
    public static VendorBoard Of(RunResult run) => Of(run, []);

    /// <summary>Returns the board of a run with a row for each known vendor, also for those without a case in the run.</summary>
    public static VendorBoard Of(RunResult run, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(run);
        var cases = BoardCases.Select(run)
            .SelectMany(static result => result.SeenIn.Select(vendor => (Vendor: vendor, Case: result)))
            .ToLookup(static pair => pair.Vendor, static pair => pair.Case, StringComparer.Ordinal);
        return new VendorBoard(
        [
            .. cases.Select(static group => group.Key).Union(known, StringComparer.Ordinal)
                .Select(vendor => VendorRow.Of(vendor, run.Info.FailOn, [.. cases[vendor]]))
                .OrderBy(static row => Array.IndexOf(VendorRow.Answers, row.Answer))
                .ThenByDescending(static row => row.Failures.Count(static failure => failure.Loses))
                .ThenByDescending(static row => row.Failures.Count)
                .ThenBy(static row => row.Vendor, StringComparer.Ordinal),
        ]);
    }
}
