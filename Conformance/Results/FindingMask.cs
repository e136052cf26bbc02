namespace Conformance.Results;

/// <summary>The lines of a run with their credentials masked. Pure.</summary>
internal static class FindingMask
{
    public static RunInfo Of(RunInfo info) => info with { Target = SecretMask.Text(info.Target), Command = SecretMask.Text(info.Command), Notes = [.. info.Notes.Select(SecretMask.Text)] };

    public static CaseResult Of(CaseResult result) => result with
    {
        Reason = Text(result.Reason),
        Findings = [.. result.Findings.Select(Of)],
        Clients = [.. result.Clients.Select(static cell => cell with { Says = SecretMask.Text(cell.Says) })],
        Repro = SecretMask.Text(result.Repro),
    };

    public static RuleResult Of(RuleResult rule) => rule.First is { } first ? rule with { First = first with { Finding = Of(first.Finding) } } : rule;

    private static Finding Of(Finding finding) => finding with
    {
        Message = SecretMask.Text(finding.Message),
        Expected = Text(finding.Expected),
        Received = Text(finding.Received),
        Member = Text(finding.Member),
        EventType = Text(finding.EventType),
    };

    private static string? Text(string? text) => text is null ? null : SecretMask.Text(text);
}
