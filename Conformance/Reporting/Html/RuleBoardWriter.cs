using System.Globalization;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>Writes the rules that are judged over the whole run: one row a rule, the broken ones first.</summary>
internal sealed class RuleBoardWriter(HtmlWriter html, RunResult run, PageIndex index)
{
    // More places are reached by the filter; a page of ten thousand cases would consist of links.
    private const int MostPlaces = 100;

    private const int MostOpen = 3;

    private static readonly string[] Order = ["broken", "spared", "warned", "held", "unused"];

    private readonly HashSet<string> _cases = run.Cases.Select(result => result.Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>Writes a short list of the broken rules for the first page; nothing if all hold.</summary>
    public void WriteBroken()
    {
        var broken = SortRules().Where(rule => FormatState(rule) is "broken" or "spared").ToList();
        if (broken.Count == 0)
        {
            return;
        }

        html.Open("details", ("class", "broken-rules"), ("open", broken.Count <= MostOpen ? "" : null)).Line();
        html.Open("summary")
            .Open("h2", ("id", "broken-title"))
            .Text(ReportResources.GetString("rules.broken"))
            .Text(" ")
            .Element("span", FormatNumber(broken.Count), ("class", "count"))
            .Close()
            .Close()
            .Line();
        html.Open("ol", ("class", "brief")).Line();
        foreach (var rule in broken)
        {
            html.Open("li", ("class", FormatState(rule)));
            WriteMark(rule);
            html.Open("a", ("class", "rule-id"), ("href", $"#rule={rule.Id}")).Element("code", rule.Id).Close();
            html.Open("span", ("class", "title")).WriteSentence(rule.Title).Close();
            html.Element("span", FormatHeld(rule), ("class", "held-text"));
            html.Close().Line();
        }

        html.Close().Close().Line();
    }

    /// <summary>Writes the whole board.</summary>
    public void Write()
    {
        html.Element("h2", ReportResources.GetString("view.rules"), ("id", "rules-title")).Line();
        html.Element("p", ReportResources.GetString("rules.intro"), ("class", "intro")).Line();
        if (run.Rules.Count == 0)
        {
            html.Element("p", ReportResources.GetString("rules.none"), ("class", "empty")).Line();
            return;
        }

        foreach (var group in SortRules().GroupBy(FormatState))
        {
            var folds = group.Key is "held" or "unused";
            html.Open("section", ("class", $"rule-group {group.Key}")).Line();
            if (folds)
            {
                html.Open("details").Open("summary");
            }

            html.Open("h3")
                .Text(ReportResources.GetString($"rules.{group.Key}"))
                .Text(" ")
                .Element("span", FormatNumber(group.Count()), ("class", "count"))
                .Close()
                .Line();
            if (folds)
            {
                html.Close();
            }

            html.Open("ol", ("class", "rules")).Line();
            foreach (var rule in group)
            {
                WriteRule(rule);
            }

            html.Close();
            if (folds)
            {
                html.Close();
            }

            html.Close().Line();
        }
    }

    private void WriteRule(RuleResult rule)
    {
        html.Open("li", ("class", $"rule {FormatState(rule)}"), ("id", $"rule={rule.Id}"), ("tabindex", "-1"));
        html.Open("div", ("class", "rule-head"));
        WriteMark(rule);
        CheckLinks.Write(html, index, rule.Id);
        html.Element("span", rule.Rule, ("class", "number"));
        html.Open("span", ("class", "title")).WriteSentence(rule.Title).Close();
        WriteBar(rule);
        html.Element("span", FormatHeld(rule), ("class", "held-text"));
        html.Element("span", Wording.GetSeverity(rule.Severity), ("class", $"severity {Wording.GetSeverity(rule.Severity)}"));
        html.Close();
        if (rule.Known is { } known)
        {
            html.Element("p", $"{ReportResources.GetString("known.because")} {known}", ("class", "reason"));
        }

        WriteExample(rule);
        WritePlaces(rule);
        WriteText(rule);
        html.Close().Line();
    }

    private void WriteExample(RuleResult rule)
    {
        if (rule.First is not { } first)
        {
            return;
        }

        html.Open("div", ("class", "example"))
            .Open("p")
            .WriteSentence(first.Finding.Message)
            .Text(RuleMembers.DescribeMembers(run, rule))
            .Text(" ");
        html.Element("span", ReportResources.GetString("rules.first"), ("class", "soft")).Text(" ");
        WriteCase(first.Case);
        html.Element("span", FailureText.FormatPlace(first.Finding), ("class", "soft place")).Close();
        if (first.Finding.Expected is not null || first.Finding.Received is not null)
        {
            html.Open("dl");
            WritePair("expected", first.Finding.Expected);
            WritePair("received", first.Finding.Received);
            html.Close();
        }

        html.Close();
    }

    private void WritePair(string key, string? value)
    {
        if (value is not null)
        {
            html.Element("dt", ReportResources.GetString(key)).Element("dd", value);
        }
    }

    private void WritePlaces(RuleResult rule)
    {
        if (rule.Cases.Count == 0)
        {
            return;
        }

        html.Open("details", ("class", "places")).Open("summary").Text(Wording.Count(rule.Cases.Count, "place")).Close();
        html.Open("ul");
        foreach (var place in rule.Cases.Take(MostPlaces))
        {
            html.Open("li");
            WriteCase(place);
            html.Close();
        }

        html.Close();
        if (rule.Cases.Count > MostPlaces)
        {
            html.Element("p", string.Create(
                CultureInfo.InvariantCulture,
                $"… {rule.Cases.Count - MostPlaces} {ReportResources.GetString("places.more")}"), ("class", "soft"));
        }

        html.Open("p").Element("a", ReportResources.GetString("places.list"), ("href", $"#check={rule.Id}"), ("class", "scripted")).Close();
        html.Close();
    }

    /// <summary>
    /// Writes the description of the rule beside its result. The page of checks has the same text for links from elsewhere.
    /// </summary>
    private void WriteText(RuleResult rule)
    {
        if (index.Texts.GetValueOrDefault(rule.Id) is not { } text || text.What.Length + text.Why.Length + text.Clients.Length == 0)
        {
            return;
        }

        html.Open("details", ("class", "places")).Open("summary").Text(ReportResources.GetString("explain")).Close();
        html.Open("dl");
        foreach (var (key, value) in new[] { ("check.what", text.What), ("check.why", text.Why), ("check.clients", text.Clients) })
        {
            if (value.Length > 0)
            {
                html.Element("dt", ReportResources.GetString(key)).Open("dd").WriteSentence(value).Close();
            }
        }

        html.Close().Close();
    }

    private void WriteCase(string id)
    {
        if (_cases.Contains(id))
        {
            html.Open("a", ("class", "id"), ("href", $"#case={id}")).Text(id).Close();
        }
        else
        {
            html.Element("code", id);
        }

        html.Text(" ");
    }

    private void WriteMark(RuleResult rule) =>
        html.Element(
            "span",
            ReportResources.GetString($"rule.mark.{FormatState(rule)}"),
            ("class", "mark"),
            ("role", "img"),
            ("aria-label", ReportResources.GetString($"rule.state.{FormatState(rule)}")));

    private void WriteBar(RuleResult rule)
    {
        var share = rule.Streams == 0 ? 0 : 100.0 * rule.Held / rule.Streams;
        html.Open(
            "svg",
            ("class", "share"),
            ("viewBox", "0 0 100 6"),
            ("preserveAspectRatio", "none"),
            ("aria-hidden", "true"),
            ("focusable", "false"));
        html.Open("rect", ("class", "all"), ("width", "100"), ("height", "6")).Close();
        html.Open("rect", ("class", "part"), ("width", share.ToString("0.##", CultureInfo.InvariantCulture)), ("height", "6")).Close();
        html.Close();
    }

    private IEnumerable<RuleResult> SortRules() => run.Rules
        .OrderBy(rule => Array.IndexOf(Order, FormatState(rule)))
        .ThenBy(rule => rule.Streams == 0 ? 1 : (double)rule.Held / rule.Streams);

    private static string FormatHeld(RuleResult rule) => rule.Streams == 0
        ? ReportResources.GetString("rule.unused")
        : Wording.Format("rule.held", rule.Held, rule.Streams);

    /// <summary>
    /// Returns the state: <c>broken</c> fails the run, <c>spared</c> is broken without failing it (known, or only in weak cases),
    /// <c>warned</c> has only warnings.
    /// </summary>
    private static string FormatState(RuleResult rule) => rule switch
    {
        { Cases.Count: > 0, Severity: Severity.Error, Fails: true, Known: null } => "broken",
        { Cases.Count: > 0, Severity: Severity.Error } => "spared",
        { Cases.Count: > 0 } => "warned",
        { Streams: 0 } => "unused",
        _ => "held",
    };

    private static string FormatNumber(int number) => number.ToString(CultureInfo.InvariantCulture);
}
