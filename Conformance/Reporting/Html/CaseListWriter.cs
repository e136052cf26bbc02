using System.Globalization;
using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>The list of cases with their findings, readable without script.</summary>
internal static class CaseListWriter
{
    public static void Write(HtmlWriter html, CaseList list)
    {
        html.Open("section", ("class", "cases"), ("aria-labelledby", "cases-title")).Line();
        html.Element("h2", ReportResources.String("cases"), ("id", "cases-title"), ("class", "visually-hidden")).Line();
        WriteFilters(html, list);
        html.Element("p", "", ("id", "shown"), ("role", "status"), ("class", "shown")).Line();
        var position = 0;
        foreach (var section in list.Sections)
        {
            WriteSection(html, section, ref position);
        }

        html.Element("p", ReportResources.String("nothing"), ("id", "nothing"), ("hidden", "")).Line();
        html.Close().Line();
    }

    private static void WriteFilters(HtmlWriter html, CaseList list)
    {
        html.Open("form", ("id", "filters"), ("hidden", ""), ("role", "search"), ("aria-label", ReportResources.String("filters"))).Line();
        html.Open("label", ("class", "search")).Element("span", ReportResources.String("search"), ("class", "visually-hidden"));
        html.Void("input", ("type", "search"), ("id", "q"), ("placeholder", ReportResources.String("search.hint")), ("autocomplete", "off"), ("spellcheck", "false"));
        html.Element("kbd", "/", ("aria-hidden", "true")).Close();
        html.Open("fieldset").Element("legend", ReportResources.String("verdict"), ("class", "visually-hidden"));
        foreach (var section in list.Sections)
        {
            var key = VerdictCounts.Key(section.Verdict);
            html.Open("label", ("class", $"chip {key}")).Void("input", ("type", "checkbox"), ("name", "v"), ("value", key));
            html.Text(VerdictCounts.Words(section.Verdict)).Close();
        }

        html.Close();
        WriteSelect(html, "level", [.. list.Cases.Select(result => result.Level).Distinct(StringComparer.Ordinal).OrderBy(LevelOrder)]);
        WriteSelect(html, "tag", [.. list.Cases.SelectMany(result => result.Tags).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        html.Element("button", ReportResources.String("clear"), ("type", "button"), ("id", "clear"), ("hidden", ""));
        html.Close().Line();
    }

    private static void WriteSelect(HtmlWriter html, string name, IReadOnlyList<string> values)
    {
        html.Open("label", ("class", "select")).Element("span", ReportResources.String(name)).Open("select", ("id", name));
        html.Element("option", ReportResources.String("any"), ("value", ""));
        foreach (var value in values)
        {
            html.Element("option", value, ("value", value));
        }

        html.Close().Close();
    }

    private static void WriteSection(HtmlWriter html, CaseSection section, ref int position)
    {
        var key = VerdictCounts.Key(section.Verdict);
        var count = section.Groups.Sum(group => group.Cases.Count);
        html.Open("section", ("class", $"verdicts {key}"), ("aria-labelledby", $"s-{key}")).Line();
        html.Open("h3", ("id", $"s-{key}"));
        SummaryWriter.VerdictMark(html, section.Verdict);
        html.Text(" ").Element("span", count.ToString(CultureInfo.InvariantCulture), ("class", "count")).Close().Line();
        foreach (var group in section.Groups)
        {
            WriteGroup(html, group, isFailure: section.Verdict == Verdict.Failed, ref position);
        }

        html.Close().Line();
    }

    private static void WriteGroup(HtmlWriter html, FailureGroup group, bool isFailure, ref int position)
    {
        html.Open("div", ("class", "group"));
        if (isFailure)
        {
            html.Open("h4").Element("code", group.Check.Length == 0 ? ReportResources.String("nofinding") : group.Check, ("class", "check"));
            if (group.EventType is { } type)
            {
                html.Text($" {ReportResources.String("at")} ").Element("code", type);
            }

            html.Element("span", group.Cases.Count == 1 ? ReportResources.String("case.one") : string.Create(CultureInfo.InvariantCulture, $"{group.Cases.Count} {ReportResources.String("case.many")}"), ("class", "count"));
            html.Close().Line();
        }

        html.Open("ol", ("class", "list")).Line();
        foreach (var result in group.Cases)
        {
            WriteCase(html, result, position++);
        }

        html.Close().Close().Line();
    }

    private static void WriteCase(HtmlWriter html, CaseResult result, int position)
    {
        // The element's id is the link's fragment, so that the link leads somewhere without script too.
        html.Open("li",
            ("class", $"case {VerdictCounts.Key(result.Verdict)}"), ("id", $"case={result.Id}"), ("data-id", result.Id), ("data-v", VerdictCounts.Key(result.Verdict)),
            ("data-level", result.Level), ("data-tags", string.Join(' ', result.Tags)),
            ("data-shard", (position / PageLimits.ShardCases).ToString(CultureInfo.InvariantCulture)));
        html.Open("div", ("class", "row"));
        html.Element("span", ReportResources.String($"mark.{VerdictCounts.Key(result.Verdict)}"), ("class", $"mark {VerdictCounts.Key(result.Verdict)}"), ("aria-hidden", "true"));
        html.Element("span", VerdictCounts.Words(result.Verdict), ("class", "visually-hidden"));
        html.Open("a", ("class", "id"), ("href", $"#case={result.Id}")).Text(result.Id).Close();
        html.Element("span", result.Title, ("class", "title"));
        html.Element("span", result.Level, ("class", $"level {result.Level}"));
        html.Element("span", Duration(result.DurationMs), ("class", "time"));
        html.Close();
        WriteReason(html, result);
        WriteFindings(html, result);
        html.Close().Line();
    }

    private static void WriteReason(HtmlWriter html, CaseResult result)
    {
        if (result.Reason is { Length: > 0 } reason)
        {
            html.Element("p", reason, ("class", "reason"));
        }
    }

    private static void WriteFindings(HtmlWriter html, CaseResult result)
    {
        if (result.Findings.Count == 0)
        {
            return;
        }

        html.Open("details", ("class", "more"));
        html.Open("summary").Element("span", FirstDivergence.Of(result)?.Message, ("class", "first"));
        html.Element("span", result.Findings.Count == 1 ? ReportResources.String("finding.one") : string.Create(CultureInfo.InvariantCulture, $"{result.Findings.Count} {ReportResources.String("finding.many")}"), ("class", "count"));
        html.Close();
        html.Open("ul");
        foreach (var finding in result.Findings)
        {
            WriteFinding(html, finding);
        }

        html.Close();
        html.Open("p", ("class", "repro")).Text(ReportResources.String("repro") + " ").Element("code", result.Repro).Close();
        html.Close();
    }

    private static void WriteFinding(HtmlWriter html, Finding finding)
    {
        html.Open("li", ("class", $"finding {Word(finding.Severity)}"));
        html.Open("p").Element("code", finding.Check, ("class", "check")).Text($" {Word(finding.Severity)} {FailureText.Place(finding)} ").Text(finding.Message).Close();
        html.Open("dl");
        Pair(html, "expected", finding.Expected);
        Pair(html, "received", finding.Received);
        Pair(html, "after", finding.After is { } step ? string.Create(CultureInfo.InvariantCulture, $"step {step.Number}, {step.File}:{step.Line}  {step.Text}") : null);
        Pair(html, "spec", finding.Spec);
        html.Close().Close();
    }

    private static void Pair(HtmlWriter html, string key, string? value)
    {
        if (value is not null)
        {
            html.Element("dt", ReportResources.String(key)).Element("dd", value);
        }
    }

    private static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Profile => "profile",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, message: null),
    };

    private static int LevelOrder(string level) => level switch { "must" => 0, "should" => 1, "may" => 2, _ => 3 };

    private static string Duration(double milliseconds) => milliseconds < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s");
}
