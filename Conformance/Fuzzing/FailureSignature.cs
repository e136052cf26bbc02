using System.Text.RegularExpressions;
using Conformance.Fuzzing.Proving;
using Conformance.Results;
using Scenarios.Model;

namespace Conformance.Fuzzing;

/// <summary>
/// The signature of a failure: its checks, each with the shape of its message. Values that differ from play to play are left out of a
/// shape.
/// </summary>
/// <param name="Parts">The checks with their shapes, in the order of their names.</param>
internal sealed record FailureSignature(string Parts)
{
    /// <summary>Reads the signature of findings.</summary>
    /// <remarks>
    /// If the expectation follows from the upstream's bytes, it is derived again for each smaller case, so the values may change. If a
    /// person wrote it, the expected and received values belong to the signature: otherwise a case could shrink to one that fails only
    /// because the upstream no longer sends the expected value.
    /// </remarks>
    public static FailureSignature Of(Scenario scenario, IReadOnlyList<Finding> findings)
    {
        var isWritten = !DerivedExpectation.Has(scenario);
        return new FailureSignature(string.Join('\n', findings
            .Where(static finding => finding.Severity == Severity.Error)
            .Select(finding => Shape(finding, isWritten))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)));
    }

    /// <summary>Returns the signature of one finding.</summary>
    public static FailureSignature Of(Scenario scenario, Finding finding) => Of(scenario, [finding]);

    /// <summary>Whether anything failed.</summary>
    public bool IsFailure => Parts.Length > 0;

    /// <summary>The signature of each way in which the case fails.</summary>
    public IEnumerable<FailureSignature> Each =>
        Parts.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static part => new FailureSignature(part));

    /// <summary>Returns the part of it that is about one check.</summary>
    public FailureSignature Of(string check) => new(string.Join(
        '\n', Each.Select(static each => each.Parts).Where(part => part.StartsWith(check + " ", StringComparison.Ordinal))));

    /// <summary>Returns whether another case fails in these ways too.</summary>
    public bool IsIn(FailureSignature other) => Each.All(other.Each.Contains);

    private static string Shape(Finding finding, bool isWritten)
    {
        var values = isWritten && finding.Kind == FindingKind.Outcome ? $": {finding.Expected} / {finding.Received}" : "";
        return $"{finding.Check} turn {finding.Turn}: {VolatileValues.RemoveValues(finding.Message)}{VolatileValues.OfIdentifiers(values)}";
    }
}

/// <summary>Leaves out of a message what differs between two cases that fail alike.</summary>
internal static partial class VolatileValues
{
    /// <summary>Returns a message without quoted values and numbers.</summary>
    public static string RemoveValues(string message) => Number().Replace(Quoted().Replace(message, "…"), "0");

    /// <summary>Returns a text without identifiers.</summary>
    public static string OfIdentifiers(string text) => Identifier().Replace(text, "${kind}_0");

    [GeneratedRegex("`[^`]*`|\"[^\"]*\"|'[^']*'", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();

    [GeneratedRegex("\\b(?<kind>[a-z]{2,6})_[0-9a-fA-F]{8,}\\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Identifier();
}
