namespace Conformance.Results;

/// <summary>
/// The lines of a run with their credentials masked, and cut: a message may hold a word of the relay's of any length. Pure.
/// </summary>
internal static class FindingMask
{
    private const int Longest = 4000;
    private const int LongestName = 200;

    public static RunInfo Mask(RunInfo info) => info with
    {
        Target = SecretMask.MaskText(info.Target),
        Command = SecretMask.MaskText(info.Command),
        Notes = [.. info.Notes.Select(SecretMask.MaskText)],
    };

    public static CaseResult Mask(CaseResult result) => result with
    {
        Reason = Text(result.Reason),
        Findings = [.. result.Findings.Select(Mask)],
        Clients = [.. result.Clients.Select(static cell => cell with { Says = Cut(SecretMask.MaskText(cell.Says)) })],
        Repro = SecretMask.MaskText(result.Repro),
    };

    public static RuleResult Mask(RuleResult rule) =>
        rule.First is { } first ? rule with { First = first with { Finding = Mask(first.Finding) } } : rule;

    private static Finding Mask(Finding finding) => finding with
    {
        Message = Cut(SecretMask.MaskText(finding.Message)),
        Expected = Text(finding.Expected),
        Received = Text(finding.Received),
        Member = Text(finding.Member),
        Variation = finding.Variation is { } variation
            ? variation with { Was = Text(variation.Was)!, Now = Text(variation.Now)! }
            : null, // A text stays a text.
        EventType = finding.EventType is { } type ? MaskName(type) : null,
    };

    /// <summary>An event's name as it is listed.</summary>
    public static string MaskName(string name) =>
        SecretMask.MaskSameLength(name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName), "…"));

    private static string? Text(string? text) => text is null ? null : Cut(SecretMask.MaskText(text));

    private static string Cut(string text) => text.Length <= Longest ? text : $"{text.AsSpan(0, Longest)}… ({text.Length} characters)";
}
