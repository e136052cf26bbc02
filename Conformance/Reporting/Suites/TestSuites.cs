using System.Globalization;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting.Suites;

/// <summary>
/// A run as suites of tests. JUnit, TRX, CTRF and the badge are all written from these, so that they cannot disagree on what fails the run.
/// </summary>
internal static class TestSuites
{
    private const int MaxNamed = 10;

    /// <summary>Returns the suites: cases, rules, and the result of the gate itself.</summary>
    public static IReadOnlyList<TestSuite> Create(RunResult run)
    {
        List<TestSuite> suites = [new($"relayconf {run.Info.Relay}", [.. run.Cases.Select(result => OfCase(run.Info, result))])];
        if (run.Rules.Count > 0)
        {
            suites.Add(new TestSuite($"relayconf {run.Info.Relay} rules", [.. run.Rules.Select(OfRule)]));
        }

        var gate = run.End?.Gate.Where(static finding => finding.Fails).Select(OfGate).ToList() ?? [];
        if (gate.Count > 0)
        {
            suites.Add(new TestSuite($"relayconf {run.Info.Relay} gate", gate));
        }

        return suites;
    }

    /// <summary>Returns the reason why a failed case does not fail the run.</summary>
    public static string WhyNot(RunInfo info, CaseResult result) => result switch
    {
        { Known: { } known } => $"known failure: {known}",
        _ when info.OnlyRules => "the outcome is wrong; only rules can fail this run (--only-rules)",
        _ => $"the outcome is wrong; level {result.Level} does not fail this run (--fail-on {info.FailOn})",
    };

    private static TestEntry OfCase(RunInfo info, CaseResult result)
    {
        var fails = RunGate.Fails(info, result);
        var first = FirstDivergence.Find(result);
        var state = result.Verdict switch
        {
            Verdict.HarnessError => TestState.Error,
            Verdict.NotApplicable or Verdict.DidNotRun => TestState.Skipped,
            Verdict.Failed => fails ? TestState.Failed : TestState.Skipped,
            Verdict.Passed or Verdict.NonStrict => fails ? TestState.Failed : TestState.Passed,
            _ => throw new ArgumentOutOfRangeException(nameof(result), result.Verdict, message: null),
        };
        var isPlain = result.Verdict == Verdict.Passed && !result.Flaky;
        return new TestEntry
        {
            Name = result.Id,
            Group = result.Id.Split('/')[0],
            State = state,
            RawStatus = result.Flaky && state != TestState.Skipped
                ? "flaky"
                : result.Known is null ? VerdictCounts.GetKey(result.Verdict) : "known",
            Type = result.Verdict == Verdict.Passed ? "flaky" : first?.Check ?? VerdictCounts.GetKey(result.Verdict),
            Message = isPlain ? "" : MessageOf(info, result, state, first),
            Text = isPlain || result.Verdict is Verdict.NotApplicable or Verdict.DidNotRun ? "" : FailureText.Create(result, info.Relay),
            File = result.File,
            Line = first?.After is { } step && step.File == result.File ? step.Line : null,
            DurationMs = result.DurationMs,
            Attempts = result.Attempts,
            Flaky = result.Flaky,
            Tags = result.Tags,
            Properties =
            [
                new("verdict", VerdictCounts.GetKey(result.Verdict)), new("level", result.Level), new("relay", info.Relay),
                .. result.Spec.Select(static link => KeyValuePair.Create("spec", link.Ref)),
                .. result.Known is { } known ? [KeyValuePair.Create("known", known)] : Array.Empty<KeyValuePair<string, string>>(),
                .. result.Attempts > 1
                    ? [new("attempts", FormatNumber(result.Attempts)), new("flaky", result.Flaky ? "true" : "false")]
                    : Array.Empty<KeyValuePair<string, string>>(),
            ],
        };
    }

    private static string MessageOf(RunInfo info, CaseResult result, TestState state, Finding? first) => (state, result.Verdict) switch
    {
        (TestState.Skipped, Verdict.Failed) => WhyNot(info, result),
        (_, Verdict.Failed) => first?.Message ?? result.Reason ?? VerdictCounts.GetWords(result.Verdict),
        (_, Verdict.HarnessError) => first?.Message ?? result.Reason ?? VerdictCounts.GetWords(result.Verdict),
        _ => result.Reason ?? VerdictCounts.GetWords(result.Verdict),
    };

    private static TestEntry OfRule(RuleResult rule)
    {
        var isBroken = rule.Cases.Count > 0;
        var (state, raw, message) = rule switch
        {
            { Fails: true } => (TestState.Failed, "broken", FormatHeld(rule)),
            { Streams: 0, Cases.Count: 0 } => (TestState.Skipped, "not_applicable", "applied to no answer"),
            { Known: { } known } => (TestState.Skipped, "known", $"known failure: {known}"),
            { Severity: Severity.Error, Cases.Count: > 0 } =>
                (TestState.Skipped, "broken", $"{FormatHeld(rule)}; none of these cases fails the run"),
            _ => (TestState.Passed, isBroken ? "warned" : "held", isBroken ? FormatHeld(rule) : ""),
        };
        return new TestEntry
        {
            Name = rule.Id,
            Group = "rules",
            State = state,
            RawStatus = raw,
            Type = rule.Id,
            Message = state == TestState.Failed && rule.First is { } first ? $"{first.Finding.Message} ({FormatHeld(rule)})" : message,
            Text = isBroken ? FormatText(rule) : "",
            File = null,
            Properties =
            [
                new("rule", rule.Rule), new("title", rule.Title), new("streams", FormatNumber(rule.Streams)),
                new("held", FormatNumber(rule.Held)),
                .. rule.Known is { } reason ? [KeyValuePair.Create("known", reason)] : Array.Empty<KeyValuePair<string, string>>(),
            ],
        };
    }

    private static string FormatText(RuleResult rule)
    {
        var rest = rule.Cases.Count - MaxNamed;
        List<string> lines = [$"{rule.Rule} {rule.Title}", FormatHeld(rule)];
        if (rule.First is { } first)
        {
            lines.Add($"first in {first.Case}: {first.Finding.Message}");
            lines.AddRange(first.Finding.Expected is { } expected ? [$"  expected  {expected}"] : []);
            lines.AddRange(first.Finding.Received is { } received ? [$"  received  {received}"] : []);
        }

        lines.Add($"cases: {string.Join(", ", rule.Cases.Take(MaxNamed))}{(rest > 0 ? $" and {FormatNumber(rest)} more" : "")}");
        return string.Join('\n', lines);
    }

    private static string FormatHeld(RuleResult rule) => $"held in {FormatNumber(rule.Held)} of {FormatNumber(rule.Streams)} answers";

    private static TestEntry OfGate(GateFinding finding) => new()
    {
        Name = finding.Subject,
        Group = "gate",
        State = TestState.Failed,
        RawStatus = finding.Kind == GateFindingKind.StaleEntry ? "stale_entry" : "unexpected_pass",
        Type = finding.Kind == GateFindingKind.StaleEntry ? "stale-entry" : "unexpected-pass",
        Message = finding.Message,
        Text = finding.Message,
        File = finding.File,
        Line = finding.Line,
    };

    private static string FormatNumber(int number) => number.ToString(CultureInfo.InvariantCulture);
}
