using Conformance.Results;

namespace Conformance.Gating;

/// <summary>The known failures of a relay. Marks results that match an entry.</summary>
/// <param name="Entries">The entries in the order of the file.</param>
internal sealed record KnownList(IReadOnlyList<KnownEntry> Entries)
{
    /// <summary>A list without entries.</summary>
    public static KnownList Empty { get; } = new([]);

    /// <summary>Returns the case with its known failures marked. A broken harness is never an expected failure.</summary>
    public CaseResult Mark(CaseResult result)
    {
        if (Entries.Count == 0 || result.Verdict == Verdict.HarnessError)
        {
            return result;
        }

        var findings = result.Findings.Select(finding => finding.Severity == Severity.Error && NoteOf(result.Id, finding) is { } note
            ? finding with { Known = note }
            : finding).ToList();
        return result with { Findings = findings, Known = result.Known ?? OfCase(result, findings) };
    }

    /// <summary>Returns whether an entry covers an error of a check.</summary>
    public static bool Covers(KnownEntry entry, string id, Finding finding) =>
        entry.Rule is { } rule
            ? finding.Kind == FindingKind.Rule && finding.Check == rule
            : entry.Case!.Matches(id) && (entry.Check is { } check ? finding.Check == check : finding.Kind == FindingKind.Outcome);

    private string? NoteOf(string id, Finding finding) =>
        finding.Known ?? Entries.FirstOrDefault(entry => Covers(entry, id, finding))?.Note;

    /// <summary>
    /// An entry without a check covers the case's failure; entries with one cover it when each of its outcome errors has an entry.
    /// </summary>
    private string? OfCase(CaseResult result, List<Finding> findings)
    {
        if (result.Verdict != Verdict.Failed)
        {
            return null;
        }

        if (Entries.FirstOrDefault(entry => entry is { Case: not null, Check: null } && entry.Case.Matches(result.Id)) is { } whole)
        {
            return whole.Note;
        }

        var errors = findings.FindAll(static finding => finding is { Kind: FindingKind.Outcome, Severity: Severity.Error });
        return errors.Count > 0 && errors.TrueForAll(static finding => finding.Known is not null) ? errors[0].Known : null;
    }
}
