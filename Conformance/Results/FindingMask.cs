namespace Conformance.Results;

/// <summary>
/// The lines of a run with their credentials masked, and cut: a message may hold a word of the relay's of any length. Pure.
/// </summary>
internal static class FindingMask
{
    private const int Longest = 4000;
    private const int LongestName = 200;

    public static RunInfo Of(RunInfo info) => info with
    {
        Target = SecretMask.Text(info.Target),
        Command = SecretMask.Text(info.Command),
        Notes = [.. info.Notes.Select(SecretMask.Text)],
    };

    public static CaseResult Of(CaseResult result) => result with
    {
        Reason = Text(result.Reason),
        Findings = [.. result.Findings.Select(Of)],
        Clients = [.. result.Clients.Select(static cell => cell with { Says = Cut(SecretMask.Text(cell.Says)) })],
        Repro = SecretMask.Text(result.Repro),
    };

    public static RuleResult Of(RuleResult rule) =>
        rule.First is { } first ? rule with { First = first with { Finding = Of(first.Finding) } } : rule;

    private static Finding Of(Finding finding) => finding with
    {
        Message = Cut(SecretMask.Text(finding.Message)),
        Expected = Text(finding.Expected),
        Received = Text(finding.Received),
        Member = Text(finding.Member),
        Variation = finding.Variation is { } variation
            ? variation with { Was = Text(variation.Was)!, Now = Text(variation.Now)! }
            : null, // A text stays a text.
        EventType = finding.EventType is { } type ? Name(type) : null,
    };

    /// <summary>An event's name as it is listed.</summary>
    public static string Name(string name) =>
        SecretMask.SameLength(name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName), "…"));

    private static string? Text(string? text) => text is null ? null : Cut(SecretMask.Text(text));

    private static string Cut(string text) => text.Length <= Longest ? text : $"{text.AsSpan(0, Longest)}… ({text.Length} characters)";
}
