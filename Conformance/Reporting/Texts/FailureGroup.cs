using System.Text.RegularExpressions;
using Conformance.Results;

namespace Conformance.Reporting.Texts;

/// <summary>Cases whose outcome is wrong in the same way: many red cases usually have few causes.</summary>
/// <param name="Check">The check of the first divergence; empty when a case failed without a finding.</param>
/// <param name="EventType">The type of the event at which it was found; <see langword="null"/> without a single event.</param>
/// <param name="Cases">The cases, in the order of their ids.</param>
internal sealed partial record FailureGroup(string Check, string? EventType, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>
    /// The JSON path of the member it is about, without the numbers of elements; <see langword="null"/> when it is about no single member.
    /// </summary>
    public string? Member { get; init; }

    /// <summary>The variation under which it was seen; <see langword="null"/> when the plain case failed.</summary>
    public string? Variation { get; init; }

    /// <summary>
    /// The rules that are broken in every one of these cases and in no case whose outcome is right: they may be the reason.
    /// </summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>The number of cases that are known failures.</summary>
    public int Known => Cases.Count(result => result.Known is not null);

    /// <summary>The cause in words, such as <c>event-order at response.completed (usage.input_tokens)</c>.</summary>
    public string Words =>
        (Check.Length == 0 ? "no finding" : Check)
            + (Variation is { } variation ? $" {variation}" : "")
            + (EventType is { } type ? $" at {type}" : "")
            + (Member is { } member ? $" ({member})" : "");

    /// <summary>Returns the failed cases by their first divergence, the most frequent first.</summary>
    public static IReadOnlyList<FailureGroup> GroupCases(IEnumerable<CaseResult> cases)
    {
        var all = cases.ToList();
        var harmless = all.Where(result => result.Verdict is Verdict.Passed or Verdict.NonStrict)
            .SelectMany(FindBroken)
            .ToHashSet(StringComparer.Ordinal);

        return
        [
            .. all.Where(result => result.Verdict == Verdict.Failed)
                .GroupBy(GetCause)
                .Select(group => Group(group.Key, [.. group.OrderBy(result => result.Id, StringComparer.Ordinal)], harmless))
                .OrderByDescending(group => group.Cases.Count)
                .ThenBy(group => group.Check, StringComparer.Ordinal)
                .ThenBy(group => group.Variation, StringComparer.Ordinal)
                .ThenBy(group => group.EventType, StringComparer.Ordinal)
                .ThenBy(group => group.Member, StringComparer.Ordinal),
        ];
    }

    /// <summary>Returns the cause of one case, in the words of its group.</summary>
    public static string WordsOf(CaseResult result) => Group(GetCause(result), [result], []).Words;

    private static FailureGroup Group(
        (string Check, string? Variation, string? EventType, string? Member) cause,
        IReadOnlyList<CaseResult> cases,
        HashSet<string> harmless) =>
        new(cause.Check, cause.EventType, cases)
        {
            Member = cause.Member,
            Variation = cause.Variation,
            Rules = [.. FindBroken(cases[0]).Where(rule => !harmless.Contains(rule) && rule != cause.Check
                && cases.All(result => FindBroken(result).Contains(rule)))],
        };

    private static IEnumerable<string> FindBroken(CaseResult result) =>
        result.Findings.Where(finding => finding is { Kind: FindingKind.Rule, Severity: Severity.Error })
            .Select(finding => finding.Check)
            .Distinct(StringComparer.Ordinal);

    private static (string Check, string? Variation, string? EventType, string? Member) GetCause(CaseResult result)
    {
        var first = FirstDivergence.Find(result);

        return (first?.Check ?? "", first?.Variation?.Word, first?.Variation is null
            ? first?.EventType
            : null, first?.Member is { Length: > 0 } member ? Number().Replace(member, "[]") : null);
    }

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
