using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting;

/// <summary>A run as a badge: the JSON of an endpoint of shields.io, and a small picture. Pure.</summary>
public static class BadgeReport
{
    private const string Label = "relay conformance";

    // Roughly the width of a character of the badge's font, and the space around a text.
    private const double CharacterWidth = 6.6;
    private const int Padding = 10;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the text of the endpoint.</summary>
    public static string CreateEndpoint(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var (message, color) = GetWords(run);
        return new JsonObject { ["schemaVersion"] = 1, ["label"] = Label, ["message"] = message, ["color"] = color }.ToJsonString(Indented)
            + "\n";
    }

    /// <summary>Returns the picture as SVG.</summary>
    public static string CreatePicture(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var (message, color) = GetWords(run);
        var left = GetWidth(Label);
        var right = GetWidth(message);
        XNamespace svg = "http://www.w3.org/2000/svg";
        var picture = new XElement(
            svg + "svg",
            new XAttribute("width", left + right),
            new XAttribute("height", 20),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", $"{Label}: {message}"),
            new XElement(svg + "title", $"{Label}: {message}"),
            new XElement(svg + "rect", new XAttribute("width", left), new XAttribute("height", 20), new XAttribute("fill", "#444")),
            new XElement(
                svg + "rect",
                new XAttribute("x", left),
                new XAttribute("width", right),
                new XAttribute("height", 20),
                new XAttribute("fill", Paint(color))),
            new XElement(
                svg + "g",
                new XAttribute("fill", "#fff"),
                new XAttribute("text-anchor", "middle"),
                new XAttribute("font-family", "Verdana,Geneva,DejaVu Sans,sans-serif"),
                new XAttribute("font-size", 11),
                new XElement(svg + "text", new XAttribute("x", left / 2), new XAttribute("y", 14), Label),
                new XElement(svg + "text", new XAttribute("x", left + (right / 2)), new XAttribute("y", 14), message)));
        return picture.ToString(SaveOptions.None).ReplaceLineEndings("\n") + "\n";
    }

    private static (string Message, string Color) GetWords(RunResult run)
    {
        var judged = run.Cases.Count(static result => result.Verdict is Verdict.Passed or Verdict.NonStrict or Verdict.Failed);
        var passed = run.Cases.Count(static result => result.Verdict is Verdict.Passed or Verdict.NonStrict);
        var broken = run.Rules.Count(static rule => rule.Fails);
        var known = run.Cases.Count(static result => result.Known is not null) + run.Rules.Count(static rule => rule.Known is not null);
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"{passed} of {judged}"
                + $"{(broken == 0 ? "" : $", {broken} {(broken == 1 ? "rule" : "rules")} broken")}"
                + $"{(known == 0 ? "" : $", {known} known")}");
        return run switch
        {
            _ when judged == 0 || run.Cases.Any(static result => result.Verdict == Verdict.HarnessError) => ("no result", "lightgrey"),
            _ when RunGate.Fails(run) => (message, "red"),
            _ when VerdictCounts.IsPartial(run) => (message + ", partial", "lightgrey"),
            _ => (message, known > 0 || run.Cases.Any(static result => result.Flaky) ? "yellowgreen" : "brightgreen"),
        };
    }

    private static string Paint(string color) => color switch
    {
        "red" => "#c0392b",
        "brightgreen" => "#2e7d32",
        "yellowgreen" => "#7a7a00",
        _ => "#6b6b6b",
    };

    private static int GetWidth(string text) => (int)(text.Length * CharacterWidth) + Padding;
}
