using System.Globalization;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>
/// Writes the list of cases with their findings, readable without script: the causes of wrong outcomes first, each of which folds.
/// </summary>
internal sealed class CaseListWriter(HtmlWriter html, CaseList list, PageIndex index)
{
    // Rows of a longer list are laid out when they come into view.
    private const int LongList = 1000;

    private static readonly string[] Marks = ["known", "flaky"];

    // So few rows are read faster than unfolded; more of them would hide the causes below.
    private const int MostOpen = 12;

    public void Write()
    {
        html.Open("section", ("class", "cases"), ("aria-labelledby", "cases-title")).Line();
        html.Element("h2", ReportResources.GetString("cases"), ("id", "cases-title"), ("class", "visually-hidden")).Line();
        WriteFilters();
        html.Element("p", "", ("id", "shown"), ("role", "status"), ("class", "shown")).Line();
        foreach (var section in list.Sections)
        {
            WriteSection(section);
        }

        html.Element("p", ReportResources.GetString("nothing"), ("id", "nothing"), ("hidden", "")).Line();
        html.Close().Line();
    }

    private void WriteFilters()
    {
        html.Open("form", ("id", "filters"), ("hidden", ""), ("role", "search"), ("aria-label", ReportResources.GetString("filters")))
            .Line();
        html.Open("label", ("class", "search")).Element("span", ReportResources.GetString("search"), ("class", "visually-hidden"));
        html.Void(
            "input",
            ("type", "search"),
            ("id", "q"),
            ("placeholder", ReportResources.GetString("search.hint")),
            ("autocomplete", "off"),
            ("spellcheck", "false"));
        html.Element("kbd", "/", ("aria-hidden", "true")).Close();
        html.Open("fieldset").Element("legend", ReportResources.GetString("verdict"), ("class", "visually-hidden"));
        foreach (var section in list.Sections)
        {
            WriteChip(VerdictCounts.GetKey(section.Verdict), Wording.GetVerdict(section.Verdict));
        }

        foreach (var mark in Marks.Where(mark => list.Cases.Any(result => mark == "known" ? result.Known is not null : result.Flaky)))
        {
            WriteChip(mark, ReportResources.GetString(mark));
        }

        html.Close();
        WriteSelect("level", [.. list.Cases.Select(result => result.Level).Distinct(StringComparer.Ordinal).OrderBy(LevelOrder)]);
        WriteSelect("tag", index.GetNames('t'));
        WriteSelect("check", index.GetNames('c'));
        WriteSelect("seen", index.GetNames('s'));
        WriteSelect("client", index.GetNames('k'));
        html.Element("button", ReportResources.GetString("clear"), ("type", "button"), ("id", "clear"), ("hidden", ""));
        html.Close().Line();
    }

    private void WriteChip(string value, string words) =>
        html.Open("label", ("class", $"chip {value}"))
            .Void("input", ("type", "checkbox"), ("name", "v"), ("value", value))
            .Text(words)
            .Close();

    private void WriteSelect(string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        html.Open("label", ("class", "select")).Element("span", ReportResources.GetString(name)).Open("select", ("id", name));
        html.Element("option", ReportResources.GetString("any"), ("value", ""));
        foreach (var value in values)
        {
            html.Element("option", value, ("value", value));
        }

        html.Close().Close();
    }

    private void WriteSection(CaseSection section)
    {
        var key = VerdictCounts.GetKey(section.Verdict);
        var count = section.Groups.Sum(group => group.Cases.Count);
        html.Open("section", ("class", $"verdicts {key}"), ("aria-labelledby", $"s-{key}")).Line();
        html.Open("h3", ("id", $"s-{key}"));
        SummaryWriter.VerdictMark(html, section.Verdict);
        html.Text(" ").Element("span", FormatNumber(count), ("class", "count"));
        if (section.Verdict == Verdict.Failed)
        {
            html.Element("span", Wording.Count(section.Groups.Count, "cause"), ("class", "count causes-count"));
        }

        html.Close().Line();
        var open = 0;
        foreach (var group in section.Groups)
        {
            var isOpen = open + group.Cases.Count <= MostOpen;
            open += isOpen ? group.Cases.Count : 0;
            WriteGroup(group, section.Verdict, isOpen);
        }

        html.Close().Line();
    }

    private void WriteGroup(FailureGroup group, Verdict verdict, bool isOpen)
    {
        // Right cases are looked for by their ids; they fold when there is something wrong to read first.
        var folds = verdict == Verdict.Failed;
        html.Open(folds ? "details" : "div", ("class", folds ? "group cause" : "group"), ("open", folds && isOpen ? "" : null));
        if (folds)
        {
            WriteCause(group);
        }

        html.Open("ol", ("class", group.Cases.Count > LongList ? "list long" : "list")).Line();
        foreach (var result in group.Cases)
        {
            WriteCase(result);
        }

        html.Close().Close().Line();
    }

    private void WriteCause(FailureGroup group)
    {
        html.Open("summary")
            .Open("h4")
            .Element("code", group.Check.Length == 0 ? ReportResources.GetString("nofinding") : group.Check, ("class", "check"));
        if (group.Variation is { } variation)
        {
            html.Text(" ").Element("code", variation);
        }

        if (group.EventType is { } type)
        {
            html.Text($" {ReportResources.GetString("at")} ").Element("code", type);
        }

        if (group.Member is { } member)
        {
            html.Text(" · ").Element("code", member, ("class", "member"));
        }

        html.Element("span", Wording.Count(group.Cases.Count, "case"), ("class", "count"), ("data-total", FormatNumber(group.Cases.Count)));
        if (group.Known > 0)
        {
            html.Element("span", group.Known == group.Cases.Count
                ? ReportResources.GetString("known")
                : $"{FormatNumber(group.Known)} {ReportResources.GetString("known")}", ("class", "badge known"));
        }

        html.Close();
        html.Open("span", ("class", "cause-example")).WriteSentence(FirstDivergence.Find(group.Cases[0])?.Message).Close().Close().Line();
        if (group.Rules.Count > 0 || index.Texts.ContainsKey(group.Check))
        {
            html.Open("p", ("class", "cause-notes"));
            if (index.Texts.ContainsKey(group.Check))
            {
                html.Element("a", ReportResources.GetString("explain"), ("href", $"#about={group.Check}")).Text(" ");
            }

            if (group.Rules.Count > 0)
            {
                html.Text(ReportResources.GetString("cause.rules") + " ");
                foreach (var rule in group.Rules)
                {
                    CheckLinks.Write(html, index, rule);
                    html.Text(" ");
                }
            }

            html.Close().Line();
        }
    }

    private void WriteCase(CaseResult result)
    {
        // The element's id is the link's fragment, so that the link leads somewhere without script too. The script reads id, verdict and
        // words from it.
        var key = VerdictCounts.GetKey(result.Verdict);
        html.Open("li", ("class", $"case {key}"), ("id", $"case={result.Id}"), ("data-x", index.GetKeys(result)));
        html.Open("div", ("class", "row"));
        html.Element(
            "span",
            ReportResources.GetString($"mark.{key}"),
            ("class", "mark"),
            ("role", "img"),
            ("aria-label", Wording.GetVerdict(result.Verdict)));
        html.Element("a", result.Id, ("class", "id"), ("href", $"#case={result.Id}"));
        html.Open("span", ("class", "title")).Text(result.Title);
        WriteBadges(result);
        html.Close().Element("span", result.Level, ("class", "level"));
        html.Element("span", FormatDuration(result.DurationMs), ("class", "time"));
        html.Close();
        if (result.Reason is { Length: > 0 } reason)
        {
            html.Element("p", reason, ("class", "reason"));
        }

        if (result.Known is { Length: > 0 } known)
        {
            html.Element("p", $"{ReportResources.GetString("known.because")} {known}", ("class", "reason"));
        }

        // A right case of a long list has its findings on its own page and on the rule board.
        if (result.Verdict is not Verdict.Passed)
        {
            WriteFindings(result);
        }

        html.Close().Line();
    }

    private void WriteBadges(CaseResult result)
    {
        if (result.Known is not null)
        {
            html.Element("span", ReportResources.GetString("known"), ("class", "badge known"));
        }

        if (result.Flaky)
        {
            html.Element("span", ReportResources.GetString("flaky"), ("class", "badge flaky"));
        }

        var rules = result.Findings.Where(finding => finding is { Kind: FindingKind.Rule, Severity: Severity.Error })
            .Select(finding => finding.Check)
            .Distinct(StringComparer.Ordinal)
            .Count();
        if (rules > 0)
        {
            html.Element("span", Wording.Count(rules, "rule.broken"), ("class", "badge breaks-rules"));
        }
    }

    private void WriteFindings(CaseResult result)
    {
        if (result.Findings.Count == 0)
        {
            return;
        }

        html.Open("details", ("class", "more"));
        html.Open("summary").Open("span", ("class", "first")).WriteSentence(FirstDivergence.Find(result)?.Message).Close();
        html.Element("span", Wording.Count(result.Findings.Count, "finding"), ("class", "count"));
        html.Close();
        html.Open("ul");
        foreach (var finding in result.Findings)
        {
            WriteFinding(finding);
        }

        html.Close();
        html.Open("p", ("class", "repro")).Text(ReportResources.GetString("repro") + " ").Element("code", result.Repro).Close();
        html.Close();
    }

    private void WriteFinding(Finding finding)
    {
        html.Open("li", ("class", $"finding {Wording.GetSeverity(finding.Severity)}"));
        html.Open("p");
        CheckLinks.Write(html, index, finding.Check);
        html.Text($" {Wording.GetSeverity(finding.Severity)} {FailureText.FormatPlace(finding)} ").WriteSentence(finding.Message).Close();
        html.Open("dl");
        WritePair("expected", finding.Expected);
        WritePair("received", finding.Received);
        WritePair("after", finding.After is { } step
            ? string.Create(CultureInfo.InvariantCulture, $"step {step.Number}, {step.File}:{step.Line}  {step.Text}")
            : null);
        WritePair("spec", finding.Spec);
        html.Close().Close();
    }

    private void WritePair(string key, string? value)
    {
        if (value is not null)
        {
            html.Element("dt", ReportResources.GetString(key)).Element("dd", value);
        }
    }

    private static int LevelOrder(string level) => level switch { "must" => 0, "should" => 1, "may" => 2, _ => 3 };

    private static string FormatNumber(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string FormatDuration(double milliseconds) => milliseconds < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s");
}
