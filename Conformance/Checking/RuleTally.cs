using Conformance.Checking.Rules;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking;

/// <summary>Judges each rule over the whole run. Pure: it counts the findings in the cases' lines.</summary>
public static class RuleTally
{
    /// <summary>One row a rule, in the order of the catalogue; a rule that applied to no answer has a row with zero streams.</summary>
    /// <param name="info">The run, for the weakest level that fails it.</param>
    /// <param name="cases">The cases in the order of their ids.</param>
    public static IReadOnlyList<RuleResult> Count(RunInfo info, IReadOnlyList<CaseResult> cases)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(cases);

        return [.. CheckCatalog.All.Where(check => !info.SkippedRules.Contains(check.Info.Id, StringComparer.Ordinal))
            .Select(check => Row(info, check, cases))];
    }

    /// <summary>How many of a case's turns each family of rules applied to, as it stands in the case's line.</summary>
    public static IReadOnlyDictionary<string, int> CountJudgedTurns(IReadOnlyList<RecordedTurn> turns)
    {
        ArgumentNullException.ThrowIfNull(turns);

        return new Dictionary<string, int>(StringComparer.Ordinal)
        {
            [Word(RuleScope.Stream)] = turns.Count(turn => turn.Wire is not null && !turn.IsTail),
            [Word(RuleScope.Answer)] = turns.Count,
            [Word(RuleScope.Response)] = turns.Count(turn => turn.Wire is not null ? !turn.IsTail : ResponseBody.TryWalk(turn) is not null),
            [Word(RuleScope.ChatRequest)] = turns.Count(turn => turn.Upstream.Exchanges.Count + turn.Upstream.Strays.Count > 0),
            [Word(RuleScope.Parity)] = turns.Count(turn => turn.NonStream is not null),
        };
    }

    private static RuleResult Row(RunInfo info, ICheck check, IReadOnlyList<CaseResult> cases)
    {
        var broken = cases.Select(result => (Case: result, Findings: OfRule(result, check.Info.Id)))
            .Where(pair => pair.Findings.Count > 0)
            .ToList();
        var first = broken.FirstOrDefault(pair =>
            pair.Findings.Any(finding => finding.Severity == Severity.Error)) is { Case: not null } error ? error : broken.FirstOrDefault();
        var streams = cases.Sum(result => result.Judged.GetValueOrDefault(Word(check.Scope)));
        var known = broken.SelectMany(pair => pair.Findings)
            .Where(finding => finding.Severity == Severity.Error)
            .Select(finding => finding.Known)
            .ToList();
        return new RuleResult
        {
            Id = check.Info.Id,
            Rule = check.Info.Rule,
            Title = check.Info.Title,
            Severity = broken.Count == 0 ? check.Info.Severity : broken.SelectMany(pair => pair.Findings).Min(finding => finding.Severity),
            Streams = streams,
            Held = streams - broken.Sum(pair => pair.Findings.Select(finding => finding.Turn).Distinct().Count()),
            Fails = broken.Any(pair => RunGate.IsStrongEnough(info.FailOn, pair.Case.Level)
                && pair.Findings.Any(finding => finding.Severity == Severity.Error && finding.Known is null)),
            Cases = [.. broken.Select(pair => pair.Case.Id)],
            Known = known.Count > 0 && known.TrueForAll(reason => reason is not null) ? known[0] : null,
            First = first.Case is null ? null : new RuleExample(first.Case.Id, first.Findings[0]),
        };
    }

    private static IReadOnlyList<Finding> OfRule(CaseResult result, string id) =>
        [.. result.Findings.Where(finding => finding.Kind == FindingKind.Rule && finding.Check == id).OrderBy(finding => finding.Severity)];

    private static string Word(RuleScope scope) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(scope.ToString());
}
