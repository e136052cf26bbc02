using System.Globalization;
using System.Text;
using Conformance.Results;

namespace Conformance.Reporting.Texts;

/// <summary>One case on one screen, the same in the console, in JUnit files and in summaries. Pure.</summary>
/// <remarks>The first line is sufficient for a list; the rest is the first difference with its place in the scenario.</remarks>
public static class FailureText
{
    private const int LabelWidth = 10;
    private const int MaxValueLines = 6;
    private const int MaxLineLength = 240;

    /// <summary>Returns the text; lines are parted by line feeds, and the last has none.</summary>
    /// <param name="result">The case.</param>
    /// <param name="relay">The relay's name.</param>
    public static string Create(CaseResult result, string relay)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(relay);

        var first = FirstDivergence.Find(result);
        var text = new StringBuilder(FirstLine(result, relay, first));
        Add(text, "reason", result.Reason);
        Add(text, "known", result.Known);
        Add(text, "outcome", FormatOutcome(result));
        if (first is not null)
        {
            Add(text, "message", first.Times > 1
                ? string.Create(CultureInfo.InvariantCulture, $"{first.Message} (in {first.Times} events)")
                : first.Message);
            Add(text, "expected", first.Expected);
            Add(text, "received", first.Received);
            Add(text, "relay", result.RelayError is { } error ? $"its own error: {error}" : null);
            Add(text, "after", first.After is { } step ? Step(step) : null);
            Add(text, "spec", FormatSpec(result, first));
        }

        Add(text, "also", FormatOthers(result, first, static finding => finding.Kind == FindingKind.Outcome));
        Add(text, "rules", FormatRules(result, first));
        Add(text, "repro", result.Repro);

        return text.ToString();
    }

    /// <summary>Returns the place of a finding, such as <c>at event 4</c>; empty without a place.</summary>
    internal static string FormatPlace(Finding finding)
    {
        var turn = finding.Turn > 1 ? string.Create(CultureInfo.InvariantCulture, $" in turn {finding.Turn}") : "";

        return finding switch
        {
            { Event: { } index } => string.Create(CultureInfo.InvariantCulture, $"at event {index}{turn}"),
            { Offset: { } offset } => string.Create(CultureInfo.InvariantCulture, $"at byte {offset}{turn}"),
            _ => turn.TrimStart(),
        };
    }

    private static string FirstLine(CaseResult result, string relay, Finding? first)
    {
        var line = $"{FormatWord(result.Verdict)} {PlainText.Create(result.Id)} [{PlainText.Create(result.Level)}] "
            + $"relay={PlainText.Create(relay)}";
        if (first is not null)
        {
            line += $"  check={PlainText.Create(first.Check)}";
            line += FormatPlace(first) is { Length: > 0 } place ? $"  {place}" : "";
            line += first.Member is { Length: > 0 } member ? $"  member={PlainText.Create(member)}" : "";
        }

        return line;
    }

    private static string FormatWord(Verdict verdict) => verdict switch
    {
        Verdict.Passed => "PASS",
        Verdict.NonStrict => "NON-STRICT",
        Verdict.Failed => "FAIL",
        Verdict.NotApplicable => "N/A",
        Verdict.HarnessError => "HARNESS ERROR",
        Verdict.DidNotRun => "DID NOT RUN",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, message: null),
    };

    private static string Step(StepReference step) =>
        string.Create(CultureInfo.InvariantCulture, $"upstream step {step.Number}  {step.File}:{step.Line}   {step.Text}");

    private static string? FormatSpec(CaseResult result, Finding first)
    {
        if (first.Spec is not { } reference)
        {
            return null;
        }

        var title = result.Spec.FirstOrDefault(link => string.Equals(link.Ref, reference, StringComparison.Ordinal))?.Title;

        return title is null ? reference : $"{reference} — {title}";
    }

    /// <summary>Returns whether the case's own question was answered rightly; rules are judged over the whole run.</summary>
    private static string? FormatOutcome(CaseResult result) =>
        result.Verdict == Verdict.Failed || result.Findings.Count > 0 ? OutcomeWords.Describe(result) : null;

    /// <summary>Returns the broken rules, and on a separate line those with warnings.</summary>
    private static string? FormatRules(CaseResult result, Finding? first)
    {
        var broken = FormatOthers(result, first, static finding => finding is { Kind: FindingKind.Rule, Severity: Severity.Error });
        var warned = FormatOthers(result, first, static finding => finding is { Kind: FindingKind.Rule, Severity: not Severity.Error });
        string?[] lines = [broken is null
            ? null
            : $"broken in its stream: {broken}", warned is null ? null : $"warnings in its stream: {warned}"];

        return string.Join('\n', lines.OfType<string>());
    }

    private static string? FormatOthers(CaseResult result, Finding? first, Predicate<Finding> takes)
    {
        var checks = result.Findings.Where(finding => takes(finding) && !ReferenceEquals(finding, first))
            .GroupBy(finding => finding.Check, StringComparer.Ordinal)
            .Select(group => group.Count() == 1 ? group.Key : string.Create(CultureInfo.InvariantCulture, $"{group.Key} ×{group.Count()}"))
            .ToList();

        return checks.Count == 0 ? null : string.Join(", ", checks);
    }

    private static void Add(StringBuilder text, string label, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        var lines = value.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var left = lines.Length - MaxValueLines;
        IEnumerable<string> shown = left > 0
            ? [.. lines.Take(MaxValueLines), string.Create(CultureInfo.InvariantCulture, $"… {left} more lines")]
            : lines;
        var name = label.PadRight(LabelWidth);
        foreach (var line in shown)
        {
            text.Append("\n  ")
                .Append(name)
                .Append(string.Equals(label, "repro", StringComparison.Ordinal) ? PlainText.Create(line) : Cut(PlainText.Create(line)));
            name = new string(' ', LabelWidth);
        }
    }

    private static string Cut(string line)
    {
        if (line.Length <= MaxLineLength)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[MaxLineLength - 1]) ? MaxLineLength - 1 : MaxLineLength;

        return string.Create(CultureInfo.InvariantCulture, $"{line.AsSpan(0, end)}… ({line.Length - end} more characters)");
    }
}
