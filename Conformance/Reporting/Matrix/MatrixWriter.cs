using System.Globalization;
using Conformance.Reporting.Html;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting.Matrix;

/// <summary>The tables of the matrix page, readable without script.</summary>
internal static class MatrixWriter
{
    public static void Write(HtmlWriter html, MatrixTable table)
    {
        html.Element("a", MatrixResources.GetString("skip"), ("class", "skip"), ("href", "#main")).Line();
        html.Open("header", ("class", "top"));
        html.Open("a", ("class", "home"), ("href", "#"));
        html.Element("span", MatrixResources.GetString("product"), ("class", "product"));
        html.Element("span", MatrixResources.GetString("matrix"), ("class", "run-name")).Close();
        html.Open("div", ("class", "tools"), ("id", "tools"), ("hidden", ""))
            .Element("button", MatrixResources.GetString("theme.auto"), ("type", "button"), ("id", "theme"))
            .Close();
        html.Close().Line();
        html.Open("main", ("id", "main"), ("tabindex", "-1")).Line();
        html.Open("div", ("id", "overview"));
        WriteRelays(html, table);
        WriteRules(html, table);
        WriteRows(html, table, "vendors", table.Vendors, "vendor");
        WriteRows(html, table, "clients", table.Clients, "client");
        WriteCases(html, table);
        html.Close().Line();
        html.Element("article", "", ("id", "pair"), ("hidden", ""), ("aria-labelledby", "pair-title")).Line();
        html.Close().Line();
    }

    /// <summary>Returns a cell's kind in words for people.</summary>
    public static string FormatWords(string kind) => MatrixResources.GetString($"kind.{kind}");

    private static void WriteRelays(HtmlWriter html, MatrixTable table)
    {
        html.Open("section", ("class", "summary"), ("aria-labelledby", "title")).Line();
        html.Element(
            "h1",
            string.Create(CultureInfo.InvariantCulture, $"{table.Relays.Count} relays, {table.Cases.Count} cases"),
            ("id", "title")).Line();
        html.Open("nav", ("class", "parts"), ("aria-label", MatrixResources.GetString("parts")));
        foreach (var part in new[] { "rules", "vendors", "clients", "cases" })
        {
            html.Open("a", ("href", $"#{part}")).Text(MatrixResources.GetString(part)).Close();
        }

        html.Close().Line();
        html.Open(
            "div", ("class", "grid-frame"), ("tabindex", "0"), ("role", "region"), ("aria-label", MatrixResources.GetString("relays")));
        html.Open("table", ("class", "relays")).Open("thead").Open("tr");
        foreach (var head in new[] { "number", "relay", "passed", "failed", "not_applicable", "rules.broken", "vendors.lost", "target" })
        {
            html.Element("th", MatrixResources.GetString($"column.{head}"), ("scope", "col"), ("class", head is "relay" or "target"
                ? $"text {head}"
                : head.Replace('.', '-')));
        }

        html.Close().Close().Open("tbody").Line();
        foreach (var relay in table.Relays)
        {
            WriteRelay(html, relay);
        }

        html.Close().Close().Close().Close().Line();
    }

    private static void WriteRelay(HtmlWriter html, MatrixRelay relay)
    {
        var cases = relay.Run.Cases;
        var failed = cases.Count(static result => result.Verdict == Verdict.Failed);
        var broken = relay.Run.Rules.Count(static rule => rule.Cases.Count > 0 && rule.Severity == Severity.Error);
        var lost = Boards.VendorBoard.Of(relay.Run).Rows.Count(static row => row.Answer == "loses");
        html.Open("tr");
        WriteNumber(html, "td", relay.Number, "number");
        html.Open("th", ("scope", "row"), ("class", "text relay")).Text(relay.Name);
        if (VerdictCounts.IsPartial(relay.Run))
        {
            html.Element("span", MatrixResources.GetString("partial"), ("class", "flag warning"));
        }

        html.Close();
        WriteNumber(html, "td", cases.Count(static result => result.Verdict is Verdict.Passed or Verdict.NonStrict), "passed");
        WriteNumber(html, "td", failed, failed > 0 ? "failed bad" : "failed");
        WriteNumber(
            html,
            "td",
            cases.Count(static result => result.Verdict is not (Verdict.Passed or Verdict.NonStrict or Verdict.Failed)),
            "not_applicable");
        WriteNumber(html, "td", broken, broken > 0 ? "rules-broken bad" : "rules-broken");
        WriteNumber(html, "td", lost, lost > 0 ? "vendors-lost bad" : "vendors-lost");
        html.Open("td", ("class", "text target")).Element("code", relay.Run.Info.Target).Close();
        html.Close().Line();
    }

    private static void WriteNumber(HtmlWriter html, string element, int number, string @class) =>
        html.Element(element, number.ToString(CultureInfo.InvariantCulture), ("class", @class));

    private static void WriteRules(HtmlWriter html, MatrixTable table)
    {
        List<MatrixRow> held =
        [
            .. table.Rules.Where(static row => row.Cells.All(static cell => cell.Kind is "held" or "none" or "unknown")),
        ];
        List<MatrixRow> broken = [.. table.Rules.Except(held)];
        Begin(html, "rules");
        if (broken.Count > 0)
        {
            WriteGrid(html, table, "rule", "rules", broken);
        }

        if (held.Count > 0)
        {
            html.Open("details", ("class", "held")).Element("summary", held.Count == 1
                ? MatrixResources.GetString("held.one")
                : string.Create(CultureInfo.InvariantCulture, $"{held.Count} {MatrixResources.GetString("held.many")}"));
            html.Open("ul");
            foreach (var row in held)
            {
                html.Open("li").Element("code", row.Name).Text(" ");
                WriteTicked(html, row.Title).Close();
            }

            html.Close().Close();
        }

        html.Close().Line();
    }

    private static void WriteRows(HtmlWriter html, MatrixTable table, string part, IReadOnlyList<MatrixRow> rows, string first)
    {
        Begin(html, part);
        if (rows.Count == 0)
        {
            html.Element("p", MatrixResources.GetString($"{part}.none"), ("class", "empty"));
        }
        else
        {
            WriteGrid(html, table, first, part, rows);
        }

        html.Close().Line();
    }

    private static void Begin(HtmlWriter html, string part)
    {
        html.Open("section", ("class", "part"), ("aria-labelledby", $"{part}-title"), ("id", part)).Line();
        html.Element("h2", MatrixResources.GetString(part), ("id", $"{part}-title"));
        html.Element("p", MatrixResources.GetString($"{part}.about"), ("class", "legend")).Line();
    }

    private static void WriteGrid(HtmlWriter html, MatrixTable table, string first, string part, IReadOnlyList<MatrixRow> rows)
    {
        OpenGrid(html, table, first, part);
        foreach (var row in rows)
        {
            html.Open("tr").Open("th", ("scope", "row")).Element("span", row.Name, ("class", "id"));
            if (row.Title.Length > 0)
            {
                html.Open("span", ("class", "title"));
                WriteTicked(html, row.Title).Close();
            }

            html.Close();
            foreach (var cell in row.Cells)
            {
                html.Open("td", ("class", $"cell {cell.Kind}"), ("title", cell.Says));
                html.Element("span", MatrixResources.GetString($"mark.{cell.Kind}"), ("class", "mark"), ("aria-hidden", "true"));
                html.Element("span", FormatWords(cell.Kind), ("class", "word"));
                if (cell.Count.Length > 0)
                {
                    html.Text(" ").Element("span", cell.Count, ("class", "number"));
                }

                html.Close();
            }

            html.Close().Line();
        }

        html.Close().Close().Close().Line();
    }

    /// <summary>Writes text with the words between backticks as code.</summary>
    private static HtmlWriter WriteTicked(HtmlWriter html, string text)
    {
        var parts = text.Split('`');
        for (var index = 0; index < parts.Length; index++)
        {
            _ = index % 2 == 1 ? html.Element("code", parts[index]) : html.Text(parts[index]);
        }

        return html;
    }

    private static void OpenGrid(HtmlWriter html, MatrixTable table, string first, string part)
    {
        html.Open(
            "div",
            ("class", "grid-frame"),
            ("tabindex", "0"),
            ("role", "region"),
            ("aria-label", $"{MatrixResources.GetString(part)}, {MatrixResources.GetString("table")}"));
        html.Open("table", ("class", $"grid {part}"))
            .Open("thead")
            .Open("tr")
            .Element("th", MatrixResources.GetString($"column.{first}"), ("scope", "col"));
        foreach (var relay in table.Relays)
        {
            html.Open("th", ("scope", "col"), ("title", relay.Name))
                .Element("span", relay.Number.ToString(CultureInfo.InvariantCulture), ("class", "number"), ("aria-hidden", "true"));
            html.Element("span", relay.Name, ("class", "word")).Close();
        }

        html.Close().Close().Open("tbody").Line();
    }

    private static void WriteCases(HtmlWriter html, MatrixTable table)
    {
        Begin(html, "cases");
        html.Open("form", ("id", "filters"), ("hidden", ""), ("role", "search"), ("aria-label", MatrixResources.GetString("filters")))
            .Line();
        html.Open("label", ("class", "search")).Element("span", MatrixResources.GetString("search"), ("class", "visually-hidden"));
        html.Void(
            "input",
            ("type", "search"),
            ("id", "q"),
            ("placeholder", MatrixResources.GetString("search.hint")),
            ("autocomplete", "off"),
            ("spellcheck", "false"));
        html.Element("kbd", "/", ("aria-hidden", "true")).Close();
        foreach (var box in new[] { "differs", "fails" })
        {
            html.Open("label", ("class", "chip"))
                .Void("input", ("type", "checkbox"), ("id", box))
                .Text(MatrixResources.GetString($"only.{box}"))
                .Close();
        }

        html.Close().Line();
        html.Element(
            "p",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{table.Cases.Count} cases, {table.Cases.Count(static one => one.Differs)} with different verdicts."),
            ("id", "shown"),
            ("role", "status"),
            ("class", "shown")).Line();
        OpenGrid(html, table, "case", "cases");
        for (var index = 0; index < table.Cases.Count; index++)
        {
            WriteCase(html, table.Cases[index], index);
        }

        html.Close().Close().Close().Line();
        html.Element("p", MatrixResources.GetString("nothing"), ("id", "nothing"), ("hidden", ""), ("class", "empty")).Line();
        html.Close().Line();
    }

    private static void WriteCase(HtmlWriter html, MatrixCase one, int index)
    {
        // The element's id is the link's fragment, so that the link leads somewhere without script too.
        html.Open("tr", ("class", "case"), ("id", $"case={one.Id}"), ("data-id", one.Id), ("data-shard", (index / MatrixPages.ShardCases)
            .ToString(CultureInfo.InvariantCulture)),
            ("data-differs", one.Differs ? "" : null), ("data-fails", one.Fails ? "" : null));
        html.Open("th", ("scope", "row")).Element("a", one.Id, ("class", "id"), ("href", $"#case={one.Id}"));
        html.Element("span", one.Title, ("class", "title")).Close();
        foreach (var result in one.Results)
        {
            var key = result is null ? "none" : VerdictCounts.GetKey(result.Verdict);
            html.Open("td", ("class", $"cell {key}"), ("title", result is null
                ? null
                : FirstDivergence.Find(result)?.Message ?? result.Reason));
            html.Element("span", MatrixResources.GetString($"mark.{key}"), ("class", "mark"), ("aria-hidden", "true"));
            html.Element("span", MatrixResources.GetString($"kind.{key}"), ("class", "word")).Close();
        }

        html.Close().Line();
    }
}
